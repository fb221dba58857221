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

/** The longest text that is read, in characters: with pictures in it, a thousand contacts can be as large. */
const longest = 64_000_000
/** The most contacts that are read from one text. */
const most = 100_000
/** The most problems that are told of one text; what follows is only counted. */
const mostProblems = 1_000
/** So many characters, or contacts, are read before the page has its turn. */
const atOnce = { characters: 32_768, contacts: 500 }

/**
 * Reads contacts from vCard or CSV, without keeping the page from its work: `phone.directory.createMany` adds them.
 * Everything that can be read is read. Rejects with `too-large`, or `closed` when it is aborted.
 */
export async function readContacts(text: string, options: ReadOptions = {}): Promise<ReadContacts> {
  if (text.length > longest) throw new OffhookError('too-large')
  const { format = formatOf(text), numbers = netherlands, clock = systemClock, signal } = options
  if (signal?.aborted) throw new OffhookError('closed')
  const contacts: ReadContact[] = []
  const problems = createProblems()
  let [pausedAt, pausedWith] = [0, 0]
  for (const read of format === 'vcard' ? readVcards(text) : readCsv(text)) {
    if (typeof read === 'number') {
      if (read - pausedAt < atOnce.characters && contacts.length - pausedWith < atOnce.contacts) continue
      pausedAt = read
      pausedWith = contacts.length
      await pause(clock)
      if (signal?.aborted) throw new OffhookError('closed')
    } else if ('problem' in read) problems.add(read.problem)
    else if (contacts.push(dialable(read.contact, numbers, problems)) > most) throw new OffhookError('too-large')
  }
  return { contacts, problems: problems.all() }
}

/** Problems, of which a file may have millions. */
interface Problems {
  add(...problems: readonly ReadProblem[]): void
  all(): readonly ReadProblem[]
}

function createProblems(): Problems {
  const told: ReadProblem[] = []
  let count = 0
  let line = 0
  return {
    add(...problems) {
      for (const problem of problems) {
        if (++count <= mostProblems) told.push(problem)
        else if (count === mostProblems + 1) line = problem.line
      }
    },
    all: () =>
      count <= mostProblems
        ? told
        : [...told, { line, code: 'more', detail: `There are ${count - mostProblems} more.` }],
  }
}

/** A contact with the numbers that can be dialled; others are told of, and are kept in the note. */
function dialable({ line, fields }: ReadContact, numbers: NumberPlan, problems: Problems): ReadContact {
  const { phones = [] } = fields
  const isDialable = ({ number }: ContactPhone) => dialledAs(number, numbers) !== undefined
  const others = phones.filter((phone) => !isDialable(phone)).map(({ number }) => number)
  if (others.length === 0) return { line, fields }
  problems.add(...others.map((number) => ({ line, code: 'bad-number', detail: `Kept in the note: ${number}` })))
  const note = [fields.note ?? '', ...others].filter((text) => text !== '').join('\n')
  return { line, fields: { ...fields, phones: phones.filter(isDialable), note } }
}

const formatOf = (text: string) => (/^\uFEFF?\s*BEGIN:VCARD/i.test(text.slice(0, 1_000)) ? 'vcard' : 'csv')

const pause = (clock: Clock) => new Promise<void>((resolve) => void clock.after(0, resolve))

/** The fields of what was read, as `phone.directory.createMany` wants them. */
export const fieldsOf = ({ contacts }: ReadContacts): readonly ContactFields[] => contacts.map(({ fields }) => fields)
