import type { CallCommand, CallId, CallSignal, CallSink, CallTransport, Clock, ResumedCall } from '@offhook/core'
import type { Claims } from './claims.ts'
import type { DialogId, Ticket, Tickets } from './tickets.ts'

/** What keeping the calls needs of the phone around it. */
export interface KeepingWorld {
  readonly tickets: Tickets
  readonly claims: Claims
  readonly clock: Clock
  /** The dialog that carries a call now; undefined while there is none. */
  dialogOf(id: CallId): DialogId | undefined
  /** Goes on with a call of the page before this one. */
  resume(ticket: Ticket): void
}

type Known = Omit<ResumedCall, 'status' | 'connectedAt'> & {
  readonly status: ResumedCall['status'] | 'beginning'
  readonly connectedAt?: number
}

// the tickets are no older than this when the page crashes
const every = 5_000

/**
 * A call transport whose answered calls outlive the page: they are written down at each change, and taken up again by the
 * page that comes after this one.
 */
export function withTickets(calls: CallTransport, world: KeepingWorld): CallTransport {
  const { tickets, claims, clock } = world
  const known = new Map<CallId, Known>()
  let cancel = () => {}

  const keep = () => {
    cancel()
    const kept = [...known].flatMap(([id, call]) => ticketOf(id, call, world.dialogOf(id)) ?? [])
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
      become(id, { ...facts, status: 'beginning', direction: 'incoming', startedAt: clock.now(), muted: false })
      sink.incoming(id, call)
    },
    signal(id, signal) {
      const call = known.get(id)
      if (call !== undefined && isOver(signal)) forget(id)
      const next = call && after(call, signal, clock.now())
      if (next !== undefined && next !== call) become(id, next)
      sink.signal(id, signal)
    },
  })

  /** Those that another page carries, which is the one this page was copied from, are left alone. */
  const takeUp = async (sink: CallSink, isClosed: () => boolean) => {
    const found = tickets.read()
    await Promise.all(
      found.map(async (ticket) => {
        if (!(await claims.take(ticket.id)) || isClosed()) return
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

function ticketOf(id: CallId, call: Known, dialog: DialogId | undefined): Ticket | undefined {
  const { status, connectedAt, ...facts } = call
  if (status === 'beginning' || connectedAt === undefined || dialog === undefined) return undefined
  return { id, dialog, call: { ...facts, status, connectedAt } }
}

function onPageHide(listener: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  window.addEventListener('pagehide', listener)
  return () => window.removeEventListener('pagehide', listener)
}
