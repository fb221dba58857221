import { answer, done, hangUp, hear, is, onHold, same, statusOf, talk } from './steps.ts'
import type { ContractCase, ContractWorld } from './world.ts'

/** Alice talks with carol while bob waits on hold. */
async function twoCalls(world: ContractWorld) {
  const [first, bobs] = await talk(world, 'alice', 'bob')
  const second = world.alice.call(world.numbers.carol)
  await is(world, first, 'held')
  const carols = await answer(world, world.carol)
  await is(world, second, 'connected')
  await hear(world, { alice: ['carol'], bob: onHold(world), carol: ['alice'] })
  return { first, bobs, second, carols }
}

const swaps = async (world: ContractWorld) => {
  const { first, bobs, second, carols } = await twoCalls(world)
  same(world.alice.calls.getSnapshot().active?.id, second.id, 'which call has the sound')
  await done(world, world.alice.calls.swap(), 'the calls are swapped')
  same([statusOf(first), statusOf(second)], ['connected', 'held'], 'the statuses after the swap')
  await hear(world, { alice: ['bob'], bob: ['alice'], carol: onHold(world) })
  await done(world, world.alice.calls.swap(), 'the calls are swapped back')
  await hear(world, { alice: ['carol'], bob: onHold(world), carol: ['alice'] })
  await hangUp(world, first, bobs)
  await hear(world, { alice: ['carol'], carol: ['alice'] })
  await hangUp(world, second, carols)
}

const goesBack = async (world: ContractWorld) => {
  const { first, bobs, second, carols } = await twoCalls(world)
  await hangUp(world, second, carols)
  same(statusOf(first), 'held', 'the call that waits')
  await done(world, first.resume(), 'the first call is resumed')
  await hear(world, { alice: ['bob'], bob: ['alice'], carol: [] })
  await hangUp(world, first, bobs)
}

const answersSecond = async (world: ContractWorld) => {
  const [first, bobs] = await talk(world, 'alice', 'bob')
  const carols = world.carol.call(world.numbers.alice)
  const second = await answer(world, world.alice)
  await is(world, carols, 'connected')
  same([statusOf(first), statusOf(second)], ['held', 'connected'], 'the statuses')
  await hear(world, { alice: ['carol'], bob: onHold(world), carol: ['alice'] })
  await hangUp(world, carols, second)
  await done(world, first.resume(), 'the first call is resumed')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, bobs, first)
}

const losesTheWaiting = async (world: ContractWorld) => {
  const { first, bobs, second, carols } = await twoCalls(world)
  await hangUp(world, bobs, first)
  same(statusOf(second), 'connected', 'the call that has the sound')
  await hear(world, { alice: ['carol'], carol: ['alice'] })
  await hangUp(world, carols, second)
}

/** C6: several calls, one with the sound. */
export const severalCases: readonly ContractCase[] = [
  { id: 'C6', name: 'a second call puts the first on hold, and the two can be swapped', run: swaps },
  { id: 'C6', name: 'the second call is hung up and the first is taken up again', run: goesBack },
  { id: 'C6', name: 'a second call that is answered puts the first on hold', run: answersSecond },
  { id: 'C6', name: 'who waits on hold can hang up; the other call goes on', run: losesTheWaiting },
]
