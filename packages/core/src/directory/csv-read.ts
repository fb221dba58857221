import type { ContactEmail, ContactFields, ContactKind, ContactName, ContactPhone } from './contact.ts'
import { type Column, columnOf, type TextField, usageOf } from './csv-columns.ts'
import { type CsvRow, csvRows, separatorOf } from './csv-rows.ts'
import { filled, joined, problemAt, type Read, surnameOf } from './imported.ts'

/** Reads contacts from CSV (RFC 4180) whose first row says what the columns are. */
export function* readCsv(text: string): Generator<Read> {
  let columns: readonly (Column | undefined)[] | undefined
  for (const row of csvRows(text, separatorOf(text))) {
    yield row.end
    if (row.isBroken) yield problemAt(row.line, 'not-closed', 'A quote on this line never ends, or the line does not.')
    if (row.cells.length === 0) continue
    if (columns !== undefined) yield contactOf(row, columns)
    else {
      columns = row.cells.map(columnOf)
      if (columns.every((column) => column === undefined)) {
        yield problemAt(row.line, 'no-columns', 'The first row does not say what the columns are.')
        return
      }
    }
  }
}

function contactOf({ line, cells }: CsvRow, columns: readonly (Column | undefined)[]): Read {
  const filledIn = columns.flatMap((column, at) => {
    const cell = asWritten(cells[at] ?? '')
    return column === undefined || cell === '' ? [] : [{ column, cell }]
  })
  const said = new Map(
    filledIn.flatMap(({ column, cell }) => ('of' in column ? [[`${column.to} ${column.of}`, cell] as const] : [])),
  )
  const numbers = (to: 'phone' | 'email') =>
    filledIn.flatMap(({ column, cell }) => {
      if (column.to !== to) return []
      const { to: _, place, ...usual } = column
      const label = said.get(`label ${place}`)
      const usage = { ...usual, ...usageOf(said.get(`type ${place}`) ?? ''), ...(label === undefined ? {} : { label }) }
      return several(cell).map((value) => ({ value, usage }))
    })
  const phones: ContactPhone[] = numbers('phone').map(({ value, usage }) => ({ number: value, ...usage }))
  const emails: ContactEmail[] = numbers('email').map(({ value, usage: { features: _, ...usage } }) => ({
    address: value,
    ...usage,
  }))

  const text = (field: TextField) => joined(...filledIn.map(({ column, cell }) => (column.to === field ? cell : '')))
  const name = nameOf(text)
  const full = name.full || text('company') || (emails[0]?.address ?? '') || (phones[0]?.number ?? '')
  if (full === '') return problemAt(line, 'no-name', 'There is no name on this line.')
  return { contact: { line, fields: { name: { ...name, full }, ...restOf(text), ...filled({ phones, emails }) } } }
}

type Texts = (field: TextField) => string

function nameOf(text: Texts): ContactName {
  const family =
    text('particle') === '' ? surnameOf(text('surname')) : { particle: text('particle'), surname: text('surname') }
  const given = joined(text('given'), text('additional'))
  const [title, credential] = [text('title'), text('credential')]
  const full = text('full') || joined(title, given, family.particle, family.surname, credential)
  return { ...filled({ ...family, given, title, credential }), full }
}

const kinds: readonly string[] = ['individual', 'org', 'group'] satisfies ContactKind[]
const isKind = (written: string): written is ContactKind => kinds.includes(written)

function restOf(text: Texts): Omit<ContactFields, 'name'> {
  const [company, unit, job, kind] = [text('company'), text('unit'), text('job'), text('kind').toLowerCase()]
  return {
    ...(isKind(kind) && { kind }),
    ...(company !== '' && { organizations: [{ name: company, ...(unit !== '' && { units: unit.split(' / ') }) }] }),
    ...(job !== '' && { titles: job.split(' / ') }),
    ...filled({ photo: text('photo'), note: text('note') }),
  }
}

/** A cell may hold more than one: Google puts ` ::: ` between them. */
const several = (cell: string) => cell.split(/\s*:::\s*/).filter((value) => value !== '')

/** A cell without the apostrophe that keeps spreadsheets from taking it for a formula. */
const asWritten = (cell: string) => (/^'+[=+\-@]/.test(cell) ? cell.slice(1) : cell)
