import { byKey } from './order.ts'
import type { Indexed, Segment } from './segment.ts'

/** How many words and places, or half as many contacts, are worked off in one go: a millisecond or two. */
const atOnce = 8_192
const gone = 0xffffffff

/** Makes one segment of two, without those that are gone; pauses again and again. */
export function* merged(a: Segment, b: Segment): Generator<undefined, Segment> {
  const { entries, stars, moved } = yield* mergedEntries(a.entries, b.entries)
  const [movedA, movedB] = moved
  const words: string[] = []
  const begins = new Uint32Array(a.words.length + b.words.length + 1)
  const places = new Uint32Array(a.places.length + b.places.length)
  let end = 0
  const copy = (from: Segment, word: number, to: Uint32Array) => {
    const last = from.begins[word + 1] ?? 0
    for (let at = from.begins[word] ?? 0; at < last; at++) {
      const place = to[from.places[at] ?? 0] ?? gone
      if (place !== gone) places[end++] = place
    }
  }
  let work = 0
  for (let [atA, atB] = [0, 0]; ; ) {
    const [wordA, wordB] = [a.words[atA], b.words[atB]]
    const word = wordB === undefined || (wordA !== undefined && wordA <= wordB) ? wordA : wordB
    if (word === undefined) break
    const before = end
    if (wordA === word) copy(a, atA++, movedA)
    if (wordB === word) copy(b, atB++, movedB)
    if (end > before) begins[words.push(word)] = end
    work += 1 + end - before
    if (work < atOnce) continue
    work = 0
    yield
  }
  return { entries, stars, words, begins: begins.slice(0, words.length + 1), places: places.slice(0, end) }
}

interface MergedEntries {
  readonly entries: readonly Indexed[]
  readonly stars: Uint32Array
  /** For each of the two, where its entries stand now. */
  readonly moved: readonly [Uint32Array, Uint32Array]
}

function* mergedEntries(a: readonly Indexed[], b: readonly Indexed[]): Generator<undefined, MergedEntries> {
  const entries: Indexed[] = []
  const stars: number[] = []
  const moved = [new Uint32Array(a.length).fill(gone), new Uint32Array(b.length).fill(gone)] as const
  const total = a.length + b.length
  for (let [atA, atB] = [0, 0]; atA + atB < total; ) {
    const [one, other] = [a[atA], b[atB]]
    const isFirst = other === undefined || (one !== undefined && byKey(one, other) <= 0)
    const entry = isFirst ? one : other
    if (entry !== undefined && !entry.isGone) {
      moved[isFirst ? 0 : 1][isFirst ? atA : atB] = entries.length
      if (entry.contact.favourite) stars.push(entries.length)
      entries.push(entry)
    }
    if (isFirst) atA++
    else atB++
    if ((atA + atB) % (atOnce / 2) === 0) yield
  }
  return { entries, stars: Uint32Array.from(stars), moved }
}
