import type {
  Book,
  CallerIdList,
  CallRecord,
  Contact,
  ForwardingDocument,
  PersonPresence,
  Profile,
  RingSettings,
} from '@offhook/core'
import type { EventType } from '@offhook/rest/contract'
import type { NewEvent } from '../store/events/outbox.ts'
import type { Versioned } from '../store/world.ts'

/** Something that has a version of its own, as it is kept until it is told. */
interface Kept {
  readonly value: unknown
  /** Absent where what changed has no version at its route, or carries it. */
  readonly etag?: string
}

const event = (type: EventType, data: Kept, facts: Pick<NewEvent, 'person' | 'subject'> = {}): NewEvent => ({
  ...{ type, data },
  ...facts,
})

/** What a person's profile became; told to them. */
export const profileNews = (profile: Versioned<Profile>): NewEvent =>
  event('profile.updated', profile, { person: profile.value.id, subject: profile.value.id })

/** What somebody's presence became; told to everybody. */
export const presenceNews = (presence: PersonPresence): NewEvent =>
  event('presence.updated', { value: presence }, { subject: presence.id })

/** Somebody who cannot be seen any more; told to everybody. */
export const presenceGoneNews = (id: string): NewEvent => event('presence.removed', { value: { id } }, { subject: id })

/** What a contact became; told to its owner, or to everybody when it is the company's. */
export const contactNews = (contact: Contact, owner?: string): NewEvent =>
  event('contact.updated', { value: contact }, { person: owner, subject: contact.uid })

/** What a phonebook became; as for `contactNews`. */
export const bookNews = (book: Book, owner?: string): NewEvent =>
  event('book.updated', { value: book }, { person: owner, subject: book.id })

/** Contacts that are gone. */
export const contactsGoneNews = (uids: readonly string[], owner?: string): NewEvent =>
  event('contacts.removed', { value: { uids } }, { person: owner })

/** A call that is over; told to who had it. */
export const recordNews = (person: string, record: CallRecord): NewEvent =>
  event('record.added', { value: record }, { person, subject: record.id })

/** Records a person took away. */
export const recordsGoneNews = (person: string, ids: readonly string[]): NewEvent =>
  event('records.removed', { value: { ids } }, { person })

/** A person took all records away. */
export const historyClearedNews = (person: string): NewEvent => event('history.cleared', { value: {} }, { person })

/** How many missed calls a person has not seen. */
export const missedNews = (person: string, unseen: number, seenUntil?: number): NewEvent =>
  event('missed.updated', { value: { unseen, ...(seenUntil !== undefined && { seenUntil }) } }, { person })

/** What a person's forwarding became. */
export const forwardingNews = (person: string, forwarding: Versioned<ForwardingDocument>): NewEvent =>
  event('forwarding.updated', forwarding, { person })

/** What a person's settings became. */
export const settingsNews = (person: string, settings: Versioned<RingSettings>): NewEvent =>
  event('settings.updated', settings, { person })

/** What a person's caller ids became. */
export const callerIdsNews = (person: string, list: CallerIdList): NewEvent =>
  event('caller-ids.updated', { value: list }, { person })

/** A session that is over; told to who holds it. */
export const sessionNews = (
  { id, personId }: { readonly id: string; readonly personId: string },
  reason: 'signed-out' | 'revoked',
): NewEvent => event('session.ended', { value: { reason } }, { person: personId, subject: id })
