import * as z from 'zod/mini'
import { largePaging, pageOf } from './paging.ts'
import { FieldProblem } from './problem.ts'
import { route } from './route.ts'
import { email, filled, id, integer, link, list, maybe, number, text, time } from './wire.ts'

const contexts = maybe(list(z.enum(['work', 'private']), 2))
const pref = maybe(integer(1, 100))
const label = maybe(text(64))

const contactPhone = z.object({
  number,
  features: maybe(list(z.enum(['voice', 'mobile', 'fax', 'text', 'video', 'pager']), 6)),
  ...{ contexts, label, pref },
})
const contactEmail = z.object({ address: email, contexts, label, pref })

const contactName = z.object({
  full: filled(200),
  given: maybe(text(100)),
  particle: maybe(text(50)),
  surname: maybe(text(100)),
  title: maybe(text(50)),
  credential: maybe(text(50)),
})

const kind = z.enum(['individual', 'org', 'group'])
const organizations = list(z.object({ name: text(200), units: maybe(list(text(200), 8)) }), 8)
const titles = list(text(200), 8)
const phones = list(contactPhone, 20)
const emails = list(contactEmail, 20)
const described = { name: contactName, photo: maybe(link), note: maybe(text(4000)) }

/** What a person writes of a contact: a subset of JSContact (RFC 9553), its id maps as lists. */
export const ContactFields = z.object({
  ...described,
  kind: maybe(kind),
  organizations: maybe(organizations),
  titles: maybe(titles),
  phones: maybe(phones),
  emails: maybe(emails),
})

/** Somebody in a phonebook, as one person sees them. */
export const Contact = z.object({
  ...described,
  ...{ uid: id, book: id, kind, organizations, titles, phones, emails },
  readOnly: z.boolean(),
  favourite: z.boolean(),
  updated: maybe(time),
  etag: maybe(z.string()),
})

/** A phonebook, as one person sees it. */
export const Book = z.object({
  id,
  name: text(100),
  kind: z.enum(['internal', 'external', 'personal', 'crm']),
  readOnly: z.boolean(),
  size: maybe(z.number()),
  held: z.enum(['whole', 'asked']),
})

/** What became of one of many contacts: the contact, or what is wrong with it. */
export const Imported = z.union([Contact, z.object({ code: z.string(), errors: z.array(FieldProblem) })])

/** Phonebooks, contacts and favourites. */
export const directoryRoutes = {
  books: route('GET /v1/books', {
    answer: z.object({ items: list(Book) }),
  }),
  /** Contacts by uid, or those that fit a text or a number; the personal book is the own one and nobody else's. */
  contacts: route('GET /v1/contacts', {
    query: z.object({
      ...largePaging,
      book: maybe(id),
      /** The beginning of any word of the name, company or number; favourites first. */
      text: maybe(filled(100)),
      /** Whom a number belongs to. */
      number: maybe(number),
      favourite: maybe(z.literal('true')),
    }),
    answer: pageOf(Contact),
    errors: ['not-found'],
  }),
  contact: route('GET /v1/contacts/{uid}', {
    answer: Contact,
    etag: 'read',
    errors: ['not-found'],
  }),
  createContact: route('POST /v1/books/{book}/contacts', {
    status: 201,
    body: ContactFields,
    answer: Contact,
    idempotent: true,
    errors: ['not-found', 'not-allowed'],
  }),
  /** Adds up to 500 contacts; each is added or not by itself, and the answer is in the same order. */
  importContacts: route('POST /v1/books/{book}/import', {
    body: z.object({ items: list(z.unknown(), 500) }),
    answer: z.object({ items: list(Imported, 500) }),
    idempotent: true,
    errors: ['not-found', 'not-allowed'],
  }),
  /** Replaces what is written of a contact. */
  updateContact: route('PUT /v1/contacts/{uid}', {
    body: ContactFields,
    answer: Contact,
    etag: 'write',
    errors: ['not-found', 'not-allowed', 'conflict'],
  }),
  removeContact: route('DELETE /v1/contacts/{uid}', {
    etag: 'write',
    errors: ['not-found', 'not-allowed', 'conflict'],
  }),
  star: route('PUT /v1/me/favourites/{uid}', {
    errors: ['not-found'],
  }),
  unstar: route('DELETE /v1/me/favourites/{uid}', {
    errors: ['not-found'],
  }),
} as const
