import { expect, test, vi } from 'vitest'
import { createManualClock } from '../testing/index.ts'
import { createPresence } from './presence.ts'
import type { PersonPresence, PresenceCommand, PresenceSink, PresenceTransport } from './transport.ts'

const somebody = (id: string, more: Partial<PersonPresence> = {}): PersonPresence => ({
  ...{ id, person: { status: 'available', since: 0 }, line: 'idle', device: 'reachable' },
  ...more,
})

/** Presence on a transport that the test is. */
function staged() {
  const clock = createManualClock(Date.parse('2026-11-23T10:00:00Z'))
  const commands: PresenceCommand[] = []
  const stopped = vi.fn()
  let sink: PresenceSink | undefined
  const transport: PresenceTransport = {
    open(given) {
      sink = given
      return stopped
    },
    send: async (command) => void commands.push(command),
  }
  const { slice, close } = createPresence(transport, { clock })
  if (sink === undefined) throw new Error('The transport was not opened.')
  return { presence: slice, close, commands, stopped, clock, tell: sink }
}

test('S1 nothing can be said before it is known how one is', () => {
  const { presence } = staged()
  expect(presence.getSnapshot()).toEqual({ status: 'loading' })
  expect(() => presence.set('lunch')).toThrow(expect.objectContaining({ code: 'illegal-command' }))
})

test('S1 what is asked is told while it is not true yet, and the display with it', async () => {
  const { presence, tell, commands } = staged()
  tell.team([somebody('alice'), somebody('bob')], 'alice')
  const saying = presence.set('meeting', { note: 'Room 3' })
  expect(presence.getSnapshot()).toMatchObject({
    ...{ status: 'saving', wanted: { status: 'meeting', note: 'Room 3' } },
    value: { id: 'alice', display: { status: 'available', availability: 'free' } },
  })
  await saying
  expect(commands).toEqual([{ type: 'set', status: 'meeting', note: 'Room 3' }])
})

test('S2 an end is sent as a moment', async () => {
  const { presence, tell, commands, clock } = staged()
  tell.team([somebody('alice')], 'alice')
  await presence.set('lunch', { until: clock.now() + 60_000 })
  expect(commands).toEqual([{ type: 'set', status: 'lunch', until: clock.now() + 60_000 }])
  expect(() => presence.set('lunch', { until: clock.now() })).toThrow(expect.objectContaining({ code: 'bad-option' }))
  expect(() => presence.set('away', { note: 'x'.repeat(141) })).toThrow(expect.objectContaining({ code: 'bad-option' }))
})

test('S3 one colleague of thousands is told of alone', () => {
  const { presence, tell } = staged()
  tell.team(
    Array.from({ length: 5_000 }, (_, at) => somebody(`p${at}`)),
    'p0',
  )
  const [one, other, own] = [vi.fn(), vi.fn(), vi.fn()]
  presence.of('p7').subscribe(one)
  presence.of('p8').subscribe(other)
  presence.subscribe(own)
  tell.changed(somebody('p7', { line: 'in-call' }))
  tell.changed(somebody('p7', { line: 'in-call' }))
  expect([one, other, own].map((told) => told.mock.calls.length)).toEqual([1, 0, 0])
  expect(presence.of('p7').getSnapshot()?.display).toEqual({ status: 'in-call', availability: 'busy' })
  expect(presence.team.getSnapshot()).toHaveLength(5_000)
})

test('S3 who is not in the team any more is gone, whether it was told or missed', () => {
  const { presence, tell } = staged()
  tell.team([somebody('alice'), somebody('bob'), somebody('carol')], 'alice')
  tell.gone('bob')
  expect(presence.of('bob').getSnapshot()).toBeUndefined()
  tell.team([somebody('alice')], 'alice')
  expect(presence.team.getSnapshot().map(({ id }) => id)).toEqual(['alice'])
})

test('S1 a phone without a person of its own sees the team', () => {
  const { presence, tell } = staged()
  tell.team([somebody('bob')], undefined)
  expect(presence.getSnapshot().status).toBe('loading')
  expect(presence.of('bob').getSnapshot()?.display.status).toBe('available')
})

test('closing stops the transport', () => {
  const { presence, close, stopped, tell } = staged()
  tell.team([somebody('alice')], 'alice')
  close()
  expect(stopped).toHaveBeenCalledTimes(1)
  expect(() => presence.clear()).toThrow(expect.objectContaining({ code: 'closed' }))
})
