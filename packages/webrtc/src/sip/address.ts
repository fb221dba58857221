/** A name and a SIP or telephone number as a header gives them (RFC 3261 20.10). */
export interface Address {
  /** Without quotes and escapes; empty when there is none. */
  readonly name: string
  /** The user of a SIP URI, or the number of a tel URI, unescaped; empty when there is none. */
  readonly user: string
}

const uri = /^(sips?|tel):(?:([^@]*)@)?(.*)$/is

/** Reads the first address of a header; undefined when there is none that can be read. sip.js reads no tel URIs and no lists. */
export function readAddress(header: string): Address | undefined {
  const text = header.trim()
  const start = text.startsWith('"') ? endOfQuotes(text, 0) : text.indexOf('<')
  const inBrackets = text.slice(start).trimStart()
  const end = inBrackets.startsWith('<') ? inBrackets.indexOf('>') : -1
  if (end < 0) return withoutBrackets.test(text) ? addressOf('', text.split(/[\s<>",;]/, 1)[0] ?? '') : undefined
  const name = text.slice(0, start).trim()
  return addressOf(name.startsWith('"') ? unquoted(name) : name, inBrackets.slice(1, end))
}

const withoutBrackets = /^[a-z]+:[^\s<>",;]/i

function addressOf(name: string, address: string): Address | undefined {
  const [, scheme = '', user, rest = ''] = uri.exec(address) ?? []
  if (scheme === '') return undefined
  const number = scheme.toLowerCase() === 'tel' ? rest : (user ?? '')
  return { name, user: unescaped(number.split(/[;:?]/, 1)[0] ?? '') }
}

/** Reads every address of a list. */
export function readAddresses(headers: readonly string[]): readonly Address[] {
  return headers
    .flatMap(partsOf)
    .map(readAddress)
    .filter((address) => address !== undefined)
}

/** The parts of a list; commas in names and brackets are no separators. */
function partsOf(header: string): readonly string[] {
  const parts: string[] = []
  let begin = 0
  for (let at = 0; at < header.length; at++) {
    const character = header[at]
    if (character === '"') at = endOfQuotes(header, at) - 1
    else if (character === '<') at = endOfBrackets(header, at)
    else if (character === ',') {
      parts.push(header.slice(begin, at))
      begin = at + 1
    }
  }
  return [...parts, header.slice(begin)]
}

function endOfBrackets(text: string, open: number): number {
  const close = text.indexOf('>', open)
  return close < 0 ? text.length : close
}

/** Where quotes that open at a place are closed; the end of the text when they never are. */
function endOfQuotes(text: string, open: number): number {
  let at = open + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return Math.min(at + 1, text.length)
}

/** Writes a name so that it stays within its quotes, whatever is in it (RFC 3261 25.1). */
export function quotable(name: string): string {
  return name.replace(/\p{Cc}+/gu, ' ').replace(/["\\]/g, '\\$&')
}

const unquoted = (text: string) => text.slice(1, -1).replace(/\\(.)/gs, '$1')

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // a percent sign that escapes nothing
    return text
  }
}
