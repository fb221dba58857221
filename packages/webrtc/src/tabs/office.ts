import type { CallSnapshot, Clock } from '@offhook/core'
import type { SipTransport } from '../sip-transport.ts'
import { fieldsOf } from '../stored.ts'
import { createArrivals } from './arrivals.ts'
import { type Desk, openDesk } from './desk.ts'
import type { TabDevices } from './devices.ts'
import type { Hello, Message, Shared, TabId, Turn } from './message.ts'
import { createRoster, type Roster } from './roster.ts'

/** What only the tab that carries the calls has. */
export interface Office extends Pick<Desk, 'carry'> {
  readonly turn: Turn
  readonly roster: Roster
  /** A tab says that it is there, and how. */
  meet(hello: Hello): void
  /** Tells all tabs how everything is now. */
  tell(): void
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
  readonly devices: TabDevices
  /** How everything was in the tab before this one. */
  readonly before: Shared | undefined
  /** How everything is now, for this tab. */
  show(shared: Shared): void
  post(message: Message): void
}

const unwanted: readonly string[] = ['offline', 'disconnecting', 'rejected']

/** Takes the calls up that another tab had, and opens. */
export function openOffice(world: OfficeWorld): Office {
  const { sip, clock, locks, lockOf, turn, devices, before } = world
  const me = turn.tab
  const taken = before === undefined ? [] : sip.relay.take(ticketsOf(before))
  const { tell, begin, end } = createTelling(() => {
    listen()
    const now = desk.state()
    const state = { ...now, calls: arrivals.among(now.calls) }
    const own = devices.own()
    const ringer = own?.isSoundBlocked === true ? roster.notifier() : me
    const shared = {
      ...state,
      ...(own && { devices: own }),
      count: roster.count(),
      notifier: roster.notifier(),
      ringer,
    }
    world.post({ type: 'state', turn, shared })
    world.show(shared)
  })
  const arrivals = createArrivals({ clock, taken, shown: before?.calls ?? [], changed: tell })
  const listen = createListening(world, () => roster.isListening() || devices.isListening())
  const desk = openDesk({ sip, clock, changed: tell })
  const roster = createRoster({ locks, lockOf, me, changed: tell })
  const close = () => {
    end()
    arrivals.close()
    roster.close()
    listen()
    desk.close()
  }
  if (before !== undefined && !unwanted.includes(before.connection.status)) {
    void desk.carry({ of: 'connection', command: { type: 'connect' } })
  }
  begin()

  return {
    ...{ turn, roster, tell, meet: roster.meet, close },
    async carry(request) {
      if (request.of === 'call') await arrivals.settled(request.id)
      return desk.carry(request)
    },
    leave() {
      end()
      sip.relay.leave()
      close()
    },
  }
}

/** Tells once for all that changes meanwhile: who hears of it may give a command at once. */
function createTelling(tellOnce: () => void) {
  let isOpen = false
  let isTelling = false
  let isStale = false
  const tell = () => {
    isStale = true
    if (isTelling || !isOpen) return
    isTelling = true
    while (isStale && isOpen) {
      isStale = false
      tellOnce()
    }
    isTelling = false
  }
  return {
    tell,
    begin() {
      isOpen = true
      tell()
    },
    end() {
      isOpen = false
    },
  }
}

/** Measures the level of the microphone while a tab looks at it. */
function createListening({ sip, turn, devices, post }: OfficeWorld, isWanted: () => boolean) {
  let stop: (() => void) | undefined
  const heard = (level: number) => {
    post({ type: 'level', turn, level })
    devices.showLevel(level)
  }
  return () => {
    if (isWanted()) stop ??= sip.devices.level(heard)
    else {
      stop?.()
      stop = undefined
    }
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
