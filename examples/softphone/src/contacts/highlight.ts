/** A piece of a text, and whether it is what was searched for. */
export interface Piece {
  readonly text: string
  readonly isMatch: boolean
}

const fold = (letter: string) => letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The text in pieces: where a word of it begins like a word that is searched for, that beginning is a match. */
export function highlight(text: string, wanted: string): readonly Piece[] {
  const letters = [...text]
  const words = fold(wanted)
    .split(/[\s,.]+/)
    .filter((word) => word !== '')
  if (words.length === 0) return [{ text, isMatch: false }]
  const folded = letters.map(fold)
  const isMatch = letters.map(() => false)
  for (const at of startsIn(letters)) {
    const length = Math.max(0, ...words.map((word) => lengthAt(folded, at, word)))
    isMatch.fill(true, at, at + length)
  }
  return joined(letters, isMatch)
}

/** The number in pieces: the digits that are searched for, with or without the zero or country code before them. */
export function highlightNumber(number: string, wanted: string): readonly Piece[] {
  const digits = wanted.replace(/[^\d]/g, '').replace(/^00?/, '')
  if (digits.length < 2) return [{ text: number, isMatch: false }]
  const letters = [...number]
  const places = letters.flatMap((letter, at) => (/\d/.test(letter) ? [at] : []))
  const found = places
    .map((at) => letters[at])
    .join('')
    .indexOf(digits)
  const first = places[found]
  const last = places[found + digits.length - 1]
  if (first === undefined || last === undefined) return [{ text: number, isMatch: false }]
  return joined(
    letters,
    letters.map((_, at) => first <= at && at <= last),
  )
}

const startsIn = (letters: readonly string[]) =>
  letters.flatMap((letter, at) => {
    const before = letters[at - 1]
    return /[\p{L}\p{N}]/u.test(letter) && (before === undefined || !/[\p{L}\p{N}\p{M}]/u.test(before)) ? [at] : []
  })

/** How many letters from a place on are the word; 0 when they are not. */
function lengthAt(folded: readonly string[], from: number, word: string): number {
  let read = ''
  for (let at = from; at < folded.length; at++) {
    read += folded[at]
    if (read.startsWith(word)) return at - from + 1
    if (!word.startsWith(read)) return 0
  }
  return 0
}

function joined(letters: readonly string[], isMatch: readonly boolean[]): readonly Piece[] {
  const pieces: Piece[] = []
  letters.forEach((letter, at) => {
    const match = isMatch[at] ?? false
    const last = pieces.at(-1)
    if (last?.isMatch === match) pieces[pieces.length - 1] = { text: last.text + letter, isMatch: match }
    else pieces.push({ text: letter, isMatch: match })
  })
  return pieces
}
