import type { CallerKind, CallRecord, ForwardingDecision, LineStatus, RingDeviceKind } from '@offhook/core'
import type { People, Person } from '../people/people.ts'
import type { KeptCall } from './kept.ts'

/** How a call to somebody goes just now. */
export interface Route {
  /** Where it goes instead of ringing, or after that. */
  readonly forwarding: ForwardingDecision
  /** Whether it rings during another call; else it is busy. */
  readonly callWaiting: boolean
  /** Whether the own mobile number is to ring too: without a way to numbers outside it never does. */
  readonly ringsMobile: boolean
  /** Whether a device is rung, by what tells it from the others of its person. */
  rings(instance: string): boolean
}

/** A device that can be reached. */
export interface ReachableDevice {
  /** What tells it from the other devices of its person. */
  readonly instance: string
  readonly name: string
  readonly kind: RingDeviceKind
}

/** What the telephones of somebody are doing. */
export interface LineNews {
  readonly status: LineStatus
  /** The devices that are in a call, by instance. */
  readonly inCall: readonly string[]
}

/** Writes down the calls that talk, so that the next process can go on with them; in its own time, nobody waits. */
export interface CallKeeper {
  /** A call talks, or has changed. */
  put(call: KeptCall): void
  remove(id: string): void
}

/** A call that is over, as one of those who took part had it; its id stays the same however often it is told. */
export type FinishedCall = Omit<CallRecord, 'seen'>

/**
 * The back office, as the switch asks it and tells it. It answers at once, from memory, and keeps what it is told: the switch
 * never waits, whatever the database does.
 */
export interface Office {
  readonly people: People
  routeTo(person: Person, callers: CallerKind): Route
  /** What somebody's telephones do has changed. */
  lineChanged(person: Person, line: LineNews): void
  /** These are the devices of somebody that can be reached now. */
  devicesChanged(person: Person, devices: readonly ReachableDevice[]): void
  /** A call is over for somebody: told once for each call and person. */
  callOver(person: Person, call: FinishedCall): void
  /** Absent: no call outlives this process. */
  readonly keeper?: CallKeeper
}

/** How a call goes to somebody who never said anything. */
export const everywhere: Route = { forwarding: {}, callWaiting: true, ringsMobile: false, rings: () => true }

/** An office without a store: everybody is rung, and nothing is kept. */
export const createBareOffice = (people: People): Office => ({
  people,
  routeTo: () => everywhere,
  lineChanged: () => {},
  devicesChanged: () => {},
  callOver: () => {},
})
