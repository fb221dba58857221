/** A property of a vCard. */
export interface Property {
  readonly line: number
  /** In capitals, without its group. */
  readonly name: string
  readonly group: string
  /** In capitals; every value of every parameter of that name, in lower case. */
  readonly parameters: ReadonlyMap<string, readonly string[]>
  readonly value: string
}

/** A line as it is meant: unfolded (RFC 6350, section 3.2). */
interface Unfolded {
  readonly line: number
  readonly text: string
}

/** A line that may still go on. */
interface Pending {
  readonly line: number
  readonly parts: string[]
  length: number
  /** Of vCard 2.1: where a line of it ends with `=`, it goes on. */
  readonly isQuoted: boolean
  isSoft: boolean
}

/** What is longer is a picture, and is not kept. */
const longestProperty = 100_000

/** The lines of a text, folded ones put together, soft line breaks of quoted-printable too; and how far it is. */
export function* unfoldedLines(text: string): Generator<Unfolded | number> {
  let pending: Pending | undefined
  let line = 0
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at <= text.length; ) {
    const found = text.indexOf('\n', at)
    const end = found === -1 ? text.length : found
    const raw = text.slice(at, text[end - 1] === '\r' ? end - 1 : end)
    at = end + 1
    line++
    yield at
    const isFolded = raw.startsWith(' ') || raw.startsWith('\t')
    if (pending !== undefined && (isFolded || pending.isSoft)) goOn(pending, isFolded ? raw.slice(1) : raw)
    else {
      if (pending !== undefined) yield { line: pending.line, text: pending.parts.join('') }
      pending = { line, parts: [], length: 0, isQuoted: quotedPrintable.test(raw.slice(0, 1_000)), isSoft: false }
      goOn(pending, raw)
    }
  }
  if (pending !== undefined) yield { line: pending.line, text: pending.parts.join('') }
}

const quotedPrintable = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE/i

function goOn(pending: Pending, raw: string): void {
  pending.isSoft = pending.isQuoted && raw.endsWith('=')
  const more = pending.isSoft ? raw.slice(0, -1) : raw
  const room = longestProperty - pending.length
  if (room > 0) pending.parts.push(more.slice(0, room))
  pending.length += more.length
}

const shape = /^(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)((?:;(?:[^:;"]|"[^"]*")*)*):(.*)$/s

/** The property a line says, or undefined when it says none. */
export function propertyOf({ line, text }: Unfolded): Property | undefined {
  const [, group = '', name, written = '', value] = shape.exec(text) ?? []
  if (name === undefined || value === undefined) return undefined
  const parameters = parametersOf(written)
  return { line, name: name.toUpperCase(), group, parameters, value: decoded(value, parameters) }
}

function parametersOf(written: string): ReadonlyMap<string, readonly string[]> {
  const parameters = new Map<string, readonly string[]>()
  for (const [, parameter = ''] of written.matchAll(/;((?:[^;"]|"[^"]*")*)/g)) {
    const [key = '', rest] = splitOnce(parameter, '=')
    // vCard 2.1 writes TEL;CELL and means TEL;TYPE=CELL
    const name = rest === undefined ? 'TYPE' : key.toUpperCase()
    const values = (rest ?? key).replaceAll('"', '').toLowerCase().split(',')
    parameters.set(name, [...(parameters.get(name) ?? []), ...values])
  }
  return parameters
}

function splitOnce(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + by.length)]
}

/** The value of vCard 2.1, which may be written in quoted-printable UTF-8. */
function decoded(value: string, parameters: ReadonlyMap<string, readonly string[]>): string {
  const isQuoted = [...(parameters.get('ENCODING') ?? []), ...(parameters.get('TYPE') ?? [])].includes(
    'quoted-printable',
  )
  if (!isQuoted) return value
  try {
    return decodeURIComponent(value.replaceAll('%', '%25').replace(/=([0-9A-F]{2})/gi, '%$1'))
  } catch {
    return value
  }
}

/** A text value without its escapes. */
export const unescaped = (value: string): string =>
  value.replace(/\\(.)/gs, (_, escaped: string) => (escaped === 'n' || escaped === 'N' ? '\n' : escaped))

/** A value that has parts, at the separators that are not escaped. */
export const partsOf = (value: string, separator: ';' | ','): readonly string[] =>
  [...`${value}${separator}`.matchAll(separator === ';' ? /((?:\\.|[^;\\])*);/gs : /((?:\\.|[^,\\])*),/gs)].map(
    ([, part = '']) => unescaped(part).trim(),
  )
