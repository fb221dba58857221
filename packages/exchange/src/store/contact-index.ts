import type { ContactFields } from '@offhook/core'

/** By what a contact stands in order and is found. */
export interface ContactIndex {
  readonly sortKey: string
  readonly words: readonly string[]
  readonly numbers: readonly string[]
}

// a key this long fits into a cursor whatever is in it, and a word and their number into what the database can index
const longestKey = 64
const longestWord = 60
const mostWords = 400

/** By what a contact stands in order (surname without its particle, then given name) and is found. */
export function indexOf({ name, organizations = [], phones = [] }: ContactFields): ContactIndex {
  const { full, surname, given = '' } = name
  const numbers = phones.map(({ number }) => dialled(number))
  // a number is found as it is written at home too: +31 20 … as 020 …
  const written = numbers.flatMap((number) => [number, number.replace(/^\+\d\d/, '0')])
  const text = [full, ...organizations.map((organization) => organization.name), ...written].join(' ')
  return {
    sortKey: [...plain(surname === undefined ? full : `${surname} ${given}`)].slice(0, longestKey).join(''),
    words: [...new Set(wordsIn(text))].slice(0, mostWords),
    numbers: [...new Set(numbers)],
  }
}

/** The words of a text, as contacts are found by them. */
export const wordsIn = (text: string): readonly string[] =>
  plain(text)
    .split(/[^\p{L}\p{N}+*#]+/u)
    .filter((word) => word !== '')
    .map((word) => [...word].slice(0, longestWord).join(''))

/** A number as it is dialled: an extension behind it is for later. */
export const dialled = (number: string): string => number.replace(/;ext=.*$/, '').slice(0, longestWord)

const marks = /\p{M}/gu
const unprintable = /\p{C}/gu

const plain = (text: string) => text.normalize('NFD').replace(marks, '').replace(unprintable, ' ').toLowerCase()
