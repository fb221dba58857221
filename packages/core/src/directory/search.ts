import { type Clock, systemClock } from '../kernel/clock.ts'
import { type NumberPlan, netherlands } from '../kernel/number-plan.ts'
import type { Contact } from './contact.ts'
import { byKey, type Entry, entryOf } from './order.ts'
import { firstOf, firstStars, foundIn, type Indexed, segmentOf } from './segment.ts'
import { createSegments } from './segments.ts'
import { isFound, soughtIn, wordsOf } from './words.ts'

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
  /** Stops what it still does in the background. */
  close(): void
}

/** The world a search index lives in, each with a default. */
export interface SearchIndexOptions {
  /** How numbers without a country code are read; default the Netherlands. */
  readonly numbers?: NumberPlan
  readonly clock?: Clock
}

/**
 * An index for 100,000 contacts and more. What is added is a small segment of its own and found at once; segments are
 * merged into larger ones in the background, and what is replaced or removed falls away then.
 */
export function createSearchIndex({
  numbers = netherlands,
  clock = systemClock,
}: SearchIndexOptions = {}): SearchIndex {
  const current = new Map<string, Indexed>()
  const segments = createSegments(clock, () => current.size)
  const wordsIn = ({ contact }: Entry) => wordsOf(contact, numbers)

  const forget = (uid: string) => {
    const entry = current.get(uid)
    if (entry !== undefined) entry.isGone = true
    current.delete(uid)
  }

  return {
    add(contacts) {
      const once = [...new Map(contacts.map((contact) => [contact.uid, contact])).values()]
      if (once.length === 0) return
      const entries = once.map((contact): Indexed => ({ ...entryOf(contact), isGone: false })).sort(byKey)
      const segment = segmentOf(entries, wordsIn)
      for (const entry of entries) {
        forget(entry.contact.uid)
        current.set(entry.contact.uid, entry)
      }
      segments.add(segment)
    },
    remove(uids) {
      uids.forEach(forget)
      if (current.size === 0) segments.clear()
      else segments.thinned()
    },
    search(text, { limit, book, recent = [] }) {
      const sought = soughtIn(text, numbers)
      if (sought.length === 0 || !(limit > 0)) return []
      const isIn = ({ contact, isGone }: Indexed) => !isGone && (book === undefined || contact.book === book)
      const isCalled = (entry: Indexed) => isIn(entry) && !entry.contact.favourite && isFound(wordsIn(entry), sought)
      const called = [...new Set(recent)].flatMap((uid) => current.get(uid) ?? []).filter(isCalled)
      const found = foundIn(segments.all(), sought)
      const stars = found.flatMap((one) => firstStars(one, limit, isIn))
      const first = [...stars.sort(byKey), ...called]
      const isOther = (entry: Indexed) => isIn(entry) && !entry.contact.favourite && !called.includes(entry)
      const others = found.flatMap((one) => firstOf(one, limit - first.length, isOther))
      return [...first, ...others.sort(byKey)].slice(0, limit).map(({ contact }) => contact)
    },
    close: segments.close,
  }
}
