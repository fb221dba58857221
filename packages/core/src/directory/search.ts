import { type Clock, systemClock } from '../kernel/clock.ts'
import { type NumberPlan, netherlands } from '../kernel/number-plan.ts'
import type { Contact } from './contact.ts'
import { merged } from './merge.ts'
import { byKey, type Entry, entryOf } from './order.ts'
import { firstOf, firstStars, placesOf, type Segment, segmentOf } from './segment.ts'
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

/** So few are merged on the spot; more are merged in the background, a millisecond at a time. */
const fewest = 512

/**
 * An index for 100,000 contacts and more. What is added is a small segment of its own and found at once; segments are
 * merged into larger ones in the background, and what is replaced or removed falls away then.
 */
export function createSearchIndex({
  numbers = netherlands,
  clock = systemClock,
}: SearchIndexOptions = {}): SearchIndex {
  const current = new Map<string, Entry>()
  let segments: readonly Segment[] = []
  let pause: (() => void) | undefined

  const isCurrent = (entry: Entry) => current.get(entry.contact.uid) === entry
  const wordsIn = ({ contact }: Entry) => wordsOf(contact, numbers)

  const stop = () => {
    pause?.()
    pause = undefined
  }
  const replace = (old: readonly Segment[], next: Segment) => {
    segments = [...segments.filter((segment) => !old.includes(segment)), next].sort(bySize)
  }
  const work = (pair: Pair, merging: Generator<undefined, Segment>) => {
    pause = undefined
    const { done, value } = merging.next()
    if (done) replace(pair, value)
    if (done) tidy()
    else pause = clock.after(0, () => work(pair, merging))
  }
  const tidy = () => {
    if (pause !== undefined) return
    for (let pair = nextPair(segments, current.size); pair !== undefined; pair = nextPair(segments, current.size)) {
      const merging = merged(...pair, isCurrent)
      if (sizeOf(pair[0]) + sizeOf(pair[1]) > fewest) {
        pause = clock.after(0, () => work(pair, merging))
        return
      }
      replace(pair, finished(merging))
    }
  }

  return {
    add(contacts) {
      const entries = [...new Map(contacts.map((contact) => [contact.uid, entryOf(contact)])).values()].sort(byKey)
      if (entries.length === 0) return
      for (const entry of entries) current.set(entry.contact.uid, entry)
      replace([], segmentOf(entries, wordsIn))
      tidy()
    },
    remove(uids) {
      for (const uid of uids) current.delete(uid)
      if (current.size > 0) return tidy()
      stop()
      segments = []
    },
    search(text, { limit, book, recent = [] }) {
      const sought = soughtIn(text, numbers)
      if (sought.length === 0 || !(limit > 0)) return []
      const isIn = ({ contact }: Entry) => book === undefined || contact.book === book
      const found = segments.flatMap((segment) => {
        const places = placesOf(segment, sought)
        return places === undefined ? [] : [{ segment, places }]
      })
      const called = recent.flatMap((uid) => current.get(uid) ?? []).filter((entry) => !entry.contact.favourite)
      const stars = found.flatMap(({ segment, places }) =>
        firstStars(segment, places, limit, (entry) => isIn(entry) && isCurrent(entry)),
      )
      const calledLately = called.filter((entry) => isIn(entry) && isFound(wordsIn(entry), sought))
      const first = [...stars.sort(byKey), ...calledLately]
      const isOther = (entry: Entry) =>
        isIn(entry) && !entry.contact.favourite && !calledLately.includes(entry) && isCurrent(entry)
      const others = found.flatMap(({ segment, places }) => firstOf(segment, places, limit - first.length, isOther))
      return [...first, ...others.sort(byKey)].slice(0, limit).map(({ contact }) => contact)
    },
    close: stop,
  }
}

type Pair = readonly [Segment, Segment]

const sizeOf = ({ entries }: Segment) => entries.length
const bySize = (a: Segment, b: Segment) => sizeOf(a) - sizeOf(b)
const none: Segment = /* @__PURE__ */ segmentOf([], () => [])

/** What is to be merged next, smallest first: two of about one size, or the largest when half of all is gone. */
function nextPair(segments: readonly Segment[], size: number): Pair | undefined {
  for (const [at, segment] of segments.entries()) {
    const next = segments[at + 1]
    if (next !== undefined && sizeOf(next) < 2 * sizeOf(segment)) return [segment, next]
  }
  const total = segments.reduce((sum, segment) => sum + sizeOf(segment), 0)
  const largest = segments.at(-1)
  return largest !== undefined && total > 2 * size + fewest ? [none, largest] : undefined
}

function finished<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}
