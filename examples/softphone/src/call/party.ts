import type { Party } from '@offhook/core'
import { personWith } from '../colleagues/people.ts'
import { formatNumber } from '../dial/format.ts'

/** The other side of a call, for the eye. */
export interface Face {
  /** A name, or else the number, or else that it is unknown. */
  readonly title: string
  /** The name alone, for initials; absent when nobody knows it. */
  readonly name: string | undefined
  /** The number as it is written; empty when it is withheld or already the title. */
  readonly number: string
}

/** What the exchange says comes first, then what we know of the number. */
export function faceOf({ name, number }: Party, unknown: string): Face {
  const known = name || personWith(number)?.name
  const written = number === undefined ? '' : formatNumber(number)
  return known
    ? { title: known, name: known, number: written }
    : { title: written || unknown, name: undefined, number: '' }
}
