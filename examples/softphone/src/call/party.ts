import type { Party } from '@offhook/core'
import { personWith } from '../colleagues/people.ts'
import { formatNumber } from '../dial/format.ts'

/** The other side of a call, for the eye. */
export interface Face {
  /** A name, or else the number, or else that it is unknown. */
  readonly title: string
  /** The first name, where the whole one is too long. */
  readonly short: string
  /** The name alone, for initials; absent when nobody knows it. */
  readonly name: string | undefined
  /** The number as it is written; empty when it is withheld or already the title. */
  readonly number: string
}

/** What the exchange says comes first, then what we know of the number. */
export function faceOf({ name, number }: Party, unknown: string): Face {
  const known = name?.trim() || personWith(number)?.name
  const written = number === undefined ? '' : formatNumber(number)
  if (known) return { title: known, short: known.split(/\s+/)[0] ?? known, name: known, number: written }
  const title = written || unknown
  return { title, short: title, name: undefined, number: '' }
}
