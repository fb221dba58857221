import { type CallId, createStore, type Readable } from '@offhook/core'
import type { Claims } from './claims.ts'
import { readTickets, type Ticket, type Tickets } from './tickets.ts'

/** How another tab goes on with the calls of this one; what `acrossTabs` needs of a transport. */
export interface SipRelay {
  /** Whose calls they are, `user@domain`. */
  readonly account: string
  /** What another tab needs to take the calls up, no secret among it. */
  readonly tickets: Readable<readonly unknown[]>
  /** The calls that another tab had: they are taken up when the calls are opened next. Gives those that could be read. */
  take(tickets: readonly unknown[]): readonly { readonly id: CallId }[]
  /** Leaves the calls and the connection to another tab, without a word to anybody; they may be opened again. */
  leave(): void
  /** Rings in this tab, for calls that another tab carries; the function it returns stops that. */
  ring(): () => void
}

/** The tickets of a page and of the tab before it. */
export interface Handover extends Pick<SipRelay, 'tickets' | 'take'> {
  /** The same as is kept under a key, and told to who asks. */
  readonly kept: Tickets
  /** What another tab gave is ours, whatever that tab still thinks. */
  readonly claims: Claims
}

/** Lets tickets be given from tab to tab, beside being written down. */
export function createHandover(kept: Tickets, claims: Claims): Handover {
  const store = createStore<readonly Ticket[]>([])
  let given: readonly Ticket[] | undefined
  const isGiven = (id: CallId) => given?.some((ticket) => ticket.id === id) === true
  return {
    tickets: store,
    take(tickets) {
      given = readTickets(tickets)
      kept.write(given)
      return given
    },
    kept: {
      read: () => given ?? kept.read(),
      write(tickets) {
        store.set(tickets)
        kept.write(tickets)
      },
    },
    claims: {
      async take(id) {
        const claimed = claims.take(id)
        return isGiven(id) || claimed
      },
      release: claims.release,
    },
  }
}
