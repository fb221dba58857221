import type { Contact, ContactContext, ContactFields, PhoneFeature } from './contact.ts'
import { joined } from './imported.ts'

/** Contacts as vCards (RFC 6350), one after the other. */
export const writeVcards = (contacts: readonly (ContactFields | Contact)[]): string => contacts.map(writeVcard).join('')

function writeVcard(contact: ContactFields | Contact): string {
  const { name, organizations = [], titles = [], phones = [], emails = [], kind, photo, note } = contact
  const family = joined(name.particle, name.surname)
  const lines = [
    'BEGIN:VCARD',
    'VERSION:4.0',
    ...('uid' in contact ? [`UID:${escaped(contact.uid)}`] : []),
    ...(kind === undefined ? [] : [`KIND:${kind}`]),
    `FN:${escaped(name.full)}`,
    `N:${[family, name.given, '', name.title, name.credential].map((part = '') => escaped(part)).join(';')}`,
    ...organizations.map(({ name, units = [] }) => `ORG:${[name, ...units].map(escaped).join(';')}`),
    ...titles.map((title) => `TITLE:${escaped(title)}`),
    ...phones.flatMap((phone, at) => withLabel(`tel${at + 1}`, phone.label, `TEL${telOf(phone.number, usage(phone))}`)),
    ...emails.flatMap((email, at) =>
      withLabel(`email${at + 1}`, email.label, `EMAIL${usage(email)}:${escaped(email.address)}`),
    ),
    ...(photo === undefined ? [] : [`PHOTO:${photo}`]),
    ...(note === undefined ? [] : [`NOTE:${escaped(note)}`]),
    'END:VCARD',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

const telOf = (number: string, used: string) =>
  number.startsWith('+') ? `;VALUE=uri${used}:tel:${number}` : `${used}:${escaped(number)}`

const withLabel = (group: string, label: string | undefined, property: string) =>
  label === undefined ? [property] : [`${group}.${property}`, `${group}.X-ABLABEL:${escaped(label)}`]

const featureTypes: Readonly<Record<PhoneFeature, string>> = {
  voice: 'voice',
  mobile: 'cell',
  fax: 'fax',
  text: 'text',
  video: 'video',
  pager: 'pager',
}
const contextTypes: Readonly<Record<ContactContext, string>> = { work: 'work', private: 'home' }

interface Used {
  readonly contexts?: readonly ContactContext[]
  readonly features?: readonly PhoneFeature[]
  readonly pref?: number
}

function usage({ contexts = [], features = [], pref }: Used): string {
  const types = [
    ...contexts.map((context) => contextTypes[context]),
    ...features.map((feature) => featureTypes[feature]),
  ]
  return (types.length === 0 ? '' : `;TYPE="${types.join(',')}"`) + (pref === undefined ? '' : `;PREF=${pref}`)
}

const escaped = (text: string) =>
  /[\\;,\r\n]/.test(text) ? text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n') : text

const longestLine = 75
const unaccented = /^[ -~]*$/

/** A line folded at 75 octets, never within a character (RFC 6350, section 3.2). */
function folded(line: string): string {
  // most lines are short and plain, and there are many
  if (line.length <= longestLine && unaccented.test(line)) return line
  let folded = ''
  let octets = 0
  for (const character of line) {
    const more = octetsOf(character)
    if (octets + more > longestLine) {
      folded += '\r\n '
      octets = 1
    }
    folded += character
    octets += more
  }
  return folded
}

function octetsOf(character: string): number {
  const point = character.codePointAt(0) ?? 0
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}
