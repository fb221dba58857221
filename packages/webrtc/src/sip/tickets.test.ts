import { createManualClock } from '@offhook/core/testing'
import { describe, expect, test } from 'vitest'
import { createTickets, type Ticket } from './tickets.ts'

const ticket: Ticket = {
  id: 'call-1',
  dialog: { callId: 'abc@host', localTag: 'ours', remoteTag: 'theirs' },
  call: {
    ...{ status: 'held', direction: 'incoming', startedAt: 1, connectedAt: 2, muted: true },
    ...{ remote: { name: 'Bob', number: '202' }, dialled: '201', via: [{ number: '203' }] },
  },
}

function setUp(kept: Record<string, string> = {}) {
  const clock = createManualClock()
  const storage = {
    getItem: (key: string) => kept[key] ?? null,
    setItem(key: string, text: string) {
      kept[key] = text
    },
    removeItem(key: string) {
      delete kept[key]
    },
  }
  return { clock, kept, tickets: createTickets(storage, 'key', clock) }
}

test('C15 what is written is read by the next page, whole', () => {
  const { tickets } = setUp()
  tickets.write([ticket])
  expect(tickets.read()).toEqual([ticket])
})

test('C15 a ticket is no good any more when the exchange has given the call up', () => {
  const { tickets, clock } = setUp()
  tickets.write([ticket])
  clock.advance(25_001)
  expect(tickets.read()).toEqual([])
})

test('C15 who is kept for a time that the exchange named is believed for that time', () => {
  const { tickets, clock } = setUp()
  const rings: Ticket = {
    ...{ id: 'rings', keptFor: 8_000 },
    call: { status: 'ringing', direction: 'incoming', startedAt: 1, muted: false, remote: {} },
  }
  const alerts: Ticket = {
    ...{ ...ticket, id: 'alerts', keptFor: 50_000 },
    call: { status: 'alerting', earlyMedia: false, direction: 'outgoing', startedAt: 1, muted: true, remote: {} },
  }
  tickets.write([rings, alerts])
  expect(tickets.read()).toEqual([rings, alerts])
  clock.advance(8_001)
  expect(tickets.read()).toEqual([alerts])
  clock.advance(42_000)
  expect(tickets.read()).toEqual([])
})

test('nothing stays when there is no call', () => {
  const { tickets, kept } = setUp()
  tickets.write([ticket])
  tickets.write([])
  expect(kept).toEqual({})
})

describe('what cannot be read is no ticket', () => {
  const text = (change: object) => JSON.stringify({ at: 0, tickets: [{ ...ticket, ...change }] })
  test.each([
    ['nonsense', '{'],
    ['another kind of thing', '[1]'],
    ['no time', JSON.stringify({ tickets: [ticket] })],
    ['a line end in a tag', text({ dialog: { ...ticket.dialog, localTag: 'a\r\nVia: x' } })],
    ['a semicolon in a tag', text({ dialog: { ...ticket.dialog, remoteTag: 'a;early-only' } })],
    ['no dialog', text({ dialog: undefined })],
    ['no id', text({ id: 1 })],
    ['another status', text({ call: { ...ticket.call, status: 'dialing' } })],
    ['no times', text({ call: { ...ticket.call, connectedAt: null } })],
  ])('%s', (_what, kept) => {
    expect(setUp({ key: kept }).tickets.read()).toEqual([])
  })
})

test('a browser that forbids storage keeps none, and nothing breaks', () => {
  const forbid = () => {
    throw new DOMException('no', 'SecurityError')
  }
  const storage = { getItem: forbid, setItem: forbid, removeItem: forbid }
  for (const each of [storage, undefined]) {
    const tickets = createTickets(each, 'key', createManualClock())
    tickets.write([ticket])
    tickets.write([])
    expect(tickets.read()).toEqual([])
  }
})
