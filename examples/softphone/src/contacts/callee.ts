import type { Contact, ContactPhone } from '@offhook/core'
import { kindOf } from './draft.ts'

/** Somebody at one of their numbers. */
export interface Callee {
  readonly contact: Contact
  readonly phone: ContactPhone
}

const last = 101

/** The numbers one can speak at, the preferred one first. */
export const numbersOf = ({ phones }: Pick<Contact, 'phones'>): readonly ContactPhone[] =>
  phones.filter((phone) => kindOf(phone) !== 'fax').sort((a, b) => (a.pref ?? last) - (b.pref ?? last))

/** Everybody at each of their numbers, so that fixed and mobile can be chosen. */
export const calleesOf = (contacts: readonly Contact[]): readonly Callee[] =>
  contacts.flatMap((contact) => numbersOf(contact).map((phone) => ({ contact, phone })))

/** The first of the fixed and the first of the mobile numbers: what fits into a row. */
export function mainNumbersOf(contact: Contact): readonly ContactPhone[] {
  const numbers = numbersOf(contact)
  const isMobile = (phone: ContactPhone) => kindOf(phone) === 'mobile'
  const main = [numbers.find((phone) => !isMobile(phone)), numbers.find(isMobile)]
  return main.filter((phone) => phone !== undefined)
}
