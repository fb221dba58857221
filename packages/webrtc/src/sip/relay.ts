import { type CallId, createStore, type Readable } from '@offhook/core'
import type { Claims } from './claims.ts'
import { readTickets, type Ticket, type Tickets } from './tickets.ts'

/** How another tab goes on with the calls of this one; what `acrossTabs` needs of a transport. */
export interface SipRelay {
  /** Whose calls they are, `user@domain`, where that is known before the phone connects. */
  readonly account: string | undefined
  /** Asks whose calls they are, for a transport that asks when it connects; rejects as what it asks does. */
  identify(): Promise<string>
  /** What another tab needs to take the calls up, no secret among it. */
  readonly tickets: Readable<readonly unknown[]>
  /** The calls that another tab had: they are taken up when the calls are opened next. Gives those that could be read. */
  take(tickets: readonly unknown[]): readonly TakenCall[]
  /** Leaves the calls and the connection to another tab, without a word to anybody; they may be opened again. */
  leave(): void
  /** Rings in this tab, for calls that another tab carries; the function it returns stops that. */
  ring(): () => void
}

/** A call that is taken up; `keptFor`: how long the exchange keeps it, milliseconds, where it says so. */
export interface TakenCall {
  readonly id: CallId
  readonly keptFor?: number
}

/** The tickets that go from tab to tab, beside being written down. */
export interface Handover extends Pick<SipRelay, 'tickets' | 'take'> {
  /** Tells what is kept, and reads what another tab gave before what was kept. */
  kept(tickets: Tickets): Tickets
  /** What another tab gave is ours, whatever that tab still thinks. */
  claims(claims: Claims): Claims
}

/** Begins with nothing given. */
export function createHandover(): Handover {
  const store = createStore<readonly Ticket[]>([])
  let given: readonly Ticket[] | undefined
  return {
    tickets: store,
    take(tickets) {
      given = readTickets(tickets)
      return given
    },
    kept: (tickets) => ({
      read() {
        // what was kept when this tab had the calls last is old
        if (given !== undefined) tickets.write(given)
        return given ?? tickets.read()
      },
      write(now) {
        store.set(now)
        tickets.write(now)
      },
    }),
    claims: (claims) => ({
      async take(id) {
        const claimed = claims.take(id)
        return given?.some((ticket) => ticket.id === id) === true || claimed
      },
      release: claims.release,
    }),
  }
}
