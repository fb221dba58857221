import type { Contact, ContactFields, ContactPhone, FieldProblem } from '@offhook/core'

/** What a number is for, as a person says it. */
export const numberKinds = ['work', 'mobile', 'private', 'fax', 'other'] as const

export type NumberKind = (typeof numberKinds)[number]

/** A line of the form with a number. */
export interface DraftNumber {
  readonly number: string
  readonly kind: NumberKind
}

/** A contact as it stands in the form. */
export interface Draft {
  readonly name: string
  readonly company: string
  readonly title: string
  readonly numbers: readonly DraftNumber[]
  readonly email: string
  readonly note: string
}

/** A form for somebody of whom this much is known. */
export const newDraft = ({ name = '', number = '' }: { name?: string; number?: string } = {}): Draft => ({
  ...{ name, company: '', title: '', email: '', note: '' },
  numbers: [{ number, kind: /^(\+31|0)6/.test(number) ? 'mobile' : 'work' }],
})

/** The form of a contact that is there. */
export const draftOf = (contact: Contact): Draft => ({
  name: contact.name.full,
  company: contact.organizations[0]?.name ?? '',
  title: contact.titles[0] ?? '',
  numbers: contact.phones.length > 0 ? contact.phones.map(toLine) : newDraft().numbers,
  email: contact.emails[0]?.address ?? '',
  note: contact.note ?? '',
})

const toLine = (phone: ContactPhone): DraftNumber => ({ number: phone.number, kind: kindOf(phone) })

/** What a number is for. */
export function kindOf({ features = [], contexts = [] }: Pick<ContactPhone, 'features' | 'contexts'>): NumberKind {
  if (features.includes('fax')) return 'fax'
  if (features.includes('mobile')) return 'mobile'
  if (contexts.includes('private')) return 'private'
  return contexts.includes('work') ? 'work' : 'other'
}

const meaning: Readonly<Record<NumberKind, Pick<ContactPhone, 'features' | 'contexts'>>> = {
  work: { features: ['voice'], contexts: ['work'] },
  mobile: { features: ['mobile'] },
  private: { features: ['voice'], contexts: ['private'] },
  fax: { features: ['fax'] },
  other: {},
}

/** What the form says, and of what the contact has beside it everything; lines that are empty are left out. */
export function fieldsIn(draft: Draft, before?: Contact): ContactFields {
  const { photo, kind } = before ?? {}
  const name = draft.name.trim()
  const isSameName = before?.name.full === name
  return {
    name: isSameName ? before.name : { full: name },
    organizations: withFirst(before?.organizations, draft.company, (company, first) => ({ ...first, name: company })),
    titles: withFirst(before?.titles, draft.title, (title) => title),
    phones: linesIn(draft).map(({ line }) => toPhone(line, before?.phones ?? [])),
    emails: withFirst(before?.emails, draft.email, (address, first) => ({ ...first, address })),
    ...(draft.note.trim() !== '' && { note: draft.note.trim() }),
    ...(photo !== undefined && { photo }),
    ...(kind !== undefined && { kind }),
  }
}

const linesIn = ({ numbers }: Draft) =>
  numbers.map((line, at) => ({ line, at })).filter(({ line }) => line.number.trim() !== '')

/** A number that stays what it was keeps what the form does not show. */
function toPhone({ number, kind }: DraftNumber, before: readonly ContactPhone[]): ContactPhone {
  const known = before.find((phone) => phone.number === number.trim())
  return known && kindOf(known) === kind ? known : { ...known, ...meaning[kind], number: number.trim() }
}

function withFirst<Item>(
  before: readonly Item[] = [],
  text: string,
  write: (text: string, first: Item | undefined) => Item,
): readonly Item[] {
  const rest = before.slice(1)
  return text.trim() === '' ? rest : [write(text.trim(), before[0]), ...rest]
}

/** The field of the form a problem belongs to: `name`, `number 1`, …; whatever is elsewhere belongs to the form. */
export function placeOf({ pointer }: FieldProblem, draft: Draft): string {
  const [, field = '', index = ''] = pointer.split('/')
  if (field === 'phones') return `number ${linesIn(draft)[Number(index)]?.at ?? 0}`
  return places[field] ?? 'form'
}

const places: Readonly<Record<string, string>> = {
  ...{ name: 'name', organizations: 'company', titles: 'title', emails: 'email', note: 'note' },
}
