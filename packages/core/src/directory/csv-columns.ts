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

/** How address books head their columns, in English and Dutch: Outlook, Google, 3CX, and what people make themselves. */
const texts: Readonly<Record<TextField, readonly string[]>> = {
  full: ['name', 'full name', 'display name', 'naam', 'volledige naam', 'weergavenaam', 'contact'],
  given: ['first name', 'given name', 'firstname', 'voornaam', 'roepnaam'],
  additional: ['middle name', 'additional name', 'tweede naam'],
  particle: ['particle', 'tussenvoegsel', 'tussenvoegsels', 'voorvoegsel'],
  surname: ['last name', 'family name', 'lastname', 'surname', 'achternaam', 'familienaam'],
  title: ['prefix', 'name prefix', 'salutation', 'titel', 'aanhef'],
  credential: ['suffix', 'name suffix', 'credential', 'achtervoegsel'],
  company: [
    'company',
    'organization',
    'organisation',
    'organization name',
    'organization 1 name',
    'bedrijf',
    'organisatie',
  ],
  unit: ['department', 'organization department', 'organization 1 department', 'afdeling'],
  job: ['job title', 'title', 'organization title', 'organization 1 title', 'functie', 'beroep'],
  note: ['note', 'notes', 'notities', 'opmerking', 'opmerkingen'],
  photo: ['photo', 'picture', 'foto'],
  kind: ['kind', 'soort'],
}

const work = { contexts: ['work'] } as const
const home = { contexts: ['private'] } as const
const mobile = { features: ['mobile'] } as const
const fax = { features: ['fax'] } as const

const phones: readonly [readonly string[], Usage][] = [
  [
    [
      'phone',
      'phone number',
      'telephone',
      'number',
      'primary phone',
      'other phone',
      'telefoon',
      'telefoonnummer',
      'nummer',
    ],
    {},
  ],
  [['mobile', 'mobile phone', 'mobile 2', 'mobiel', 'mobiele telefoon', 'mobiel nummer', 'gsm', '06'], mobile],
  [
    [
      'business phone',
      'business phone 2',
      'business',
      'business 2',
      'work phone',
      'company main phone',
      'telefoon werk',
      'zakelijk',
    ],
    work,
  ],
  [['home phone', 'home phone 2', 'home', 'telefoon thuis', 'prive'], home],
  [['fax', 'business fax', 'faxnummer'], { ...fax, ...work }],
  [['home fax'], { ...fax, ...home }],
  [['pager'], { features: ['pager'] }],
]

const emails: readonly string[] = [
  ...[
    'email',
    'e mail',
    'email address',
    'e mail address',
    'e mail 2 address',
    'e mail 3 address',
    'mail',
    'e mailadres',
  ],
]

const columns = new Map<string, Column>([
  ...Object.entries(texts).flatMap(([to, names]) =>
    // the keys of the table are the fields
    names.map((name): [string, Column] => [name, { to: to as TextField }]),
  ),
  ...phones.flatMap(([names, usage]) =>
    names.map((name): [string, Column] => [name, { to: 'phone', place: name, ...usage }]),
  ),
  ...emails.map((name): [string, Column] => [name, { to: 'email', place: name }]),
])

const numbered = /^(phone|e mail|email) (\d+)(?: (value|type|label))?$/

/** What a heading means, or undefined when nobody knows. */
export function columnOf(heading: string): Column | undefined {
  const plain = wordsOf(heading).join(' ')
  const [, what, figure = '', part = 'value'] = numbered.exec(plain) ?? []
  if (what === undefined) return columns.get(plain)
  const to = what === 'phone' ? 'phone' : 'email'
  const place = `${to} ${figure}`
  return part === 'value' ? { to, place } : { to: part === 'type' ? 'type' : 'label', of: place }
}

const usages: Readonly<Record<string, Usage>> = {
  ...{ work, werk: work, zakelijk: work, business: work, private: home, home, thuis: home, prive: home },
  ...{ mobile, mobiel: mobile, cell: mobile, fax, voice: { features: ['voice'] }, text: { features: ['text'] } },
  ...{ video: { features: ['video'] }, pager: { features: ['pager'] } },
}

/** What a number is for, said in words: `work mobile`; words nobody knows are the name of it. */
export function usageOf(said: string): Usage & { readonly label?: string } {
  const words = wordsOf(said)
  const known = words.flatMap((word) => usages[word] ?? [])
  if (known.length < words.length) return { label: said }
  const [features, contexts] = [known.flatMap((one) => one.features ?? []), known.flatMap((one) => one.contexts ?? [])]
  return { ...(features.length > 0 && { features }), ...(contexts.length > 0 && { contexts }) }
}

const wordsOf = (text: string) =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
