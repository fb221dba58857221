import { type CallSink, type CallTransport, OffhookError, type ResumedCall } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { withTickets } from './keeping.ts'
import type { Kept } from './kept.ts'
import type { Ticket } from './tickets.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))
const dial = { type: 'dial', target: { kind: 'internal', dial: '202', text: '202' }, options: {} } as const
const bob = { name: 'Bob', number: '202' }
const dialog = { callId: 'c', localTag: 'l', remoteTag: 'r' }

function setUp({ found = [], others = [] }: { found?: readonly Ticket[]; others?: readonly string[] } = {}) {
  const clock = createManualClock()
  const kept = new Map<string, Kept>([['a', { dialog }]])
  const written: (readonly Ticket[])[] = []
  const claimed = new Set<string>()
  const resumed: string[] = []
  const told: string[] = []
  let refusal: OffhookError | undefined
  let network: CallSink | undefined
  const bare: CallTransport = {
    open(sink) {
      network = sink
      return () => {}
    },
    async send() {
      if (refusal !== undefined) throw refusal
    },
  }
  const calls = withTickets(bare, {
    clock,
    tickets: { read: () => found, write: (tickets) => void written.push(tickets) },
    claims: {
      async take(id) {
        if (others.includes(id)) return false
        claimed.add(id)
        return true
      },
      release: (id) => void claimed.delete(id),
    },
    keptOf: (id) => kept.get(id) ?? {},
    resume: ({ id }) => void resumed.push(id),
  })
  const close = calls.open({
    incoming: (id) => void told.push(`incoming ${id}`),
    resumed: (id) => void told.push(`resumed ${id}`),
    signal: (id, { type }) => void told.push(`${type} ${id}`),
  })
  return {
    ...{ clock, calls, close, claimed, resumed, told, written, kept },
    network: (): CallSink => network ?? expect.unreachable('nobody listens'),
    last: () => written.at(-1)?.map(({ call }) => call),
    refuse() {
      refusal = new OffhookError('offline')
    },
  }
}

test('C15 a call is written down once it is answered, at each change, and no more when it is over', async () => {
  const { calls, network, last, claimed, clock } = setUp()
  await calls.send('a', dial)
  expect(last()).toEqual([])
  clock.advance(3_000)
  network().signal('a', { type: 'remote', remote: bob })
  network().signal('a', { type: 'connected' })
  const answered = { direction: 'outgoing', startedAt: 0, connectedAt: 3_000, remote: bob }
  expect(last()).toEqual([{ ...answered, status: 'connected', muted: false }])
  expect([...claimed]).toEqual(['a'])
  network().signal('a', { type: 'held' })
  network().signal('a', { type: 'muted', muted: true })
  expect(last()).toEqual([{ ...answered, status: 'held', muted: true }])
  network().signal('a', { type: 'resumed' })
  expect(last()).toMatchObject([{ status: 'connected' }])
  network().signal('a', { type: 'ended', reason: 'hung-up', by: 'them' })
  expect(last()).toEqual([])
  expect([...claimed]).toEqual([])
})

test('C15 who called in is written down with what they dialled', () => {
  const { network, last, told } = setUp()
  network().incoming('a', { remote: bob, dialled: '201', via: [{ number: '9' }], autoAnswer: true })
  network().signal('a', { type: 'connected' })
  expect(last()).toMatchObject([{ direction: 'incoming', dialled: '201', via: [{ number: '9' }], remote: bob }])
  expect(told).toEqual(['incoming a', 'connected a'])
})

test('C15 a long call is written down again and again, so that a crash finds a fresh ticket', async () => {
  const { calls, network, written, clock } = setUp()
  await calls.send('a', dial)
  network().signal('a', { type: 'connected' })
  const before = written.length
  clock.advance(20_000)
  expect(written.length - before).toBe(4)
})

const was: ResumedCall = {
  ...{ status: 'held', direction: 'incoming', startedAt: 1, connectedAt: 2 },
  ...{ muted: true, remote: bob },
}
const ticketOf = (id: string): Ticket => ({ id, call: was, dialog })

test('C15 calls of the page before this one are taken up, and stay written down', async () => {
  const { resumed, told, last } = setUp({ found: [ticketOf('a')] })
  await settle()
  expect(resumed).toEqual(['a'])
  expect(told).toEqual(['resumed a'])
  expect(last()).toEqual([was])
})

test('C15 a copied tab leaves the calls to the tab it was copied from', async () => {
  const { resumed, told, last } = setUp({ found: [ticketOf('a')], others: ['a'] })
  await settle()
  expect([resumed, told, last()]).toEqual([[], [], []])
})

test('C15 a call that only rings is written down where the exchange says that it keeps it, and nowhere else', async () => {
  const { calls, network, last, kept, written } = setUp()
  await calls.send('a', dial)
  network().signal('a', { type: 'alerting', earlyMedia: true })
  expect(last()).toEqual([])
  kept.set('a', { dialog, keptFor: 8_000 })
  network().signal('a', { type: 'remote', remote: bob })
  const alerting = { direction: 'outgoing', status: 'alerting', earlyMedia: false, startedAt: 0, muted: false }
  expect(written.at(-1)).toEqual([{ id: 'a', dialog, keptFor: 8_000, call: { ...alerting, remote: bob } }])
  kept.set('b', { keptFor: 8_000 })
  network().incoming('b', { remote: bob })
  expect(last()).toMatchObject([{ status: 'alerting' }, { status: 'ringing', direction: 'incoming', remote: bob }])
  network().signal('b', { type: 'ended', reason: 'cancelled', by: 'them' })
  expect(last()).toMatchObject([{ status: 'alerting' }])
})

const rang: Ticket = {
  id: 'a',
  keptFor: 8_000,
  call: { status: 'ringing', direction: 'incoming', startedAt: 1, muted: false, remote: bob },
}

test('C15 a call that rang is not there until it rings again, and then it is the same call', async () => {
  const { resumed, told, network, claimed } = setUp({ found: [rang] })
  await settle()
  expect([resumed, told]).toEqual([[], []])
  expect([...claimed]).toEqual(['a'])
  network().incoming('a', { remote: bob })
  network().incoming('z', { remote: bob })
  expect(told).toEqual(['resumed a', 'incoming z'])
})

test('C15 a call that rang and does not ring again is forgotten', async () => {
  const { told, network, claimed, clock } = setUp({ found: [rang] })
  await settle()
  clock.advance(8_000)
  expect([...claimed]).toEqual([])
  network().incoming('a', { remote: bob })
  expect(told).toEqual(['incoming a'])
})

test('a phone that is closed at once takes nothing up', async () => {
  const { close, resumed, told } = setUp({ found: [ticketOf('a')] })
  close()
  await settle()
  expect([resumed, told]).toEqual([[], []])
})

test('a call that could not be dialled is forgotten', async () => {
  const { calls, refuse, network, last } = setUp()
  refuse()
  await expect(calls.send('a', dial)).rejects.toMatchObject({ code: 'offline' })
  network().signal('a', { type: 'connected' })
  expect(last()).toEqual([])
})
