import { expect, test } from 'vitest'
import { IllegalCommandError } from '../errors.ts'
import { createStage, quiet, statuses } from './fake-network.ts'

test('C6 dialling a second call puts the first on hold before it goes out', async () => {
  const { connect, calls, network } = createStage()
  const first = await connect('a')
  network.hesitate('hold')
  const second = calls.dial('303')
  await quiet()
  expect(statuses(first, second)).toEqual(['holding', 'dialing'])
  expect(network.sent).toEqual(['a answer', 'a hold'])

  network.next('hold').obey()
  await quiet()
  expect(network.sent).toEqual(['a answer', 'a hold', `${second.id} dial`])
  expect(statuses(first, second)).toEqual(['held', 'dialing'])
})

test('C6 answering a second call puts the first on hold; swap goes to and fro', async () => {
  const { connect, calls } = createStage()
  const first = await connect('a')
  const second = await connect('b')
  expect(statuses(first, second)).toEqual(['held', 'connected'])
  expect(calls.getSnapshot().active).toBe(second)

  await calls.swap()
  expect(statuses(first, second)).toEqual(['connected', 'held'])
  expect(calls.getSnapshot().active).toBe(first)
  await calls.swap()
  expect(statuses(first, second)).toEqual(['held', 'connected'])
})

test('C6 of three calls swap takes the one that waits longest, round and round', async () => {
  const { connect, calls } = createStage()
  const [a, b, c] = [await connect('a'), await connect('b'), await connect('c')]
  const active: (string | undefined)[] = []
  for (let times = 0; times < 6; times++) {
    await calls.swap()
    active.push(calls.getSnapshot().active?.id)
  }
  expect(active).toEqual(['a', 'b', 'c', 'a', 'b', 'c'])
  expect(statuses(a, b, c)).toEqual(['held', 'held', 'connected'])
})

test('C6 a call whose resume is refused keeps its place in the row', async () => {
  const { connect, calls, network } = createStage()
  await connect('a')
  await connect('b')
  await connect('c')
  network.refuseNext('resume')
  await expect(calls.swap()).rejects.toMatchObject({ code: 'refused' })
  await calls.swap()
  expect(calls.getSnapshot().active?.id).toBe('a')
})

test('C6 swap without a call on hold is a bug of the app and throws', async () => {
  const { connect, calls } = createStage()
  expect(() => calls.swap()).toThrow(IllegalCommandError)
  await connect()
  expect(() => calls.swap()).toThrow('Cannot swap while no call is on hold; allowed here: nothing.')
})

test('C6 either of two calls hangs up and the other stays as it is', async () => {
  const { connect, network, calls } = createStage()
  const first = await connect('a')
  const second = await connect('b')
  network.ended('a')
  expect(statuses(first, second)).toEqual(['ended', 'connected'])
  const third = await connect('c')
  await third.hangUp()
  expect(statuses(second, third)).toEqual(['held', 'ended'])
  expect(calls.getSnapshot()).toEqual({ all: [second], active: undefined })
})

test('news of a call that did not go out yet is of another call, and is dropped', async () => {
  const { connect, calls, network } = createStage()
  await connect('a')
  network.hesitate('hold')
  const second = calls.dial('303')
  network.signal(second.id, { type: 'connected' })
  network.ended(second.id)
  network.signal(second.id, { type: 'muted', muted: true })
  expect(second.getSnapshot()).toMatchObject({ status: 'dialing', muted: false })
  await quiet()
  network.next('hold').obey()
  await quiet()
  network.signal(second.id, { type: 'connected' })
  expect(second.getSnapshot().status).toBe('connected')
})

test('a call that comes in twice is one call', () => {
  const { ring, network, calls, told } = createStage()
  const first = ring('a')
  network.incoming('a', { remote: { number: 'other' } })
  expect(calls.getSnapshot().all).toEqual([first])
  expect(told).toEqual(['incoming a'])
})

test('the list of calls is told when it changes, and is the same object when it did not', async () => {
  const { connect, network, calls } = createStage()
  const call = await connect('a')
  const before = calls.getSnapshot()
  let changes = 0
  const stop = calls.subscribe(() => changes++)
  network.signal('a', { type: 'media', media: 'flowing' })
  expect(calls.getSnapshot()).toBe(before)
  expect(before).toEqual({ all: [call], active: call })
  expect(Object.isFrozen(before.all)).toBe(true)
  await call.hold()
  expect(calls.getSnapshot().all).toBe(before.all)
  expect(calls.getSnapshot().active).toBeUndefined()
  stop()
  network.ended('a')
  expect(changes).toBe(1)
})

test('closing ends every call, settles what was asked, and nothing comes after', async () => {
  const { connect, ring, calls, close, network, told } = createStage()
  const first = await connect('a')
  await quiet()
  const second = ring('b')
  network.hesitate('hold')
  const held = first.hold()
  const answered = second.answer()
  close()
  close()
  expect(statuses(first, second)).toEqual(['ended', 'ended'])
  await expect(held).rejects.toMatchObject({ code: 'call-ended' })
  await expect(answered).rejects.toMatchObject({ code: 'call-ended' })
  expect(told.filter((line) => line.startsWith('missed'))).toEqual([])
  network.incoming('c')
  expect(calls.getSnapshot()).toEqual({ all: [], active: undefined })
  expect(() => calls.dial('303')).toThrow(expect.objectContaining({ code: 'closed' }))
})
