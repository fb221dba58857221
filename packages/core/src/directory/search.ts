import type { Contact } from './contact.ts'
import { keyOf, plain } from './order.ts'

/** How a search index is asked. */
export interface IndexQuery {
  /** How many at most. */
  readonly limit: number
  readonly book?: string
  /** The uids of contacts that were called lately, the last one first: they come after the favourites. */
  readonly recent?: readonly string[]
}

/** Finds contacts as one types; every answer is synchronous. */
export interface SearchIndex {
  /** Adds contacts, or replaces those with the same uid. */
  add(contacts: readonly Contact[]): void
  remove(uids: readonly string[]): void
  /** Every word of the text begins a word of the name, company or number; favourites first, then recent ones. */
  search(text: string, query: IndexQuery): readonly Contact[]
}

interface Entry {
  readonly contact: Contact
  readonly words: readonly string[]
}

/** An index that looks at every contact; right for some thousands of them. */
export function createScanIndex(): SearchIndex {
  const entries = new Map<string, Entry>()
  return {
    add(contacts) {
      for (const contact of contacts) entries.set(contact.uid, { contact, words: wordsIn(textOf(contact)) })
    },
    remove(uids) {
      for (const uid of uids) entries.delete(uid)
    },
    search(text, { limit, book, recent = [] }) {
      const wanted = wordsIn(text)
      if (wanted.length === 0) return []
      const isFound = ({ contact, words }: Entry) =>
        (book === undefined || contact.book === book) &&
        wanted.every((begin) => words.some((word) => word.startsWith(begin)))
      const places = new Map(recent.map((uid, place) => [uid, place]))
      const place = ({ favourite, uid }: Contact) => (favourite ? -1 : (places.get(uid) ?? recent.length))
      return [...entries.values()]
        .filter(isFound)
        .map(({ contact }) => contact)
        .sort((a, b) => place(a) - place(b) || (keyOf(a) < keyOf(b) ? -1 : 1))
        .slice(0, limit)
    },
  }
}

const wordsIn = (text: string) =>
  plain(text)
    .split(/[^\p{L}\p{N}+*#]+/u)
    .filter((word) => word !== '')

function textOf({ name, organizations, phones }: Contact): string {
  // a number is found by how it is written at home too: +31 20 … as 020 …
  const numbers = phones.map(({ number }) => `${number} ${number.replace(/^\+\d\d/, '0')}`)
  return [name.full, ...organizations.map((organization) => organization.name), ...numbers].join(' ')
}
