import type { CallSnapshot, Clock } from '@offhook/core'
import type { SipTransport } from '../sip-transport.ts'
import { fieldsOf } from '../stored.ts'
import { type Desk, openDesk } from './desk.ts'
import type { Message, Shared, TabId, Turn } from './message.ts'
import { createRoster, type Roster } from './roster.ts'

/** What only the tab that carries the calls has. */
export interface Office extends Pick<Desk, 'carry'> {
  readonly turn: Turn
  readonly roster: Roster
  /** Leaves the calls to the next tab, without a word to anybody. */
  leave(): void
  /** Ends the phone: the calls are hung up. */
  close(): void
}

/** What an office needs of the tab it is in. */
export interface OfficeWorld {
  readonly sip: SipTransport
  readonly clock: Clock
  readonly locks: Pick<LockManager, 'request'>
  readonly lockOf: (tab: TabId) => string
  readonly turn: Turn
  /** How everything was in the tab before this one. */
  readonly before: Shared | undefined
  /** How everything is now, for this tab. */
  show(shared: Shared): void
  post(message: Message): void
}

// nobody is told that a call is gone while it is only being taken up
const longestTakeUp = 1_000
const unwanted: readonly string[] = ['offline', 'disconnecting', 'rejected']

/** Takes the calls up that another tab had, and opens. */
export function openOffice(world: OfficeWorld): Office {
  const { sip, clock, locks, lockOf, turn, before, show, post } = world
  const taken = before === undefined ? [] : sip.relay.take(ticketsOf(before))
  const awaited = new Set(taken.map(({ id }) => id))
  let isOpen = false
  let isTelling = false
  let isStale = false

  const tellOnce = () => {
    const state = desk.state()
    for (const { id } of state.calls) awaited.delete(id)
    if (awaited.size > 0) return
    const shared = { ...state, count: roster.count(), notifier: roster.notifier() }
    post({ type: 'state', turn, shared })
    show(shared)
  }
  /** Who hears of it may give a command at once, and what comes of that is told next. */
  const tell = () => {
    isStale = true
    if (isTelling || !isOpen) return
    isTelling = true
    while (isStale) {
      isStale = false
      tellOnce()
    }
    isTelling = false
  }
  const cancel = clock.after(longestTakeUp, () => {
    if (awaited.size === 0) return
    awaited.clear()
    tell()
  })

  const desk = openDesk({ sip, clock, changed: tell })
  const roster = createRoster({ locks, lockOf, me: turn.tab, changed: tell })
  const close = () => {
    isOpen = false
    cancel()
    roster.close()
    desk.close()
  }
  isOpen = true
  if (before !== undefined && !unwanted.includes(before.connection.status)) {
    void desk.carry({ of: 'connection', command: { type: 'connect' } })
  }
  tell()

  return {
    ...{ turn, roster, carry: desk.carry, close },
    leave() {
      isOpen = false
      sip.relay.leave()
      close()
    },
  }
}

/** The tickets with the times that were shown: what goes on is the same call in every tab. */
function ticketsOf({ tickets, calls }: Shared): readonly unknown[] {
  return tickets.map((ticket) => {
    const { id, call, ...rest } = fieldsOf(ticket)
    const shown = calls.find((one) => one.id === id)
    return { ...rest, id, call: { ...fieldsOf(call), ...timesOf(shown) } }
  })
}

function timesOf(shown: CallSnapshot | undefined) {
  if (shown === undefined) return {}
  const { startedAt } = shown
  return 'connectedAt' in shown ? { startedAt, connectedAt: shown.connectedAt } : { startedAt }
}
