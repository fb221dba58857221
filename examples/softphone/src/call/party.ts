import type { Contact, Party } from '@offhook/core'
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
  /** Where they work, as far as the phonebooks know. */
  readonly company: string | undefined
  readonly photo: string | undefined
}

/** What a phonebook calls them comes first, for a stranger can call themselves anything; then what the exchange says. */
export function faceOf({ name, number }: Party, contact: Contact | undefined, unknown: string): Face {
  const known = contact?.name.full ?? (name?.trim() || undefined)
  const written = number === undefined ? '' : formatNumber(number)
  const more = { company: contact?.organizations[0]?.name, photo: contact?.photo }
  if (known) return { title: known, short: known.split(/\s+/)[0] ?? known, name: known, number: written, ...more }
  const title = written || unknown
  return { title, short: title, name: undefined, number: '', ...more }
}
