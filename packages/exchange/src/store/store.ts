import type { OnceRequest } from './answers.ts'
import type { Attempts } from './attempts.ts'
import type { BookChanges, Books } from './books.ts'
import type { CallerIdChanges, CallerIds } from './caller-ids.ts'
import type { ContactChanges } from './contact-changes.ts'
import type { Contacts } from './contacts.ts'
import type { Events } from './events/followers.ts'
import type { NewEvent } from './events/outbox.ts'
import type { ForwardingChanges, Forwardings } from './forwarding.ts'
import type { History } from './history.ts'
import type { HistoryChanges } from './history-changes.ts'
import type { LiveCallChanges } from './live-calls.ts'
import type { People } from './people.ts'
import type { PeopleChanges } from './people-changes.ts'
import type { PresenceChanges, Presences } from './presence.ts'
import type { SessionChanges, Sessions } from './sessions.ts'
import type { Settings, SettingsEdits } from './settings.ts'
import type { Viewer } from './world.ts'

/** What can be read. */
export interface Reading {
  readonly people: People
  readonly sessions: Sessions
  readonly presence: Presences
  readonly books: Books
  /** The contacts somebody can see: of the company, and their own. */
  contactsOf(viewer: Viewer): Contacts
  readonly history: History
  readonly forwarding: Forwardings
  readonly settings: Settings
  readonly callerIds: CallerIds
}

/** A transaction: what is read and written in it is done wholly, or not at all. */
export interface Writing {
  readonly people: People & PeopleChanges
  readonly sessions: Sessions & SessionChanges
  readonly presence: Presences & PresenceChanges
  readonly books: Books & BookChanges
  contactsOf(viewer: Viewer): Contacts & ContactChanges
  readonly history: History & HistoryChanges
  readonly forwarding: Forwardings & ForwardingChanges
  readonly settings: Settings & SettingsEdits
  readonly callerIds: CallerIds & CallerIdChanges
  readonly liveCalls: LiveCallChanges
  /** Tells something to those who follow, if and when the transaction is done. */
  tell(event: NewEvent): void
}

/** Everything the exchange keeps. */
export interface Store extends Reading {
  /**
   * Carries out `work` wholly, or not at all when it throws. It may be carried out again when two get in each other's way:
   * it does nothing but read and write with what it is given.
   */
  transaction<Result>(work: (tx: Writing) => Promise<Result>): Promise<Result>
  /**
   * As `transaction`, once for each request: asked again, `work` is not carried out and the first answer, anything that can
   * be JSON, is given again. Throws `duplicate` when the key belongs to another request.
   */
  once<Answer>(request: OnceRequest, work: (tx: Writing) => Promise<Answer>): Promise<Answer>
  readonly events: Events
  readonly attempts: Attempts
  /** A secret of this installation by name: 256 random bits, or what `make` makes; made once, the same ever after. */
  secret(name: string, make?: () => Promise<string>): Promise<string>
  /** Takes away what is over: old events, expired sessions. Done every hour by itself. */
  tidy(): Promise<void>
  /** Writes everything down and lets the database go. */
  close(): Promise<void>
}
