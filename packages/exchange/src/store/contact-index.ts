import { type ContactFields, dialledAs, type NumberPlan, soughtIn, wordsOf } from '@offhook/core'

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

/** By what a contact stands in order (surname without its particle, then given name) and is found, as in a browser. */
export function indexOf(fields: ContactFields, numbers: NumberPlan): ContactIndex {
  const { full, surname, given = '' } = fields.name
  const dialled = (fields.phones ?? []).map(({ number }) => asDialled(number, numbers))
  return {
    sortKey: [...plain(surname === undefined ? full : `${surname} ${given}`)].slice(0, longestKey).join(''),
    words: [...new Set([...wordsOf(fields, numbers)].map(cut))].slice(0, mostWords),
    numbers: [...new Set(dialled)],
  }
}

/** What finds contacts with a text (tsquery): each of its words begins one of theirs, in one of its forms. */
export const queryOf = (text: string, numbers: NumberPlan): string =>
  soughtIn(text, numbers)
    .map((forms) => `(${forms.map((form) => `'${cut(form)}':*`).join(' | ')})`)
    .join(' & ')

/** A number as it is dialled; an extension behind it is for later. */
export const asDialled = (number: string, numbers: NumberPlan): string =>
  cut(dialledAs(number, numbers) ?? number.replace(/;ext=.*$/, ''))

const cut = (word: string) => [...word].slice(0, longestWord).join('')

const marks = /\p{M}/gu
const unprintable = /\p{C}/gu

const plain = (text: string) => text.normalize('NFD').replace(marks, '').replace(unprintable, ' ').toLowerCase()
