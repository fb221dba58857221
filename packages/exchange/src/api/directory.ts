import type { Book, ContactFields } from '@offhook/core'
import { type Checked, ContactFields as ContactFieldsSchema, check, type directoryRoutes } from '@offhook/rest/contract'
import type { StoredBook } from '../store/books.ts'
import { mayEdit } from '../store/contacts.ts'
import type { Writing } from '../store/store.ts'
import { found, type Viewer } from '../store/world.ts'
import type { Handlers } from './handler.ts'
import { bookNews, contactNews, contactsGoneNews } from './news.ts'
import { pagingOf } from './paging.ts'
import type { ApiWorld } from './world.ts'

// what a browser can hold and search by itself
const largestWhole = 100_000

/** Phonebooks, contacts and favourites. */
export const directoryHandlers = ({ store }: ApiWorld): Handlers<keyof typeof directoryRoutes> => ({
  books: {
    run: async ({ who }) => ({ items: (await store.books.of(who.id)).map((book) => toBook(book, who)) }),
  },
  contacts: {
    run: ({ who, query: { book, text, number, favourite, ...paging } }) =>
      store.contactsOf(who).page({ book, text, number, favourite: favourite === 'true' }, pagingOf(paging)),
  },
  contact: {
    run: async ({ who, params }) => versioned(found(await store.contactsOf(who).get(params.uid), 'contact')),
  },
  createContact: {
    async write(tx, { who, params, body }) {
      const { contact, owner } = await tx.contactsOf(who).create(params.book, body)
      tx.tell(contactNews(contact, owner))
      await tellBook(tx, who, { id: contact.book, owner })
      return contact
    },
  },
  importContacts: {
    write: (tx, { who, params, body }) => importAll(tx, who, { book: params.book, items: body.items }),
  },
  updateContact: {
    async write(tx, { who, params, body, match }) {
      const { contact, owner } = await tx.contactsOf(who).update(params.uid, body, match)
      tx.tell(contactNews(contact, owner))
      return versioned(contact)
    },
  },
  removeContact: {
    async write(tx, { who, params, match }) {
      const { contact, owner } = await tx.contactsOf(who).remove(params.uid, match)
      tx.tell(contactsGoneNews([contact.uid], owner))
      await tellBook(tx, who, { id: contact.book, owner })
    },
  },
  star: { write: (tx, { who, params }) => star(tx, who, { uid: params.uid, isStarred: true }) },
  unstar: { write: (tx, { who, params }) => star(tx, who, { uid: params.uid, isStarred: false }) },
})

const toBook = ({ id, name, kind, size }: StoredBook, who: Viewer): Book => ({
  ...{ id, name, kind, size },
  readOnly: !mayEdit(kind, who),
  held: size > largestWhole ? 'asked' : 'whole',
})

const versioned = <Value extends { readonly etag?: string }>(value: Value) => ({ value, etag: value.etag ?? '' })

/** Tells how large a phonebook is now. */
async function tellBook(
  tx: Writing,
  who: Viewer,
  { id, owner }: { readonly id: string; readonly owner: string | undefined },
): Promise<void> {
  const book = (await tx.books.of(who.id)).find((one) => one.id === id)
  if (book) tx.tell(bookNews(toBook(book, who), owner))
}

/** Adds what can be added, and says at the same place what is wrong with the rest. */
async function importAll(
  tx: Writing,
  who: Viewer,
  { book, items }: { readonly book: string; readonly items: readonly unknown[] },
) {
  const read: readonly Checked<ContactFields>[] = items.map((item) => check(ContactFieldsSchema, item))
  const good = read.flatMap((one) => (one.ok ? [one.value] : []))
  const added = [...(await tx.contactsOf(who).createMany(book, good))]
  for (const { contact, owner } of added) tx.tell(contactNews(contact, owner))
  const [first] = added
  if (first) await tellBook(tx, who, { id: book, owner: first.owner })
  return {
    items: read.map((one) =>
      one.ok ? found(added.shift(), 'contact').contact : { code: 'invalid', errors: [...one.problems] },
    ),
  }
}

/** Stars a contact or not; told to oneself alone. */
async function star(
  tx: Writing,
  who: Viewer,
  { uid, isStarred }: { readonly uid: string; readonly isStarred: boolean },
): Promise<void> {
  const contacts = tx.contactsOf(who)
  await (isStarred ? contacts.star(uid) : contacts.unstar(uid))
  // told also when it was so before: whoever asked waits for it
  tx.tell(contactNews(found(await contacts.get(uid), 'contact'), who.id))
}
