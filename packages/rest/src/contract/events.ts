import * as z from 'zod/mini'
import { Profile } from './account.ts'
import { CallerIds } from './caller-ids.ts'
import { Book, Contact } from './directory.ts'
import { ForwardingDocument } from './forwarding.ts'
import { CallRecord } from './history.ts'
import { PersonPresence } from './presence.ts'
import { route } from './route.ts'
import { RingSettings } from './settings.ts'
import { id, list, maybe, time } from './wire.ts'

/** What each event says, by type; `subject` says of what. A client ignores types it does not know. */
export const eventData = {
  /** The stream stands, and everything after `id` follows. Always the first. */
  'stream.opened': z.object({}),
  /** What was asked for is too old to be told again: read everything anew. Comes instead of `stream.opened`. */
  'stream.reset': z.object({}),
  /** The session of this stream was ended; the stream ends with it. */
  'session.ended': z.object({ reason: z.enum(['signed-out', 'revoked']) }),
  'profile.updated': Profile,
  'presence.updated': PersonPresence,
  /** Somebody cannot be seen any more: `id` is who. */
  'presence.removed': z.object({ id }),
  /** A phonebook is new, or other than it was. */
  'book.updated': Book,
  'contact.updated': Contact,
  'contacts.removed': z.object({ uids: list(id) }),
  /** Too many contacts changed to tell each: read this book anew. */
  'book.reset': z.object({ id }),
  'record.added': CallRecord,
  'records.removed': z.object({ ids: list(id) }),
  /** All records are gone. */
  'history.cleared': z.object({}),
  /** How many missed calls were not seen; everything begun up to `seenUntil` was. */
  'missed.updated': z.object({ unseen: z.number(), seenUntil: maybe(time) }),
  'forwarding.updated': ForwardingDocument,
  'settings.updated': RingSettings,
  'caller-ids.updated': CallerIds,
} as const

/** The type of an event. */
export type EventType = keyof typeof eventData

/** The envelope of every event, as CloudEvents 1.0 has it; `id` is also the SSE id. */
export const Event = z.object({
  id,
  type: z.string(),
  time,
  /** Of what: the uid of a contact, the id of a person or record. */
  subject: maybe(z.string()),
  /** The ETag that `data` has at its route, where it has one: what the next change is based on. */
  etag: maybe(z.string()),
  data: z.unknown(),
})

/** An event whose data is what its type says. */
export type ContractEvent = {
  [Type in EventType]: Omit<z.output<typeof Event>, 'type' | 'data'> & {
    readonly type: Type
    readonly data: z.output<(typeof eventData)[Type]>
  }
}[EventType]

/** The event stream. */
export const eventRoutes = {
  /** Everything that changes, as it happens, for this person; `Last-Event-ID` goes on where it was. */
  events: route('GET /v1/events', {
    answer: Event,
    answers: 'text/event-stream',
  }),
} as const
