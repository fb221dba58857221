import { createPhone } from '@offhook/core'
import { expect, onTestFinished, test } from 'vitest'
import { openBackend } from '../testing/backend.fixture.ts'
import { json, problem } from '../testing/fake-server.fixture.ts'

const hour = 3_600_000
const record = (id: string, at: number) => ({
  ...{ id, direction: 'incoming', kind: 'missed', from: { number: '+31201234567' }, to: {}, via: [], devices: [] },
  ...{ startedAt: new Date(at).toISOString(), endedAt: new Date(at).toISOString(), seen: false },
})

/** The history of somebody whose clock is so much slow. */
async function open(slow = 0) {
  const fake = openBackend({ slow, token: async () => 'opaque' })
  const { clock, here, backend, streams } = fake
  const kept = { records: [record('r2', clock.now() - 60_000), record('r1', clock.now() - 2 * hour)], unseen: 2 }
  fake.on('GET /v1/me/history?', () => json({ items: kept.records }))
  fake.on('GET /v1/me/history/missed', () => json({ unseen: kept.unseen }))
  const { history, close } = createPhone({ history: backend.history }, { clock: here })
  onTestFinished(close)
  const list = history.list()
  const ids = () => list.getSnapshot().records.map(({ id }) => id)
  const shows = (...wanted: string[]) => fake.until(() => ids().join() === wanted.join(), `there are ${wanted}`)
  await shows('r2', 'r1')
  await fake.until(() => streams.count() === 1 && history.getSnapshot().unseenMissed === 2, 'it listens')
  return { ...fake, kept, history, list, shows }
}

test.each([-hour, 0, hour])('H1 what was seen was seen, with clocks %i milliseconds apart', async (slow) => {
  const { on, history, outcome, streams, list, kept, clock } = await open(slow)
  on('PUT /v1/me/history/seen', ({ body }) => {
    kept.unseen = 0
    const seenUntil = Object(body).until
    setTimeout(() => streams.event(5, 'missed.updated', { unseen: 0, seenUntil }), 0)
    return new Response(null, { status: 204 })
  })
  const before = clock.now()
  expect(await outcome(history.markSeen())).toBe('done')
  expect(history.getSnapshot().unseenMissed).toBe(0)
  expect(list.getSnapshot().records.map(({ seen }) => seen)).toEqual([true, true])
  // told by the news, and not looked after
  expect(clock.now() - before).toBeLessThan(2_000)
})

test('H1 what is taken away is gone as soon as it is said, also where no news comes', async () => {
  const { on, streams, history, outcome, shows, until } = await open()
  on('GET /v1/events', () => problem(503, 'unavailable'))
  streams.end()
  await until(() => streams.count() === 0, 'the stream is gone')
  on('DELETE /v1/me/history/r2', () => new Response(null, { status: 204 }))
  on('GET /v1/me/history/missed', () => problem(503, 'unavailable'))
  expect(await outcome(history.remove('r2'))).toBe('done')
  await shows('r1')
  on('DELETE /v1/me/history', () => new Response(null, { status: 204 }))
  expect(await outcome(history.clear())).toBe('done')
  await shows()
})

test('H1 all records taken away elsewhere are gone here, and what is read meanwhile does not bring them back', async () => {
  const { streams, shows, list } = await open()
  streams.event(5, 'history.cleared', {})
  await shows()
  streams.event(6, 'record.added', record('r3', Date.UTC(2026, 10, 23, 10)))
  await shows('r3')
  expect(list.getSnapshot().status).toBe('ready')
})

test('H1 after something was missed the lists begin anew', async () => {
  const { streams, kept, shows } = await open()
  kept.records = [record('r9', Date.UTC(2026, 10, 23, 9))]
  streams.event(7, 'stream.reset', {})
  await shows('r9')
})

test('H1 a list is asked for by what the filter says', async () => {
  const { history, at, until } = await open()
  history.list(
    { direction: 'incoming', kinds: ['missed', 'voicemail'], from: 0, to: hour, text: 'Jan & co' },
    { pageSize: 7 },
  )
  await until(() => at('GET /v1/me/history?direction').length === 1, 'it is asked for')
  const query = new URLSearchParams(at('GET /v1/me/history?direction')[0]?.line.split('?')[1])
  expect(Object.fromEntries(query)).toEqual({
    ...{ direction: 'incoming', kind: 'missed,voicemail', text: 'Jan & co', limit: '7' },
    ...{ from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T01:00:00.000Z' },
  })
})

test('W4 the figures of a stretch of time are asked for with its ends', async () => {
  const { on, at, history, until } = await open()
  const byKind = { answered: 1, missed: 2, declined: 0, cancelled: 0, failed: 0, elsewhere: 0, voicemail: 0 }
  const figures = { calls: 3, incoming: 3, outgoing: 0, byKind, talkSeconds: 12 }
  on('GET /v1/me/history/figures', () => json(figures))
  let told: unknown
  void history.figures({ from: 0, to: hour }).then((answer) => {
    told = answer
  })
  await until(() => told !== undefined, 'it is answered')
  expect(told).toEqual(figures)
  const [asked] = at('GET /v1/me/history/figures')
  expect(decodeURIComponent(asked?.line ?? '')).toContain('?from=1970-01-01T00:00:00.000Z&to=1970-01-01T01:00:00.000Z')
})
