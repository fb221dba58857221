import type { CallId, Clock, Party, ResumedCall } from '@offhook/core'
import { type Fields, fieldsOf, guarded, readFields } from '../stored.ts'

/** What a SIP dialog is known by, on our side (RFC 3261 section 12). */
export interface DialogId {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
}

/** What is needed to go on with a call after the page was loaded anew; nothing in it is a secret. */
export interface Ticket {
  readonly id: CallId
  readonly call: ResumedCall
  readonly dialog: DialogId
}

/** The part of `sessionStorage` that is used. */
export type TicketStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The tickets of one account in one tab. */
export interface Tickets {
  /** Those that are fresh enough for the exchange to have kept their calls; what cannot be read is none. */
  read(): readonly Ticket[]
  write(tickets: readonly Ticket[]): void
}

// shorter than an exchange keeps a call whose socket went
const lifetime = 25_000

/** Makes the tickets kept under a key; a browser that forbids storage keeps none. */
export function createTickets(storage: TicketStorage | undefined, key: string, clock: Clock): Tickets {
  return {
    read() {
      const kept = readFields(guarded(() => storage?.getItem(key)) ?? '')
      const age = clock.now() - number(kept.at, Number.NEGATIVE_INFINITY)
      return age >= -lifetime && age <= lifetime ? readTickets(kept.tickets) : []
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

function readTicket({ id, call: callValue, dialog: dialogValue }: Fields): Ticket | undefined {
  const { callId, localTag, remoteTag } = fieldsOf(dialogValue)
  const call = readCall(fieldsOf(callValue))
  // they go into headers as they are
  if (![callId, localTag, remoteTag].every(isToken) || typeof id !== 'string' || call === undefined) return undefined
  return { id, call, dialog: { callId, localTag, remoteTag } as DialogId }
}

function readCall(fields: Fields): ResumedCall | undefined {
  const { status, direction, startedAt, connectedAt, muted, dialled, via } = fields
  if (status !== 'connected' && status !== 'held') return undefined
  if (direction !== 'incoming' && direction !== 'outgoing') return undefined
  if (typeof startedAt !== 'number' || typeof connectedAt !== 'number') return undefined
  return {
    ...{ status, direction, startedAt, connectedAt, muted: muted === true, remote: readParty(fields.remote) },
    ...(typeof dialled === 'string' && { dialled }),
    ...(Array.isArray(via) && { via: via.map(readParty) }),
  }
}

function readParty(value: unknown): Party {
  const { name, number } = fieldsOf(value)
  return { ...(typeof name === 'string' && { name }), ...(typeof number === 'string' && { number }) }
}

const isToken = (value: unknown) => typeof value === 'string' && /^[\w.!%*+`'~()<>:\\"/[\]?{}@-]{1,256}$/.test(value)

const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)
