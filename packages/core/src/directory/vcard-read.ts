import type { ContactEmail, ContactFields, ContactName, ContactPhone, PhoneFeature } from './contact.ts'
import { filled, joined, problemAt, type Read, surnameOf } from './imported.ts'
import { type Property, partsOf, propertyOf, unescaped, unfoldedLines } from './vcard-lines.ts'

/** A vCard that is being read. */
interface Card {
  readonly line: number
  readonly properties: Property[]
}

const mostProperties = 1_000

/** Reads vCards of any version (RFC 6350, and the older ones that address books still write), one after the other. */
export function* readVcards(text: string): Generator<Read> {
  let card: Card | undefined
  for (const unfolded of unfoldedLines(text)) {
    if (typeof unfolded === 'number') {
      yield unfolded
      continue
    }
    const { line } = unfolded
    if (unfolded.text.trim() === '') continue
    const property = propertyOf(unfolded)
    if (property === undefined) {
      yield problemAt(line, 'not-a-contact', 'This line is no property of a vCard.')
    } else if (isMark(property, 'BEGIN')) {
      if (card !== undefined) yield problemAt(card.line, 'not-closed', 'This vCard has no end.')
      if (card !== undefined) yield contactOf(card)
      card = { line, properties: [] }
    } else if (isMark(property, 'END')) {
      yield card === undefined
        ? problemAt(line, 'not-a-contact', 'This ends a vCard that did not begin.')
        : contactOf(card)
      card = undefined
    } else if (card === undefined) {
      yield problemAt(line, 'not-a-contact', 'This line stands outside a vCard.')
    } else if (card.properties.push(property) > mostProperties) {
      yield problemAt(card.line, 'too-long', 'This vCard is longer than any contact.')
      card = undefined
    }
  }
  if (card === undefined) return
  yield problemAt(card.line, 'not-closed', 'This vCard has no end; the file may be cut off.')
  yield contactOf(card)
}

const isMark = ({ name, value }: Property, mark: 'BEGIN' | 'END') =>
  name === mark && value.trim().toUpperCase() === 'VCARD'

function contactOf({ line, properties }: Card): Read {
  const all = (name: string) => properties.filter((property) => property.name === name)
  const value = (name: string) => unescaped(all(name)[0]?.value ?? '').trim()
  const [organization = '', ...units] = partsOf(all('ORG')[0]?.value ?? '', ';')
  const name = nameOf(value('FN'), all('N')[0]?.value ?? '')
  const full = name.full || organization || (all('EMAIL')[0]?.value ?? '') || (all('TEL')[0]?.value ?? '')
  if (full === '') return problemAt(line, 'no-name', 'This vCard has no name.')
  const labels = new Map(all('X-ABLABEL').map(({ group, value }) => [group, labelOf(value)]))
  const titles = [...all('TITLE'), ...all('ROLE')].map((one) => unescaped(one.value).trim())
  const photo = value('PHOTO')
  const rest = {
    kind: kindOf(value('KIND'), name.full === ''),
    organizations:
      organization === '' ? [] : [{ name: organization, ...filled({ units: units.filter((unit) => unit !== '') }) }],
    titles: titles.filter((title) => title !== ''),
    phones: all('TEL').flatMap((one) => phoneOf(one, labels.get(one.group))),
    emails: all('EMAIL').flatMap((one) => emailOf(one, labels.get(one.group))),
    photo: /^https?:\/\/\S{1,2000}$/.test(photo) ? photo : '',
    note: all('NOTE')
      .map((one) => unescaped(one.value))
      .join('\n')
      .trim(),
  }
  return { contact: { line, fields: { name: { ...name, full }, ...filled(rest) } } }
}

function nameOf(written: string, parts: string): ContactName {
  const [family = '', given = '', additional = '', title = '', credential = ''] = partsOf(parts, ';')
  const { particle, surname } = surnameOf(family)
  return {
    ...filled({ given: joined(given, additional), particle, surname, title, credential }),
    full: written || joined(title, given, additional, particle, surname, credential),
  }
}

const kinds: Readonly<Record<string, NonNullable<ContactFields['kind']>>> = {
  org: 'org',
  group: 'group',
  individual: 'individual',
}

const kindOf = (written: string, isNameless: boolean) =>
  kinds[written.toLowerCase()] ?? (isNameless ? 'org' : undefined)

const features: Readonly<Record<string, PhoneFeature>> = {
  cell: 'mobile',
  iphone: 'mobile',
  fax: 'fax',
  voice: 'voice',
  text: 'text',
  video: 'video',
  pager: 'pager',
}
const contexts: Readonly<Record<string, 'work' | 'private'>> = { work: 'work', home: 'private' }

/** Apple writes `_$!<Mobile>!$_` for what it has a word for itself. */
const labelOf = (value: string) => unescaped(value).replace(/^_\$!<(.*)>!\$_$/, '$1')

function phoneOf({ value, parameters }: Property, label = ''): ContactPhone[] {
  const number = unescaped(value).replace(/^tel:/i, '').trim()
  return number === '' ? [] : [{ number, ...usageOf(parameters, label), ...featuresOf(parameters) }]
}

function emailOf({ value, parameters }: Property, label = ''): ContactEmail[] {
  const address = unescaped(value).trim()
  return address === '' ? [] : [{ address, ...usageOf(parameters, label) }]
}

const typesOf = (parameters: Property['parameters']) => parameters.get('TYPE') ?? []

const featuresOf = (parameters: Property['parameters']) =>
  filled({ features: [...new Set(typesOf(parameters).flatMap((type) => features[type] ?? []))] })

function usageOf(parameters: Property['parameters'], label: string) {
  const types = typesOf(parameters)
  const written = Number(parameters.get('PREF')?.[0])
  const pref = written >= 1 && written <= 100 ? Math.round(written) : types.includes('pref') ? 1 : undefined
  return filled({ contexts: [...new Set(types.flatMap((type) => contexts[type] ?? []))], label, pref })
}
