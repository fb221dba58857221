import type { Book, Contact } from '@offhook/core'
import { Event, eventData } from '@offhook/rest/contract'
import * as z from 'zod/mini'
import type { StoreEvent } from '../store/events/outbox.ts'

/** An event as it stands in a stream, without the id line. */
interface Told {
  readonly id: number
  readonly type: string
  readonly at: number
  readonly subject?: string | undefined
  readonly etag?: string | undefined
  readonly data: unknown
}

const isKnown = (type: string): type is keyof typeof eventData => type in eventData

/** An event in the words of the contract, as a stream of events has it. */
export function written({ id, type, at, subject, etag, data }: Told): string {
  const envelope = z.encode(Event, {
    ...{ id: String(id), type, time: at },
    ...(subject !== undefined && { subject }),
    ...(etag !== undefined && { etag: `"${etag}"` }),
    data: isKnown(type) ? z.encode<z.ZodMiniType>(eventData[type], data) : data,
  })
  return `id: ${id}\ndata: ${JSON.stringify(envelope)}\n\n`
}

/** What an event of the store says: its value, and its version where it has one. */
export function contentOf({ data }: StoreEvent): { readonly value: unknown; readonly etag?: string } {
  return typeof data === 'object' && data !== null && 'value' in data ? { ...data, value: data.value } : { value: data }
}

/** Whoever reads a stream, and what differs from one reader to another. */
export interface Reader {
  readonly role: 'person' | 'admin'
  readonly favourites: Set<string>
}

// what everybody is told alike is put into words once
const words = new WeakMap<StoreEvent, string>()

/** An event of the store as this reader sees it. */
export function writtenFor(event: StoreEvent, reader: Reader): string {
  if (event.type === 'contact.updated' && event.person === undefined) return contactFor(event, reader)
  if (event.type === 'book.updated' && event.person === undefined) return bookFor(event, reader)
  const known = words.get(event)
  if (known !== undefined) return known
  const { value, etag } = contentOf(event)
  const text = written({ ...event, etag, data: value })
  words.set(event, text)
  return text
}

/** A contact of the company: with the reader's own star, and read-only unless they keep the phonebooks. */
function contactFor(event: StoreEvent, { role, favourites }: Reader): string {
  // it was put there as a contact
  const contact = contentOf(event).value as Contact
  const readOnly = role === 'admin' ? contact.readOnly : true
  return written({ ...event, data: { ...contact, readOnly, favourite: favourites.has(contact.uid) } })
}

/** A phonebook of the company: read-only unless they keep the phonebooks. */
function bookFor(event: StoreEvent, { role }: Reader): string {
  // it was put there as a phonebook
  const book = contentOf(event).value as Book
  return written({ ...event, data: { ...book, readOnly: role === 'admin' ? book.readOnly : true } })
}
