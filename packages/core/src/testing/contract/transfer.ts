import type { Call } from '../../call/call.ts'
import { answer, done, ended, hangUp, hear, is, keeps, refusal, ringing, same, statusOf, talk } from './steps.ts'
import type { ContractCase, ContractPerson, ContractWorld } from './world.ts'

/** Waits until a call is told that it is now with somebody else. */
export async function isWith(world: ContractWorld, call: Call, person: ContractPerson): Promise<void> {
  const { names, numbers } = world
  await world.until(() => call.getSnapshot().remote.number === numbers[person], `the call is told to be with ${person}`)
  same(call.getSnapshot().remote.name, names[person], 'the name of the new other side')
}

const handsOver = async (world: ContractWorld) => {
  const [call, bobs] = await talk(world, 'alice', 'bob')
  const transferred = call.transfer(world.numbers.carol)
  same(statusOf(call), 'transferring', 'the status')
  const carols = await ringing(world, world.carol)
  same(carols.getSnapshot().remote.number, world.numbers.bob, 'who calls carol')
  await answer(world, world.carol)
  await done(world, transferred, 'the transfer is done')
  await ended(world, call, { because: 'transferred', by: 'me' })
  await hear(world, { alice: [], bob: ['carol'], carol: ['bob'] })
  same(statusOf(bobs), 'connected', 'the call that was handed over')
  await isWith(world, bobs, 'carol')
  await hangUp(world, carols, bobs)
}

const calleeHandsOver = async (world: ContractWorld) => {
  const [alices, call] = await talk(world, 'alice', 'bob')
  const transferred = call.transfer(world.numbers.carol)
  const carols = await answer(world, world.carol)
  await done(world, transferred, 'the transfer is done')
  await ended(world, call, { because: 'transferred', by: 'me' })
  await hear(world, { alice: ['carol'], bob: [], carol: ['alice'] })
  await isWith(world, alices, 'carol')
  await hangUp(world, alices, carols)
}

const handsOverHeld = async (world: ContractWorld) => {
  const [call, bobs] = await talk(world, 'alice', 'bob')
  await done(world, call.hold(), 'the hold is true')
  const transferred = call.transfer(world.numbers.carol)
  const carols = await answer(world, world.carol)
  await done(world, transferred, 'the transfer is done')
  await ended(world, call, { because: 'transferred', by: 'me' })
  await hear(world, { bob: ['carol'], carol: ['bob'] })
  await hangUp(world, bobs, carols)
}

const handsOverTwice = async (world: ContractWorld) => {
  const [call, bobs] = await talk(world, 'alice', 'bob')
  const first = call.transfer(world.numbers.carol)
  const carols = await answer(world, world.carol)
  await done(world, first, 'the first transfer is done')
  await hear(world, { bob: ['carol'], carol: ['bob'] })
  const second = carols.transfer(world.numbers.dave)
  const daves = await answer(world, world.dave)
  await done(world, second, 'the second transfer is done')
  await ended(world, carols, { because: 'transferred', by: 'me' })
  await hear(world, { bob: ['dave'], carol: [], dave: ['bob'] })
  await hangUp(world, daves, bobs)
}

const keepsUnknown = async (world: ContractWorld) => {
  const [call, bobs] = await talk(world, 'alice', 'bob')
  const error = await refusal(world, call.transfer('299'), 'a transfer to a number nobody has is refused')
  same(error.code, 'transfer-failed', 'the error')
  same([statusOf(call), statusOf(bobs)], ['connected', 'connected'], 'the statuses')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await done(world, call.hold(), 'the call that came back can be held')
  await done(world, call.resume(), 'and resumed')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, call, bobs)
}

const comesBack = async (world: ContractWorld) => {
  const [call, bobs] = await talk(world, 'alice', 'bob')
  const transferred = call.transfer(world.numbers.carol)
  const carols = await ringing(world, world.carol)
  await done(world, carols.decline(), 'carol declines')
  if (!keeps(world, 'keepsCallAfterBusyTransfer')) return isLost(world, call, bobs)
  const error = await refusal(world, transferred, 'a transfer that is declined is refused')
  same(error.code, 'transfer-failed', 'the error')
  same(statusOf(call), 'connected', 'the status')
  await hear(world, { alice: ['bob'], bob: ['alice'], carol: [] })
  await hangUp(world, bobs, call)
}

/** The exchange dropped the one who was to be handed over, whatever it told who asked for it. */
async function isLost(world: ContractWorld, call: Call, other: Call): Promise<void> {
  await is(world, other, 'ended')
  await world.until(() => statusOf(call) !== 'transferring', 'the transfer is decided')
  if (call.can('hangUp')) await done(world, call.hangUp(), 'what is left is hung up')
}

/** C9: cold transfer. */
export const transferCases: readonly ContractCase[] = [
  { id: 'C9', name: 'a call is handed to a colleague without a word', run: handsOver },
  { id: 'C9', name: 'the one who was called hands the caller over', run: calleeHandsOver },
  { id: 'C9', name: 'a call that waits on hold is handed over', run: handsOverHeld },
  { id: 'C9', name: 'a call that was handed over is handed over again', run: handsOverTwice },
  { id: 'C9', name: 'a transfer to a number nobody has leaves the call as it was', run: keepsUnknown },
  { id: 'C9', name: 'a transfer that is declined gives the call back', run: comesBack },
]
