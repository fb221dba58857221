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

const longestProperty = 1_000_000

/** The lines of a text, folded ones put together, soft line breaks of quoted-printable too. */
export function* unfoldedLines(text: string): Generator<Unfolded> {
  let pending: { line: number; parts: string[]; length: number } | undefined
  let line = 0
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf('\n', at)
    const raw = text.slice(at, end === -1 ? text.length : end).replace(/\r$/, '')
    at = end === -1 ? text.length + 1 : end + 1
    line++
    const isFolded = /^[ \t]/.test(raw)
    const isSoft = pending !== undefined && isSoftBreak(pending.parts)
    if (pending !== undefined && (isFolded || isSoft)) {
      if (isSoft) pending.parts.push(pending.parts.pop()?.slice(0, -1) ?? '')
      // what is that long is a picture, and is not kept
      if (pending.length < longestProperty) pending.parts.push(isFolded ? raw.slice(1) : raw)
      pending.length += raw.length
      continue
    }
    if (pending !== undefined) yield { line: pending.line, text: pending.parts.join('') }
    pending = { line, parts: [raw], length: raw.length }
  }
  if (pending !== undefined) yield { line: pending.line, text: pending.parts.join('') }
}

const isSoftBreak = (parts: readonly string[]) =>
  (parts.at(-1)?.endsWith('=') ?? false) && /ENCODING=QUOTED-PRINTABLE|;QUOTED-PRINTABLE/i.test(parts[0] ?? '')

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
