import { type FieldProblem, OffhookError } from '../errors.ts'
import { parseTarget } from '../kernel/number.ts'
import type { NumberPlan } from '../kernel/number-plan.ts'
import type { ContactFields, ContactPhone } from './contact.ts'

/** How much may be written of a contact; the same on both sides of the wire. */
export const contactLimits = {
  name: 200,
  word: 200,
  phones: 20,
  emails: 20,
  organizations: 8,
  titles: 8,
  note: 4000,
} as const

/** What a person wrote, tidied: numbers as they are dialled, no blank entries. Throws `invalid` with what is wrong. */
export function tidied(fields: ContactFields, numbers: NumberPlan): ContactFields {
  const problems: FieldProblem[] = []
  const phones = fields.phones?.map((phone, at) =>
    tidyPhone(phone, numbers, (detail) => {
      problems.push({ pointer: `/phones/${at}/number`, code: 'bad-number', detail })
    }),
  )
  const full = fields.name.full.trim()
  problems.push(...missing(full), ...tooLong({ ...fields, name: { ...fields.name, full } }))
  if (problems.length > 0) throw new OffhookError('invalid', { problems })
  return { ...fields, name: { ...fields.name, full }, ...(phones && { phones }) }
}

function tidyPhone(phone: ContactPhone, numbers: NumberPlan, wrong: (detail: string) => void): ContactPhone {
  try {
    const { dial, kind, extension } = parseTarget(phone.number, numbers)
    if (kind === 'address' || kind === 'name')
      throw new OffhookError('bad-number', { message: 'A contact has numbers, not addresses.' })
    return { ...phone, number: extension === undefined ? dial : `${dial};ext=${extension}` }
  } catch (error) {
    if (!(error instanceof OffhookError)) throw error
    wrong(error.message)
    return phone
  }
}

const missing = (full: string): FieldProblem[] =>
  full === '' ? [{ pointer: '/name/full', code: 'required', detail: 'A contact has a name.' }] : []

function tooLong(fields: ContactFields): FieldProblem[] {
  const { name, word, note, ...counts } = contactLimits
  const texts: [string, string | undefined, number][] = [
    ['/name/full', fields.name.full, name],
    ['/note', fields.note, note],
    ...(fields.organizations ?? []).map((one, at): [string, string, number] => [
      `/organizations/${at}/name`,
      one.name,
      word,
    ]),
    ...(fields.titles ?? []).map((title, at): [string, string, number] => [`/titles/${at}`, title, word]),
  ]
  const lists = Object.entries(counts).map(
    ([key, most]) => [key, fields[key as keyof typeof counts]?.length ?? 0, most] as const,
  )
  return [
    ...texts
      .filter(([, text, most]) => (text?.length ?? 0) > most)
      .map(([pointer, , most]) => ({ pointer, code: 'too-long', detail: `At most ${most} characters.` })),
    ...lists
      .filter(([, length, most]) => length > most)
      .map(([key, , most]) => ({ pointer: `/${key}`, code: 'too-many', detail: `At most ${most} of these.` })),
  ]
}
