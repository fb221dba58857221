import { OffhookError } from '../errors.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { type NumberPlan, netherlands } from '../kernel/number-plan.ts'
import type { ContactFields, ContactPhone } from './contact.ts'
import { readCsv } from './csv-read.ts'
import type { ReadContact, ReadProblem } from './imported.ts'
import { dialledAs } from './numbers.ts'
import { readVcards } from './vcard-read.ts'

/** What was read from a file. */
export interface ReadContacts {
  /** In the order of the file. */
  readonly contacts: readonly ReadContact[]
  /** What could not be read, by line. */
  readonly problems: readonly ReadProblem[]
}

/** How a file is read. */
export interface ReadOptions {
  /** Default: what it looks like. */
  readonly format?: 'vcard' | 'csv'
  /** How numbers without a country code are read; default the Netherlands. */
  readonly numbers?: NumberPlan
  readonly clock?: Clock
  readonly signal?: AbortSignal
}

/** The longest text that is read: 20 million characters, some 100,000 contacts. */
const longest = 20_000_000
const atOnce = 500

/**
 * Reads contacts from vCard or CSV, without keeping the page from its work: `phone.directory.createMany` adds them.
 * Everything that can be read is read. Rejects with `too-large`, or `closed` when it is aborted.
 */
export async function readContacts(text: string, options: ReadOptions = {}): Promise<ReadContacts> {
  if (text.length > longest) throw new OffhookError('too-large')
  const { format = formatOf(text), numbers = netherlands, clock = systemClock, signal } = options
  const contacts: ReadContact[] = []
  const problems: ReadProblem[] = []
  let count = 0
  for (const read of format === 'vcard' ? readVcards(text) : readCsv(text)) {
    if ('problem' in read) problems.push(read.problem)
    else contacts.push(dialable(read.contact, numbers, problems))
    if (++count % atOnce === 0) await pause(clock)
    if (signal?.aborted) throw new OffhookError('closed')
  }
  return { contacts, problems }
}

/** A contact with the numbers that can be dialled; others are told of, and are kept in the note. */
function dialable({ line, fields }: ReadContact, numbers: NumberPlan, problems: ReadProblem[]): ReadContact {
  const { phones = [] } = fields
  const isDialable = ({ number }: ContactPhone) => dialledAs(number, numbers) !== undefined
  const others = phones.filter((phone) => !isDialable(phone)).map(({ number }) => number)
  if (others.length === 0) return { line, fields }
  problems.push(...others.map((number) => ({ line, code: 'bad-number', detail: `Kept in the note: ${number}` })))
  const note = [fields.note ?? '', ...others].filter((text) => text !== '').join('\n')
  return { line, fields: { ...fields, phones: phones.filter(isDialable), note } }
}

const formatOf = (text: string) => (/^\uFEFF?\s*BEGIN:VCARD/i.test(text.slice(0, 1_000)) ? 'vcard' : 'csv')

const pause = (clock: Clock) => new Promise<void>((resolve) => void clock.after(0, resolve))

/** The fields of what was read, as `phone.directory.createMany` wants them. */
export const fieldsOf = ({ contacts }: ReadContacts): readonly ContactFields[] => contacts.map(({ fields }) => fields)
