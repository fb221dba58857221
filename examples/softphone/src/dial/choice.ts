import type { Contact, DialpadSnapshot } from '@offhook/core'
import { numbersOf } from '../contacts/callee.ts'

/** Whom a dial field would call now. */
export interface Choice {
  readonly number: string
  readonly contact?: Contact
}

/** A number is dialled as it stands; of a name, the first one it may be, at their preferred number. */
export function choiceOf({ target, matches }: DialpadSnapshot<Contact>): Choice | undefined {
  if (target !== undefined && target.kind !== 'name') {
    const contact = matches.find(({ phones }) => phones.some(({ number }) => number === target.dial))
    return { number: target.dial, ...(contact && { contact }) }
  }
  const [contact] = matches
  const number = contact && numbersOf(contact)[0]?.number
  if (contact && number !== undefined) return { number, contact }
  return target && { number: target.dial }
}
