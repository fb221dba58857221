import type { CallCommand, CallId, CallSignal, CallSink, CallTransport, Clock, ResumedCall } from '@offhook/core'
import type { Claims } from './claims.ts'
import type { Kept } from './kept.ts'
import type { Ticket, Tickets } from './tickets.ts'

/** What keeping the calls needs of the phone around it. */
export interface KeepingWorld {
  readonly tickets: Tickets
  readonly claims: Claims
  readonly clock: Clock
  /** What the exchange keeps of a call now. */
  keptOf(id: CallId): Kept
  /** Goes on with a call of the page before this one. */
  resume(ticket: Ticket): void
}

type Known = Omit<ResumedCall, 'status'> & {
  readonly status: ResumedCall['status'] | 'beginning'
  readonly connectedAt?: number
}

// the tickets are no older than this when the page crashes
const every = 5_000

/**
 * A call transport whose calls outlive the page: they are written down at each change, and taken up again by the page that
 * comes after this one. One that comes in is when the exchange rings again for it.
 */
export function withTickets(calls: CallTransport, world: KeepingWorld): CallTransport {
  const { tickets, claims, clock } = world
  const known = new Map<CallId, Known>()
  const expected = new Map<CallId, ResumedCall>()
  let cancel = () => {}

  const keep = () => {
    cancel()
    const kept = [...known].flatMap(([id, call]) => ticketOf(id, call, world.keptOf(id)) ?? [])
    tickets.write(kept)
    if (kept.length > 0) cancel = clock.after(every, keep)
  }
  const become = (id: CallId, next: Known) => {
    known.set(id, next)
    if (next.status !== 'beginning') void claims.take(id)
    keep()
  }
  const forget = (id: CallId) => {
    known.delete(id)
    claims.release(id)
    keep()
  }

  const sinkOf = (sink: CallSink): CallSink => ({
    ...sink,
    incoming(id, call) {
      const { autoAnswer: _, ...facts } = call
      const before = expected.get(id)
      const { startedAt = clock.now() } = before ?? {}
      const now = { ...facts, status: 'ringing', direction: 'incoming', startedAt, muted: false } as const
      become(id, now)
      if (before !== undefined && expected.delete(id)) sink.resumed(id, now)
      else sink.incoming(id, call)
    },
    signal(id, signal) {
      const call = known.get(id)
      if (call !== undefined && isOver(signal)) forget(id)
      const next = call && after(call, signal, clock.now())
      if (next !== undefined && next !== call) become(id, next)
      sink.signal(id, signal)
    },
  })

  /** A call that may ring again; when it does not, its caller has given up. */
  const expect = ({ id, call, keptFor = 0 }: Ticket) => {
    if (known.has(id)) return
    expected.set(id, call)
    clock.after(keptFor, () => expected.delete(id) && claims.release(id))
  }

  /** Those that another page carries, which is the one this page was copied from, are left alone. */
  const takeUp = async (sink: CallSink, isClosed: () => boolean) => {
    const found = tickets.read()
    await Promise.all(
      found.map(async (ticket) => {
        if (!(await claims.take(ticket.id)) || isClosed()) return
        if (ticket.call.status === 'ringing') return expect(ticket)
        known.set(ticket.id, ticket.call)
        world.resume(ticket)
        sink.resumed(ticket.id, ticket.call)
      }),
    )
    if (!isClosed() && found.length > 0) keep()
  }

  return {
    open(sink) {
      let isClosed = false
      const close = calls.open(sinkOf(sink))
      void takeUp(sink, () => isClosed)
      const stopListening = onPageHide(keep)
      return () => {
        isClosed = true
        stopListening()
        close()
        for (const id of [...known.keys()]) forget(id)
      }
    },
    async send(id, command) {
      const born = bornBy(command, clock.now())
      if (born !== undefined) become(id, born)
      await calls.send(id, command).catch((error: unknown) => {
        if (born !== undefined) forget(id)
        throw error
      })
    },
  }
}

function bornBy(command: CallCommand, startedAt: number): Known | undefined {
  if (command.type !== 'dial') return undefined
  const remote = { number: command.target.dial }
  return { status: 'beginning', direction: 'outgoing', remote, startedAt, muted: false }
}

const isOver = ({ type }: CallSignal) => type === 'ended' || type === 'transferred'

function after(call: Known, signal: CallSignal, now: number): Known | undefined {
  switch (signal.type) {
    case 'alerting':
      return call.connectedAt === undefined ? { ...call, status: 'alerting' } : undefined
    case 'connected':
      return { ...call, status: 'connected', connectedAt: call.connectedAt ?? now }
    case 'resumed':
      return { ...call, status: 'connected' }
    case 'held':
      return { ...call, status: 'held' }
    case 'muted':
      return { ...call, muted: signal.muted }
    case 'remote':
      return { ...call, remote: signal.remote }
    default:
      return undefined
  }
}

function ticketOf(id: CallId, call: Known, kept: Kept): Ticket | undefined {
  const { status, connectedAt, ...facts } = call
  switch (status) {
    case 'beginning':
      return undefined
    // an exchange that does not say so keeps no call that only rings
    case 'ringing':
      return kept.keptFor === undefined ? undefined : { ...kept, id, call: { ...facts, status } }
    case 'alerting':
      if (kept.keptFor === undefined || kept.dialog === undefined) return undefined
      return { ...kept, id, call: { ...facts, status, earlyMedia: false } }
    case 'connected':
    case 'held':
      if (connectedAt === undefined || kept.dialog === undefined) return undefined
      return { ...kept, id, call: { ...facts, status, connectedAt } }
  }
}

function onPageHide(listener: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  window.addEventListener('pagehide', listener)
  return () => window.removeEventListener('pagehide', listener)
}
