import { answer, done, hangUp, hear, is, onHold, same, talk } from './steps.ts'
import type { ContractCase, ContractWorld } from './world.ts'

const mutes = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  same(call.getSnapshot().muted, false, 'a new call is muted')
  await done(world, call.mute(), 'the call is muted')
  same(call.getSnapshot().muted, true, 'the call is muted')
  await hear(world, { alice: ['bob'], bob: [] })
  await done(world, call.unmute(), 'the call is unmuted')
  same(call.getSnapshot().muted, false, 'the call is muted')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await done(world, incoming.mute(), 'the other side is muted')
  await hear(world, { alice: [], bob: ['alice'] })
  await hangUp(world, call, incoming)
}

const startsUnmuted = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await done(world, call.mute(), 'the call is muted')
  await hear(world, { alice: ['bob'], bob: [] })
  await hangUp(world, call, incoming)
  const [next, nextIncoming] = await talk(world, 'alice', 'bob')
  same(next.getSnapshot().muted, false, 'a new call is muted')
  await hangUp(world, next, nextIncoming)
}

const staysMuted = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  await done(world, call.mute(), 'the call is muted')
  await done(world, call.hold(), 'the hold is true')
  await hear(world, { alice: [], bob: onHold(world) })
  await done(world, call.resume(), 'the call is resumed')
  same(call.getSnapshot().muted, true, 'the call is still muted')
  await hear(world, { alice: ['bob'], bob: [] })
  await done(world, call.unmute(), 'the call is unmuted')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, call, incoming)
}

const mutesOneOfTwo = async (world: ContractWorld) => {
  const [first, bobs] = await talk(world, 'alice', 'bob')
  await done(world, first.mute(), 'the first call is muted')
  const [second, carols] = await talk(world, 'alice', 'carol')
  same([first.getSnapshot().muted, second.getSnapshot().muted], [true, false], 'muted')
  await hangUp(world, second, carols)
  await done(world, first.resume(), 'the first call is resumed')
  await hear(world, { alice: ['bob'], bob: [] })
  await hangUp(world, first, bobs)
}

const mutesBefore = async (world: ContractWorld) => {
  const call = world.alice.call(world.numbers.bob)
  await done(world, call.mute(), 'the call is muted while it is dialled')
  const incoming = await answer(world, world.bob)
  await is(world, call, 'connected')
  same(call.getSnapshot().muted, true, 'the call is muted')
  await hear(world, { alice: ['bob'], bob: [] })
  await done(world, call.unmute(), 'the call is unmuted')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await hangUp(world, call, incoming)
}

/** C8: the microphone of one call. */
export const muteCases: readonly ContractCase[] = [
  { id: 'C8', name: 'who is muted is not heard at all, and hears the other', run: mutes },
  { id: 'C8', name: 'the next call starts unmuted', run: startsUnmuted },
  { id: 'C8', name: 'a muted call is still muted after hold', run: staysMuted },
  { id: 'C8', name: 'muting one call leaves the other as it is', run: mutesOneOfTwo },
  { id: 'C8', name: 'a call that is muted while it is dialled begins in silence', run: mutesBefore },
]
