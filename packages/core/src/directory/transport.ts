import type { OffhookError } from '../errors.ts'
import type { Contact, ContactFields } from './contact.ts'

/** Whose phonebook it is. */
export type BookKind = 'internal' | 'external' | 'personal' | 'crm'

/** A phonebook. */
export interface Book {
  readonly id: string
  readonly name: string
  readonly kind: BookKind
  /** Whether this person can add contacts to it. */
  readonly readOnly: boolean
  /** How many contacts it has, where that is known. */
  readonly size?: number
  /** `whole`: all contacts are brought; `asked`: too large for that, contacts are searched at the source. */
  readonly held: 'whole' | 'asked'
}

/** Where a source brings its news. */
export interface ContactSink {
  /** The phonebooks of this source; the contacts of a book that is not in it are gone. */
  books(books: readonly Book[]): void
  /** Contacts that are new or changed; in pages of any size. */
  contacts(contacts: readonly Contact[]): void
  /** Contacts that are gone. */
  removed(uids: readonly string[]): void
  /** Everything up to now was brought; with `begin` before it, what was not brought in between is gone. */
  complete(): void
  /** What follows is all there is: something may have been missed. */
  begin(): void
  /** The source cannot be read now; what was brought stays. */
  failed(error: OffhookError): void
}

/** How contacts are searched. */
export interface SearchOptions {
  /** How many at most; default 20. */
  readonly limit?: number
  /** Only in this phonebook. */
  readonly book?: string
  readonly signal?: AbortSignal
}

/** Which contacts to watch. */
export interface DirectoryQuery {
  /** As it is typed; absent or blank: the phonebook in its order. */
  readonly text?: string
  /** Only in this phonebook. */
  readonly book?: string
  /** How many at most; default 100. */
  readonly limit?: number
}

/**
 * A place where contacts are: the back end, a CRM, anything. Only `open` must be there; what is absent cannot be done.
 */
export interface ContactSource {
  /** Starts bringing books and contacts; the function it returns stops that. */
  open(sink: ContactSink): () => void
  /** Looks at the source, for books that are not held whole. */
  search?(text: string, options: SearchOptions): Promise<readonly Contact[]>
  /** Whom a number belongs to: E.164, or as it is dialled. */
  lookup?(number: string, options: { readonly signal?: AbortSignal }): Promise<readonly Contact[]>
  create?(book: string, fields: ContactFields): Promise<Contact>
  /** Replaces what is written of a contact; rejects with `conflict` when `etag` is not its version any more. */
  update?(uid: string, fields: ContactFields, options: { readonly etag?: string }): Promise<Contact>
  remove?(uid: string, options: { readonly etag?: string }): Promise<void>
  favourite?(uid: string, isFavourite: boolean): Promise<void>
  /** Adds many; the answer has, at the same place, the contact or what is wrong with it. At most 500 at once. */
  createMany?(book: string, contacts: readonly ContactFields[]): Promise<readonly (Contact | OffhookError)[]>
}
