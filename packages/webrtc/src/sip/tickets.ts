import type { CallId, Clock, Party, ResumedCall } from '@offhook/core'
import { type Fields, fieldsOf, guarded, readFields } from '../stored.ts'
import type { DialogId, Kept } from './kept.ts'

/** What is needed to go on with a call after the page was loaded anew; nothing in it is a secret. */
export interface Ticket extends Kept {
  readonly id: CallId
  readonly call: ResumedCall
}

/** The part of `sessionStorage` that is used. */
export type TicketStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The tickets of one account in one tab. */
export interface Tickets {
  /** Those that are fresh enough for the exchange to have kept their calls; what cannot be read is none. */
  read(): readonly Ticket[]
  write(tickets: readonly Ticket[]): void
}

// shorter than an exchange keeps a call whose socket went, where it does not say how long that is
const lifetime = 25_000

/** Makes the tickets kept under a key; a browser that forbids storage keeps none. */
export function createTickets(storage: TicketStorage | undefined, key: string, clock: Clock): Tickets {
  return {
    read() {
      const kept = readFields(guarded(() => storage?.getItem(key)) ?? '')
      const age = clock.now() - number(kept.at, Number.NEGATIVE_INFINITY)
      return readTickets(kept.tickets).filter(({ keptFor = lifetime }) => Math.abs(age) <= keptFor)
    },
    write(tickets) {
      guarded(() => {
        if (tickets.length === 0) storage?.removeItem(key)
        else storage?.setItem(key, JSON.stringify({ at: clock.now(), tickets }))
      })
    },
  }
}

/** The tickets among what nobody has looked at. */
export function readTickets(value: unknown): readonly Ticket[] {
  return Array.isArray(value) ? value.flatMap((ticket) => readTicket(fieldsOf(ticket)) ?? []) : []
}

function readTicket({ id, call: callValue, dialog: dialogValue, keptFor }: Fields): Ticket | undefined {
  const dialog = readDialog(fieldsOf(dialogValue))
  const call = readCall(fieldsOf(callValue))
  if (typeof id !== 'string' || call === undefined) return undefined
  // a call that comes in has none before it is answered
  if (dialog === undefined && call.status !== 'ringing') return undefined
  return { id, call, ...(dialog && { dialog }), ...(typeof keptFor === 'number' && { keptFor }) }
}

function readDialog({ callId, localTag, remoteTag }: Fields): DialogId | undefined {
  // they go into headers as they are
  return [callId, localTag, remoteTag].every(isToken) ? ({ callId, localTag, remoteTag } as DialogId) : undefined
}

function readCall(fields: Fields): ResumedCall | undefined {
  const { direction, startedAt, muted, dialled, via } = fields
  const state = readState(fields)
  if (state === undefined || typeof startedAt !== 'number') return undefined
  if (direction !== 'incoming' && direction !== 'outgoing') return undefined
  return {
    ...{ ...state, direction, startedAt, muted: muted === true, remote: readParty(fields.remote) },
    ...(typeof dialled === 'string' && { dialled }),
    ...(Array.isArray(via) && { via: via.map(readParty) }),
  }
}

function readState({ status, connectedAt }: Fields) {
  if (status === 'ringing') return { status } as const
  if (status === 'alerting') return { status, earlyMedia: false } as const
  const isAnswered = status === 'connected' || status === 'held'
  return isAnswered && typeof connectedAt === 'number' ? ({ status, connectedAt } as const) : undefined
}

function readParty(value: unknown): Party {
  const { name, number } = fieldsOf(value)
  return { ...(typeof name === 'string' && { name }), ...(typeof number === 'string' && { number }) }
}

const isToken = (value: unknown) => typeof value === 'string' && /^[\w.!%*+`'~()<>:\\"/[\]?{}@-]{1,256}$/.test(value)

const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)
