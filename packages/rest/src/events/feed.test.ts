import { createPhone, type PersonPresence } from '@offhook/core'
import { expect, onTestFinished, test } from 'vitest'
import { createBackend } from '../index.ts'
import { createFakeServer, createFakeStreams, json, noNetwork, problem } from '../testing/fake-server.fixture.ts'

const since = '2026-11-23T09:00:00.000Z'
const presence = (status: string, id = 'alice') => ({
  id,
  person: { status, since },
  line: 'idle',
  device: 'reachable',
})
const day = 86_400_000

/** The presence of alice and bob, over a network with faults. */
async function open() {
  const server = createFakeServer()
  const streams = createFakeStreams(server)
  const wakers = new Set<() => void>()
  let mine = presence('available')
  let team = [presence('available', 'bob')]
  server.on('GET /v1/events', streams.answer)
  server.on('GET /v1/me/presence', () => json(mine))
  server.on('GET /v1/presence', () => json({ items: team }))
  const backend = createBackend({
    ...{ url: 'https://phone.example.nl', fetch: server.fetch, clock: server.clock, token: async () => 'opaque' },
    wake(listener) {
      wakers.add(listener)
      return () => void wakers.delete(listener)
    },
  })
  const phone = createPhone({ presence: backend.presence, account: backend.account }, { clock: server.clock })
  onTestFinished(() => phone.close())
  const statusOf = (id: string) => phone.presence.of(id).getSnapshot()?.person.status
  const shows = (id: string, status: PersonPresence['person']['status'] | undefined) =>
    server.until(() => statusOf(id) === status, `${id} is ${status}`)
  const reads = () => server.at('GET /v1/presence').length
  const connections = () => server.at('GET /v1/events')
  await server.until(() => phone.presence.getSnapshot().status === 'ready', 'presence is read')
  return {
    ...{ ...server, streams, phone, statusOf, shows, reads, connections },
    wake: () => wakers.forEach((listener) => void listener()),
    wakers,
    now(own: string, bob: string) {
      mine = presence(own)
      team = [presence(bob, 'bob')]
    },
  }
}

test('everything is read once, after the stream stands, and what happens then is told', async () => {
  const { streams, shows, reads, arrived } = await open()
  const lines = arrived.map(({ line }) => line.split('?')[0])
  expect(lines.indexOf('GET /v1/events')).toBeLessThan(lines.indexOf('GET /v1/presence'))
  streams.event(1, 'presence.updated', presence('lunch', 'bob'))
  await shows('bob', 'lunch')
  streams.event(2, 'presence.removed', { id: 'bob' })
  await shows('bob', undefined)
  expect(reads()).toBe(1)
})

test('a stream that ends goes on where it was, without reading anything again', async () => {
  const { streams, shows, reads, connections, until, phone } = await open()
  streams.event(7, 'presence.updated', presence('lunch', 'bob'))
  await shows('bob', 'lunch')
  streams.end()
  await until(() => phone.account.getSnapshot().isLive === false, 'it is told')
  await until(() => streams.count() === 1, 'it is back')
  expect(connections().at(-1)?.headers.get('last-event-id')).toBe('7')
  streams.event(8, 'presence.updated', presence('meeting', 'bob'))
  await shows('bob', 'meeting')
  expect([reads(), phone.account.getSnapshot().isLive]).toEqual([1, true])
})

test('what was cut in the middle is not believed, and comes whole with the next stream', async () => {
  const { streams, shows, connections, until, statusOf, pass } = await open()
  streams.event(3, 'presence.updated', presence('away', 'bob'))
  await shows('bob', 'away')
  streams.send(`id: 4\ndata: {"id":"4","type":"presence.upd`)
  await pass(100)
  streams.breakOff()
  await until(() => streams.count() === 1, 'it is back')
  expect([connections().at(-1)?.headers.get('last-event-id'), statusOf('bob')]).toEqual(['3', 'away'])
})

test('after a day of sleep the server cannot tell what happened: everything is read anew', async () => {
  const { streams, shows, reads, now, on, clock, until, wake } = await open()
  now('available', 'holiday')
  streams.mute(true)
  on('GET /v1/events', (request) => {
    const response = streams.answer(request)
    streams.event(99, 'stream.reset', {})
    return response
  })
  clock.advance(day)
  wake()
  await shows('bob', 'holiday')
  expect(reads()).toBe(2)
  await until(() => streams.count() === 1, 'one stream stands')
})

test('a network that is gone without a word is noticed, and another connection is made', async () => {
  const { streams, connections, pass, until } = await open()
  await pass(120_000)
  expect(connections().length).toBe(1)
  streams.mute(true)
  await pass(46_000)
  streams.mute(false)
  await until(() => connections().length === 2, 'another connection was made')
})

test('somebody who comes back to the page, or to the network, does not wait', async () => {
  const { on, streams, connections, pass, wake, until } = await open()
  on('GET /v1/events', noNetwork)
  streams.breakOff()
  await pass(120_000)
  const before = connections().length
  await pass(5_000)
  expect(connections().length - before).toBeLessThan(2)
  on('GET /v1/events', streams.answer)
  wake()
  await pass(50)
  await until(() => streams.count() === 1, 'it is back')
  expect(connections().length - before).toBeLessThanOrEqual(2)
})

test('a server that is too busy is left alone for as long as it says, also when somebody comes back', async () => {
  const { on, streams, connections, pass, wake } = await open()
  on('GET /v1/events', () => problem(503, 'unavailable', {}, { 'Retry-After': '60' }))
  streams.end()
  await pass(2_000)
  const before = connections().length
  wake()
  await pass(50_000)
  expect(connections().length).toBe(before)
  await pass(20_000)
  expect(connections().length).toBe(before + 1)
})

test('what is told while everything is read comes after it', async () => {
  const { streams, on, pass, shows, now, statusOf } = await open()
  now('available', 'away')
  let answer = (_: Response) => {}
  on('GET /v1/me/presence', () => {
    return new Promise((resolve) => {
      answer = resolve
    })
  })
  streams.event(5, 'stream.reset', {})
  await pass(100)
  streams.event(6, 'presence.updated', presence('lunch', 'bob'))
  await pass(100)
  expect(statusOf('bob')).toBe('available')
  answer(json(presence('available')))
  await shows('bob', 'lunch')
})

test('what cannot be read is read again later; the rest of the news goes on', async () => {
  const { streams, next, shows, now, reads } = await open()
  now('meeting', 'away')
  const bad = () => problem(500, 'refused')
  next('GET /v1/presence', bad, bad, bad, bad)
  streams.event(5, 'stream.reset', {})
  await shows('bob', 'away')
  expect(reads()).toBeGreaterThan(4)
})

test('nonsense in the stream, and news from a later day', async () => {
  const { streams, shows, reads, until, now, pass } = await open()
  streams.event(1, 'coffee.ready', { cups: 2 })
  streams.send(': a comment\n\nevent: x\n\nunknown: y\n\n')
  await pass(500)
  expect(reads()).toBe(1)
  now('available', 'meeting')
  streams.send('id: 2\ndata: not even JSON\n\n')
  await shows('bob', 'meeting')
  streams.event(3, 'presence.updated', { id: 'bob', person: 'broken' })
  await until(() => reads() === 3, 'everything is read anew')
})

test('a page of a hotel is no stream', async () => {
  const { on, streams, until, phone, pass, connections } = await open()
  on('GET /v1/events', () => new Response('<html>Welcome</html>', { headers: { 'Content-Type': 'text/html' } }))
  streams.end()
  await pass(10_000)
  expect(phone.account.getSnapshot().isLive).toBe(false)
  expect(connections().length).toBeGreaterThan(2)
  on('GET /v1/events', streams.answer)
  await until(() => phone.account.getSnapshot().isLive, 'it is live again')
})

test('without a stream everything is still there, only not at once', async () => {
  const server = createFakeServer()
  server.on('GET /v1/me/presence', () => json(presence('lunch')))
  server.on('GET /v1/presence', () => json({ items: [] }))
  server.on('PUT /v1/me/presence', ({ body }) => json(presence(Object(body).status)))
  const backend = createBackend({
    ...{ url: 'https://phone.example.nl', fetch: server.fetch, clock: server.clock, token: async () => 'opaque' },
  })
  const phone = createPhone({ presence: backend.presence }, { clock: server.clock })
  onTestFinished(() => phone.close())
  await server.until(() => phone.presence.getSnapshot().status === 'ready', 'presence is read')
  let isDone = false
  phone.presence.set('meeting').then(() => {
    isDone = true
  })
  await server.until(() => isDone, 'it is said')
  expect(phone.presence.getSnapshot()).toMatchObject({ status: 'ready', value: { person: { status: 'meeting' } } })
})

test('a command is done when its news is there, however late that is', async () => {
  const { streams, on, phone, until, pass, statusOf } = await open()
  on('PUT /v1/me/presence', ({ body }) => json(presence(Object(body).status)))
  let isDone = false
  phone.presence.set('lunch').then(() => {
    isDone = true
  })
  await pass(500)
  expect([isDone, statusOf('alice')]).toEqual([false, 'available'])
  streams.event(2, 'presence.updated', presence('away'))
  await pass(100)
  expect([isDone, statusOf('alice')]).toEqual([false, 'away'])
  streams.event(3, 'presence.updated', presence('lunch'))
  await until(() => isDone, 'it is done')
  expect(statusOf('alice')).toBe('lunch')
})

test('a command whose news does not come is looked after', async () => {
  const { on, phone, until, now, reads } = await open()
  on('PUT /v1/me/presence', ({ body }) => json(presence(Object(body).status)))
  now('lunch', 'available')
  let isDone = false
  phone.presence.set('lunch').then(() => {
    isDone = true
  })
  await until(() => isDone, 'it is done')
  expect([phone.presence.getSnapshot(), reads()]).toMatchObject([{ value: { person: { status: 'lunch' } } }, 1])
})

test('a phone that is closed leaves no stream, no timer and no listener behind', async () => {
  const { phone, streams, until, at, pass, wakers } = await open()
  phone.close()
  await until(() => streams.count() === 0, 'the stream is given back')
  const count = at('').length
  await pass(300_000)
  expect([at('').length, wakers.size]).toEqual([count, 0])
})

test('a stream that is closed as soon as it stands is not hurried for', async () => {
  const { on, streams, connections, pass } = await open()
  on('GET /v1/events', (request) => {
    const response = streams.answer(request)
    streams.end()
    return response
  })
  streams.end()
  await pass(300_000)
  expect(connections().length).toBeLessThan(30)
})
