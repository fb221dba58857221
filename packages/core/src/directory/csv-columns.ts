import type { ContactContext, PhoneFeature } from './contact.ts'
import { plain } from './order.ts'

/** What a column of a CSV file is about. */
export type Column =
  | { readonly to: TextField }
  | (Usage & { readonly to: 'phone' | 'email'; readonly place: string })
  /** Says of which kind the number or address of that place is, or what it is called. */
  | { readonly to: 'type' | 'label'; readonly of: string }

/** What a number is for. */
export interface Usage {
  readonly features?: readonly PhoneFeature[]
  readonly contexts?: readonly ContactContext[]
}

export type TextField =
  | 'full'
  | 'given'
  | 'additional'
  | 'particle'
  | 'surname'
  | 'title'
  | 'credential'
  | 'company'
  | 'unit'
  | 'job'
  | 'note'
  | 'photo'
  | 'kind'

type Words = string

/** How address books head their columns, in English and Dutch: Outlook, Google, 3CX, and what people make themselves. */
const texts: readonly (readonly [TextField, Words])[] = [
  ['full', 'name, full name, display name, naam, volledige naam, weergavenaam, contact'],
  ['given', 'first name, given name, firstname, voornaam, roepnaam'],
  ['additional', 'middle name, additional name, tweede naam'],
  ['particle', 'particle, tussenvoegsel, tussenvoegsels, voorvoegsel'],
  ['surname', 'last name, family name, lastname, surname, achternaam, familienaam'],
  ['title', 'prefix, name prefix, salutation, titel, aanhef'],
  ['credential', 'suffix, name suffix, credential, achtervoegsel'],
  ['company', 'company, organization, organisation, organization name, organization 1 name, bedrijf, organisatie'],
  ['unit', 'department, organization department, organization 1 department, afdeling'],
  ['job', 'job title, title, organization title, organization 1 title, functie, beroep'],
  ['note', 'note, notes, notities, opmerking, opmerkingen'],
  ['photo', 'photo, picture, foto'],
  ['kind', 'kind, soort'],
]

const work: Usage = { contexts: ['work'] }
const home: Usage = { contexts: ['private'] }
const mobile: Usage = { features: ['mobile'] }
const pager: Usage = { features: ['pager'] }

const phones: readonly (readonly [Usage, Words])[] = [
  [{}, 'phone, phone number, telephone, number, primary phone, other phone, telefoon, telefoonnummer, nummer'],
  [mobile, 'mobile, mobile phone, mobile 2, mobiel, mobiele telefoon, mobiel nummer, gsm, 06'],
  [
    work,
    'business, business 2, business phone, business phone 2, work phone, company main phone, telefoon werk, zakelijk',
  ],
  [home, 'home, home phone, home phone 2, telefoon thuis, prive'],
  [{ features: ['fax'], contexts: ['work'] }, 'fax, business fax, faxnummer'],
  [{ features: ['fax'], contexts: ['private'] }, 'home fax'],
  [pager, 'pager'],
]

const emails = 'email, e mail, email address, e mail address, e mail 2 address, e mail 3 address, mail, e mailadres'

const numbered = /^(phone|e mail|email) (\d+)(?: (value|type|label))?$/

/** What a heading means, or undefined when nobody knows. */
export function columnOf(heading: string): Column | undefined {
  const words = wordsOf(heading).join(' ')
  const [, what, figure = '', part = 'value'] = numbered.exec(words) ?? []
  if (what === undefined) return namedColumn(words)
  const to = what === 'phone' ? 'phone' : 'email'
  const place = `${to} ${figure}`
  return part === 'value' ? { to, place } : { to: part === 'type' ? 'type' : 'label', of: place }
}

function namedColumn(name: string): Column | undefined {
  const has = (names: Words) => names.split(', ').includes(name)
  const text = texts.find(([, names]) => has(names))
  if (text !== undefined) return { to: text[0] }
  const phone = phones.find(([, names]) => has(names))
  if (phone !== undefined) return { to: 'phone', place: name, ...phone[0] }
  return has(emails) ? { to: 'email', place: name } : undefined
}

const usages: readonly (readonly [Usage, Words])[] = [
  [work, 'work, werk, zakelijk, business'],
  [home, 'private, home, thuis, prive'],
  [mobile, 'mobile, mobiel, cell'],
  [{ features: ['fax'] }, 'fax'],
  [{ features: ['voice'] }, 'voice'],
  [{ features: ['text'] }, 'text'],
  [{ features: ['video'] }, 'video'],
  [pager, 'pager'],
]

/** What a number is for, said in words: `work mobile`; words nobody knows are the name of it. */
export function usageOf(said: string): Usage & { readonly label?: string } {
  const words = wordsOf(said)
  const known = words.flatMap((word) => usages.find(([, names]) => names.split(', ').includes(word))?.[0] ?? [])
  if (known.length < words.length) return { label: said }
  const [features, contexts] = [known.flatMap((one) => one.features ?? []), known.flatMap((one) => one.contexts ?? [])]
  return { ...(features.length > 0 && { features }), ...(contexts.length > 0 && { contexts }) }
}

const wordsOf = (text: string) =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
