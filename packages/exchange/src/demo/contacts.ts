import type { ContactFields } from '@offhook/core'
import type { Chance } from './chance.ts'
import { companies, givenNames, surnames, titles } from './names.ts'

/** Somebody who does not exist, at a company that does not either. */
export function madeUpContact(chance: Chance, at: number): ContactFields {
  const given = chance.of(givenNames)
  const { particle, surname } = chance.of(surnames)
  const company = chance.of(companies)
  const full = [given, particle, surname].filter((word) => word !== undefined).join(' ')
  const mailbox = plain(`${given}.${surname}`)
  return {
    kind: 'individual',
    name: { full, given, surname, ...(particle !== undefined && { particle }) },
    organizations: [{ name: company }],
    titles: [chance.of(titles)],
    phones: [
      { number: `+3120555${digits(at, 4)}`, features: ['voice'], contexts: ['work'] },
      ...(at % 3 === 0
        ? []
        : [{ number: `+316555${digits(at, 5)}`, features: ['mobile'], contexts: ['work'] } as const]),
    ],
    emails: [{ address: `${mailbox}@${plain(company)}.example`, contexts: ['work'] }],
  }
}

/** A company of its own, that everybody has in the phonebook. */
export const madeUpCompany = (name: string, at: number): ContactFields => ({
  kind: 'org',
  name: { full: name },
  phones: [{ number: `+3130555${digits(at, 4)}`, features: ['voice'], contexts: ['work'] }],
  emails: [{ address: `info@${plain(name)}.example`, contexts: ['work'] }],
})

const digits = (value: number, length: number) => String(value).padStart(length, '0')

const plain = (text: string) =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z.]/g, '')
