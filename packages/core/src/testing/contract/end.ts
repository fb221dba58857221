import {
  callsOf,
  count,
  done,
  ended,
  hangUp,
  hear,
  is,
  onHold,
  ringing,
  same,
  statusOf,
  talk,
  thrownBy,
} from './steps.ts'
import type { ContractCase, ContractWorld } from './world.ts'

const callerHangsUp = async (world: ContractWorld) => {
  const over = count(world.bob, 'ended')
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await done(world, call.hangUp(), 'the call is hung up')
  await ended(world, call, { because: 'hung-up', by: 'me' })
  await ended(world, incoming, { because: 'hung-up', by: 'them' })
  same(over.times(), 1, 'how often the end was told')
  over.stop()
  await hear(world, { alice: [], bob: [] })
}

const calleeHangsUp = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await done(world, incoming.hangUp(), 'the call is hung up')
  await ended(world, incoming, { because: 'hung-up', by: 'me' })
  await ended(world, call, { because: 'hung-up', by: 'them' })
}

const whileRinging = async (world: ContractWorld) => {
  const call = world.alice.call(world.numbers.bob)
  const incoming = await ringing(world, world.bob)
  await is(world, call, 'alerting')
  await done(world, call.hangUp(), 'the call is hung up')
  await ended(world, call, { because: 'cancelled', by: 'me' })
  await ended(world, incoming, { because: 'cancelled', by: 'them' })
}

const whileDialling = async (world: ContractWorld) => {
  const call = world.alice.call(world.numbers.bob)
  await done(world, call.hangUp(), 'the call is hung up at once')
  await ended(world, call, { because: 'cancelled', by: 'me' })
  await world.until(() => callsOf(world.bob).length === 0, 'nothing rings any more')
  // a call that came through all the same would keep the next one from being the only one
  const [next, incoming] = await talk(world, 'alice', 'bob')
  same(callsOf(world.bob).length, 1, 'how many calls bob has')
  await hangUp(world, next, incoming)
}

const whileDiallingASecond = async (world: ContractWorld) => {
  const [first, incoming] = await talk(world, 'alice', 'bob')
  const second = world.alice.call(world.numbers.carol)
  await done(world, second.hangUp(), 'the second call is hung up at once')
  await ended(world, second, { because: 'cancelled', by: 'me' })
  await world.until(() => callsOf(world.carol).length === 0, 'nothing rings any more')
  await world.until(() => ['connected', 'held'].includes(statusOf(first)), 'the first call is at rest')
  if (statusOf(first) === 'held') await done(world, first.resume(), 'the first call is resumed')
  await hear(world, { alice: ['bob'], bob: ['alice'], carol: [] })
  await hangUp(world, first, incoming)
}

const twice = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  const first = call.hangUp()
  same(thrownBy(() => call.hangUp(), 'hanging up again').code, 'illegal-command', 'the error')
  await done(world, first, 'the call is hung up')
  await ended(world, incoming, { because: 'hung-up', by: 'them' })
}

const atTheSameMoment = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await done(world, Promise.all([call.hangUp(), incoming.hangUp()]), 'both hang up')
  await ended(world, call, { because: 'hung-up' })
  await ended(world, incoming, { because: 'hung-up' })
}

const onHoldToo = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await done(world, call.hold(), 'the hold is true')
  await hear(world, { alice: [], bob: onHold(world) })
  await done(world, call.hangUp(), 'the call is hung up')
  await ended(world, call, { because: 'hung-up', by: 'me' })
  await ended(world, incoming, { because: 'hung-up', by: 'them' })
}

const answerCrossesTheEnd = async (world: ContractWorld) => {
  const call = world.alice.call(world.numbers.bob)
  const incoming = await ringing(world, world.bob)
  await is(world, call, 'alerting')
  const answered = incoming.answer().catch(() => {})
  await done(world, call.hangUp(), 'the caller gives up while it is answered')
  await done(world, answered, 'the answer is settled')
  await is(world, call, 'ended')
  await is(world, incoming, 'ended')
}

/** C12: the end of a call. */
export const endCases: readonly ContractCase[] = [
  { id: 'C12', name: 'the caller hangs up, and both know who did', run: callerHangsUp },
  { id: 'C12', name: 'the one who was called hangs up, and both know who did', run: calleeHangsUp },
  { id: 'C12', name: 'the caller hangs up while it rings', run: whileRinging },
  { id: 'C12', name: 'the caller hangs up before it rings', run: whileDialling },
  { id: 'C12', name: 'a second call is hung up before it rings', run: whileDiallingASecond },
  { id: 'C12', name: 'hanging up twice is one hanging up', run: twice },
  { id: 'C12', name: 'both hang up at the same moment', run: atTheSameMoment },
  { id: 'C12', name: 'a call on hold is hung up', run: onHoldToo },
  { id: 'C12', name: 'the caller hangs up in the moment of the answer', run: answerCrossesTheEnd },
]
