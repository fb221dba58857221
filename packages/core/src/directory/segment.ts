import type { Entry } from './order.ts'
import type { Sought } from './words.ts'

/** A contact that is indexed. */
export interface Indexed extends Entry {
  /** It was replaced or removed; it falls away when its segment is merged. */
  isGone: boolean
}

/** Contacts in their order, and for each word the places of those who have it: written once, never changed. */
export interface Segment {
  /** In order. */
  readonly entries: readonly Indexed[]
  /** Every word of them, in order. */
  readonly words: readonly string[]
  /** Where the places of each word begin; one more than there are words. */
  readonly begins: Uint32Array
  /** Places in `entries`, word by word: those of all words with one beginning stand side by side. */
  readonly places: Uint32Array
  /** The places of favourites, in order. */
  readonly stars: Uint32Array
}

const starsOf = (entries: readonly Indexed[]) =>
  Uint32Array.from(entries.flatMap(({ contact }, place) => (contact.favourite ? [place] : [])))

/** Makes a segment of some hundreds of contacts, in their order. */
export function segmentOf(entries: readonly Indexed[], wordsOf: (entry: Entry) => Iterable<string>): Segment {
  const placesOf = new Map<string, number[]>()
  entries.forEach((entry, place) => {
    for (const word of wordsOf(entry)) {
      const places = placesOf.get(word)
      if (places === undefined) placesOf.set(word, [place])
      else places.push(place)
    }
  })
  const words = [...placesOf.keys()].sort()
  const places: number[] = []
  const begins = [0]
  for (const word of words) {
    places.push(...(placesOf.get(word) ?? []))
    begins.push(places.length)
  }
  return {
    ...{ entries, words, stars: starsOf(entries) },
    begins: Uint32Array.from(begins),
    places: Uint32Array.from(places),
  }
}

/** Who was found in a segment, one bit for each place. */
export interface Found {
  readonly segment: Segment
  readonly places: Uint32Array
}

/** Who has a word for each that is sought, where there is somebody. */
export const foundIn = (segments: readonly Segment[], sought: readonly Sought[]): readonly Found[] =>
  segments.flatMap((segment) => {
    const places = placesOf(segment, sought)
    return places === undefined ? [] : [{ segment, places }]
  })

function placesOf(segment: Segment, sought: readonly Sought[]): Uint32Array | undefined {
  let found: Uint32Array | undefined
  for (const forms of sought) {
    const next = new Uint32Array((segment.entries.length + 31) >>> 5)
    const isAny = forms.map((begin) => mark(segment, begin, next)).includes(true)
    if (!isAny) return undefined
    if (found !== undefined) for (let at = 0; at < next.length; at++) next[at] = (next[at] ?? 0) & (found[at] ?? 0)
    found = next
  }
  return found
}

/** Marks who has a word that begins so; whether there is one. */
function mark({ words, begins, places }: Segment, begin: string, marked: Uint32Array): boolean {
  const from = begins[placeOf(words, begin)] ?? 0
  // no letter stands behind the last of the code units
  const to = begins[placeOf(words, `${begin}\uffff`)] ?? 0
  for (let at = from; at < to; at++) {
    const place = places[at] ?? 0
    marked[place >>> 5] = (marked[place >>> 5] ?? 0) | (1 << (place & 31))
  }
  return to > from
}

/** Where a word stands in a list in order, or would stand. */
function placeOf(words: readonly string[], word: string): number {
  let [low, high] = [0, words.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((words[middle] ?? '') < word) low = middle + 1
    else high = middle
  }
  return low
}

type Fits = (entry: Indexed) => boolean

/** The first of those who were found and fit, in order. */
export function firstOf({ segment, places }: Found, limit: number, fits: Fits): Indexed[] {
  const first: Indexed[] = []
  for (let at = 0; at < places.length; at++) {
    for (let bits = places[at] ?? 0; bits !== 0; bits &= bits - 1) {
      if (first.length >= limit) return first
      const entry = segment.entries[at * 32 + 31 - Math.clz32(bits & -bits)]
      if (entry !== undefined && fits(entry)) first.push(entry)
    }
  }
  return first
}

/** The first favourites who were found and fit, in order. */
export function firstStars({ segment, places }: Found, limit: number, fits: Fits): Indexed[] {
  const first: Indexed[] = []
  for (const place of segment.stars) {
    if (first.length >= limit) return first
    const isFound = ((places[place >>> 5] ?? 0) >>> (place & 31)) & 1
    const entry = isFound ? segment.entries[place] : undefined
    if (entry !== undefined && fits(entry)) first.push(entry)
  }
  return first
}
