import type { Call } from '../../call/call.ts'
import { done, hangUp, hear, keeps, onHold, same, statusOf, talk, thrownBy } from './steps.ts'
import type { ContractCase, ContractWorld } from './world.ts'

const hold = (world: ContractWorld, call: Call) => done(world, call.hold(), 'the hold is true')
const resume = (world: ContractWorld, call: Call) => done(world, call.resume(), 'the call is resumed')

const callerHolds = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await hold(world, call)
  same(statusOf(call), 'held', 'the status')
  await hear(world, { alice: [], bob: onHold(world) })
  await resume(world, call)
  same(statusOf(call), 'connected', 'the status after')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, call, incoming)
}

const calleeHolds = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await hold(world, incoming)
  await hear(world, { alice: onHold(world), bob: [] })
  await resume(world, incoming)
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, call, incoming)
}

const tellsTheOther = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  const isTold = keeps(world, 'remoteHoldTold')
  const told = (wanted: boolean) =>
    world.until(() => incoming.getSnapshot().remoteHold === wanted, `who is on hold is told: ${wanted}`)
  await hold(world, call)
  await hear(world, { alice: [], bob: onHold(world) })
  await told(isTold)
  same(statusOf(incoming), 'connected', 'the status of who is on hold')
  await resume(world, call)
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await told(false)
  await hangUp(world, incoming, call)
}

const holdsQuickly = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  const first = call.hold()
  same(thrownBy(() => call.hold(), 'a second hold').code, 'illegal-command', 'a hold during a hold')
  await done(world, first, 'the first hold is true')
  for (const _ of [1, 2, 3]) {
    await resume(world, call)
    await hold(world, call)
  }
  await hear(world, { alice: [], bob: onHold(world) })
  await resume(world, call)
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, call, incoming)
}

const bothHold = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await done(world, Promise.all([call.hold(), incoming.hold()]), 'both holds are true')
  same([statusOf(call), statusOf(incoming)], ['held', 'held'], 'the statuses')
  // who holds hears nothing, and so not even music
  await hear(world, { alice: [], bob: [] })
  await resume(world, call)
  await hear(world, { alice: onHold(world), bob: [] })
  await resume(world, incoming)
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, call, incoming)
}

const bothResume = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await hold(world, call)
  await hold(world, incoming)
  await hear(world, { alice: [], bob: [] })
  await done(world, Promise.all([call.resume(), incoming.resume()]), 'both are resumed')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, incoming, call)
}

/** C7: hold and resume. */
export const holdCases: readonly ContractCase[] = [
  { id: 'C7', name: 'the caller holds: neither hears the other, until it is resumed', run: callerHolds },
  { id: 'C7', name: 'the one who was called holds: neither hears the other, until it is resumed', run: calleeHolds },
  { id: 'C7', name: 'who is put on hold is told', run: tellsTheOther },
  { id: 'C7', name: 'hold and resume one after the other, as quick as can be', run: holdsQuickly },
  { id: 'C7', name: 'both hold at the same moment, and each resumes', run: bothHold },
  { id: 'C7', name: 'both resume at the same moment', run: bothResume },
]
