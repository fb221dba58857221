import type { Contact, ContactEmail, ContactFields, ContactPhone } from './contact.ts'

/** Contacts as CSV (RFC 4180) with a heading row; as many columns for numbers and addresses as somebody needs. */
export function writeCsv(contacts: readonly (ContactFields | Contact)[]): string {
  const most = (count: (contact: ContactFields) => number) =>
    contacts.reduce((so, contact) => Math.max(so, count(contact)), 0)
  const phones = places(most(({ phones = [] }) => phones.length))
  const emails = places(most(({ emails = [] }) => emails.length))
  const heading = [
    ...texts.map(([name]) => name),
    ...phones.flatMap((at) => [`Phone ${at + 1}`, `Phone ${at + 1} type`, `Phone ${at + 1} label`]),
    ...emails.flatMap((at) => [`E-mail ${at + 1}`, `E-mail ${at + 1} type`, `E-mail ${at + 1} label`]),
  ]
  const rows = contacts.map((contact) => [
    ...texts.map(([, text]) => text(contact) ?? ''),
    ...phones.flatMap((at) => phoneCells(byPreference(contact.phones)[at])),
    ...emails.flatMap((at) => emailCells(byPreference(contact.emails)[at])),
  ])
  return [heading, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
}

const texts: readonly [heading: string, text: (contact: ContactFields) => string | undefined][] = [
  ['Name', ({ name }) => name.full],
  ['Given name', ({ name }) => name.given],
  ['Particle', ({ name }) => name.particle],
  ['Surname', ({ name }) => name.surname],
  ['Prefix', ({ name }) => name.title],
  ['Suffix', ({ name }) => name.credential],
  ['Company', ({ organizations }) => organizations?.[0]?.name],
  ['Department', ({ organizations }) => organizations?.[0]?.units?.join(' / ')],
  ['Job title', ({ titles }) => titles?.join(' / ')],
  ['Kind', ({ kind }) => kind],
  ['Photo', ({ photo }) => photo],
  ['Notes', ({ note }) => note],
]

const places = (count: number) => Array.from({ length: count }, (_, at) => at)

const last = 101

const byPreference = <Item extends { readonly pref?: number }>(items: readonly Item[] = []) =>
  [...items].sort((a, b) => (a.pref ?? last) - (b.pref ?? last))

const phoneCells = (phone: ContactPhone | undefined) => [
  phone?.number ?? '',
  [...(phone?.contexts ?? []), ...(phone?.features ?? [])].join(' '),
  phone?.label ?? '',
]

const emailCells = (email: ContactEmail | undefined) => [
  email?.address ?? '',
  (email?.contexts ?? []).join(' '),
  email?.label ?? '',
]

/** A cell in quotes where it must be; what a spreadsheet would take for a formula has an apostrophe before it. */
function cellOf(text: string): string {
  const isFormula = /^[=@]|^[+-](?![\d ]*$)/.test(text) || /^'+[=+\-@]/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
