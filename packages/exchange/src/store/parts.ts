import { changeBooks, readBooks } from './books.ts'
import { changeCallerIds, readCallerIds } from './caller-ids.ts'
import { changesBy } from './contact-changes.ts'
import { contactsOf } from './contacts.ts'
import type { NewEvent } from './events/outbox.ts'
import { changeForwarding, readForwarding } from './forwarding.ts'
import { readHistory } from './history.ts'
import { changeHistory } from './history-changes.ts'
import { changeLiveCalls } from './live-calls.ts'
import { readPeople } from './people.ts'
import { changePeople } from './people-changes.ts'
import { changePresence, readPresence } from './presence.ts'
import { changeSessions, readSessions } from './sessions.ts'
import { changeSettings, readSettings } from './settings.ts'
import type { Reading, Writing } from './store.ts'
import type { Db, StoreWorld, Tx } from './world.ts'

/** Every part of the store, to read from. */
export const readingFrom = (db: Db, world: StoreWorld): Reading => ({
  people: readPeople(db),
  sessions: readSessions(db, world),
  presence: readPresence(db, world),
  books: readBooks(db),
  contactsOf: (viewer) => contactsOf(db, viewer, world),
  history: readHistory(db, world),
  forwarding: readForwarding(db),
  settings: readSettings(db),
  callerIds: readCallerIds(db),
})

/** Every part of the store in a transaction. */
export const writingTo = (tx: Tx, world: StoreWorld, tell: (event: NewEvent) => void): Writing => ({
  people: { ...readPeople(tx), ...changePeople(tx, world) },
  sessions: { ...readSessions(tx, world), ...changeSessions(tx, world) },
  presence: { ...readPresence(tx, world), ...changePresence(tx, world) },
  books: { ...readBooks(tx), ...changeBooks(tx, world) },
  contactsOf: (viewer) => ({ ...contactsOf(tx, viewer, world), ...changesBy(tx, viewer, world) }),
  history: { ...readHistory(tx, world), ...changeHistory(tx, world) },
  forwarding: { ...readForwarding(tx), ...changeForwarding(tx) },
  settings: { ...readSettings(tx), ...changeSettings(tx, world) },
  callerIds: { ...readCallerIds(tx), ...changeCallerIds(tx) },
  liveCalls: changeLiveCalls(tx, world),
  tell,
})
