import { answer, callsOf, count, done, ended, hangUp, hear, is, keeps, ringing, same, statusOf, talk } from './steps.ts'
import type { ContractCase, ContractWorld } from './world.ts'

const tellsWhoCalls = async (world: ContractWorld) => {
  const { alice, bob, numbers, names } = world
  const news = count(bob, 'incoming')
  const call = alice.call(numbers.bob)
  const incoming = await ringing(world, bob)
  same(news.times(), 1, 'how often the call was announced')
  same(incoming.direction, 'incoming', 'the direction')
  same(incoming.getSnapshot().remote.name, names.alice, 'the name of the caller')
  same(incoming.getSnapshot().remote.number, numbers.alice, 'the number of the caller')
  await is(world, call, 'alerting')
  await answer(world, bob)
  await is(world, call, 'connected')
  const { name, number } = call.getSnapshot().remote
  same([name, number], [names.bob, numbers.bob], 'whom the caller is told to talk with')
  news.stop()
  await hangUp(world, call, incoming)
}

const connects = async (world: ContractWorld) => {
  const answered = count(world.alice, 'answered')
  const [call, incoming] = await talk(world, 'alice', 'bob')
  same(answered.times(), 1, 'how often the answer was told')
  same([statusOf(call), statusOf(incoming)], ['connected', 'connected'], 'the statuses')
  await hear(world, { alice: ['bob'], bob: ['alice'], carol: [], dave: [] })
  answered.stop()
  await hangUp(world, call, incoming)
}

const declines = async (world: ContractWorld) => {
  const missed = count(world.bob, 'missed')
  const call = world.alice.call(world.numbers.bob)
  const incoming = await ringing(world, world.bob)
  await done(world, incoming.decline(), 'the call is declined')
  await ended(world, incoming, { because: 'declined', by: 'me' })
  await ended(world, call, { because: ['declined', 'busy'], by: 'them' })
  same(missed.times(), 0, 'how often a declined call was missed')
  missed.stop()
}

const misses = async (world: ContractWorld) => {
  const missed = count(world.bob, 'missed')
  const call = world.alice.call(world.numbers.bob)
  const incoming = await ringing(world, world.bob)
  await is(world, call, 'alerting')
  await done(world, call.hangUp(), 'the caller gives up')
  await ended(world, call, { because: 'cancelled', by: 'me' })
  await ended(world, incoming, { because: 'cancelled', by: 'them' })
  same(missed.times(), 1, 'how often the call was missed')
  missed.stop()
}

const answersElsewhere = async (world: ContractWorld) => {
  const second = await world.another('bob')
  const missed = count(world.bob, 'missed')
  const call = world.alice.call(world.numbers.bob)
  const here = await ringing(world, world.bob)
  const there = await answer(world, second)
  await is(world, call, 'connected')
  await ended(world, here, { because: 'answered-elsewhere' })
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  same(missed.times(), 0, 'how often a call answered elsewhere was missed')
  missed.stop()
  await hangUp(world, there, call)
}

const cancelsEverywhere = async (world: ContractWorld) => {
  const second = await world.another('bob')
  const call = world.alice.call(world.numbers.bob)
  const both = [await ringing(world, world.bob), await ringing(world, second)]
  await is(world, call, 'alerting')
  await done(world, call.hangUp(), 'the caller gives up')
  for (const incoming of both) await ended(world, incoming, { because: 'cancelled', by: 'them' })
}

const declinesElsewhere = async (world: ContractWorld) => {
  const second = await world.another('bob')
  const call = world.alice.call(world.numbers.bob)
  const here = await ringing(world, world.bob)
  const there = await ringing(world, second)
  await done(world, there.decline(), 'the call is declined')
  await ended(world, there, { because: 'declined', by: 'me' })
  if (keeps(world, 'declinesEverywhere')) {
    await ended(world, here, { because: 'declined-elsewhere' })
    await ended(world, call, { because: ['declined', 'busy'], by: 'them' })
    return
  }
  same(statusOf(here), 'ringing', 'the telephone where nobody declined')
  await done(world, here.decline(), 'the call is declined there too')
  await ended(world, call, { because: ['declined', 'busy'], by: 'them' })
}

const waits = async (world: ContractWorld) => {
  const [call, incoming] = await talk(world, 'alice', 'bob')
  const second = world.carol.call(world.numbers.bob)
  const knocking = await ringing(world, world.bob)
  same(callsOf(world.bob).length, 2, 'how many calls there are')
  await hear(world, { alice: ['bob'], bob: ['alice'] })
  await done(world, knocking.decline(), 'the second call is declined')
  await ended(world, second, { because: ['declined', 'busy'], by: 'them' })
  same(statusOf(incoming), 'connected', 'the first call')
  await hangUp(world, call, incoming)
}

/** C1: being called. */
export const incomingCases: readonly ContractCase[] = [
  { id: 'C1', name: 'a call comes in and tells who calls, by name and number', run: tellsWhoCalls },
  { id: 'C1', name: 'who answers is heard, and hears the caller', run: connects },
  { id: 'C1', name: 'who declines is not disturbed again, and the caller is told', run: declines },
  { id: 'C1', name: 'a call nobody answered is missed', run: misses },
  { id: 'C1', name: 'a call answered on another telephone of the same person is not missed', run: answersElsewhere },
  { id: 'C1', name: 'a caller who gives up stops every telephone of a person', run: cancelsEverywhere },
  { id: 'C1', name: 'who declines on one telephone', run: declinesElsewhere },
  { id: 'C1', name: 'a second call comes in during a call and can be declined', run: waits },
]
