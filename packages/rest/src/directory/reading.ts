import type { Book, Contact, ContactSink } from '@offhook/core'
import { directoryRoutes as routes } from '../contract/directory.ts'
import type { ContractEvent } from '../contract/events.ts'
import type { Follower } from '../events/feed.ts'
import { pagesOf } from '../pages.ts'
import type { Wire } from '../wire.ts'

/** Reads the phonebooks into a sink and keeps them up to date; of those that are too large to hold, the favourites. */
export function readBooks({ http, echoes }: Wire, sink: ContactSink): Follower {
  let books: readonly Book[] = []
  // who was brought of each book, to know who is gone when it is read anew
  let brought = new Map<string, Set<string>>()

  const bring = (contacts: readonly Contact[], into = brought) => {
    for (const { uid, book } of contacts) into.set(book, (into.get(book) ?? new Set()).add(uid))
    sink.contacts(contacts)
  }
  const readBook = async ({ id, held }: Book, signal: AbortSignal, into = brought) => {
    const some = held === 'whole' ? {} : { favourite: 'true' as const }
    const ask = (query: object) =>
      http.call(routes.contacts, { query: { book: id, limit: '1000', ...some, ...query }, signal })
    for await (const contacts of pagesOf(ask)) bring(contacts, into)
  }
  const readAnew = async (book: Book, signal: AbortSignal) => {
    const now = new Map<string, Set<string>>()
    await readBook(book, signal, now)
    const here = now.get(book.id) ?? new Set()
    sink.removed([...(brought.get(book.id) ?? [])].filter((uid) => !here.has(uid)))
    brought.set(book.id, here)
  }
  const changeBook = (next: Book, signal: AbortSignal) => {
    const before = books.find(({ id }) => id === next.id)
    books = before ? books.map((book) => (book === before ? next : book)) : [...books, next]
    sink.books(books)
    return before?.held === next.held ? undefined : readAnew(next, signal)
  }

  const changed = (contact: Contact) => {
    const isHeld = books.some(({ id, held }) => id === contact.book && held === 'whole')
    if (isHeld || contact.favourite || brought.get(contact.book)?.has(contact.uid)) bring([contact])
    echoes.told(tellsContact(contact))
    echoes.told(tellsStar(contact))
  }
  const removed = (uids: readonly string[]) => {
    for (const uid of uids) for (const set of brought.values()) set.delete(uid)
    sink.removed(uids)
    for (const uid of uids) echoes.told(tellsGone(uid))
  }

  return {
    async read(signal) {
      brought = new Map()
      sink.begin()
      books = (await http.call(routes.books, { signal })).value.items
      sink.books(books)
      for (const book of books) await readBook(book, signal)
      sink.complete()
    },
    failed: (error) => sink.failed(error),
    forget() {
      books = []
      brought = new Map()
      sink.books(books)
    },
    event(event: ContractEvent, signal) {
      if (event.type === 'contact.updated') changed(event.data)
      if (event.type === 'contacts.removed') removed(event.data.uids)
      if (event.type === 'book.updated') return changeBook(event.data, signal)
      const book = event.type === 'book.reset' && books.find(({ id }) => id === event.data.id)
      return book ? readAnew(book, signal) : undefined
    },
  }
}

/** As what news is known, for those who wait for it. */
export const tellsContact = (contact: Contact): string => tellsOf(contact.uid) + JSON.stringify(contact)
export const tellsOf = (uid: string): string => `contact ${uid} `
export const tellsStar = ({ uid, favourite }: Pick<Contact, 'uid' | 'favourite'>): string => `star ${uid} ${favourite}`
export const tellsGone = (uid: string): string => `gone ${uid}`
