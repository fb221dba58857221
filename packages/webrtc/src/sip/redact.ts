/** Writes SIP messages without what is secret or personal. */
export type Redactor = (message: string) => string

// what says nothing about a person, as long as no long number stands in it; short forms of RFC 3261 7.3.3 too
const plainHeaders = new Set([
  ...[
    'cseq',
    'max-forwards',
    'content-type',
    'c',
    'content-length',
    'l',
    'content-disposition',
    'expires',
    'min-expires',
  ],
  ...['allow', 'supported', 'k', 'require', 'proxy-require', 'unsupported', 'accept', 'retry-after', 'rseq', 'rack'],
  ...['event', 'o', 'subscription-state', 'allow-events', 'u', 'session-expires', 'x', 'min-se'],
])

const addressHeaders = new Set([
  ...['from', 'f', 'to', 't', 'contact', 'm', 'refer-to', 'r', 'referred-by', 'b', 'reply-to', 'route', 'record-route'],
  ...['path', 'service-route', 'p-asserted-identity', 'p-preferred-identity', 'p-called-party-id', 'p-associated-uri'],
  ...['remote-party-id', 'diversion', 'history-info'],
])

// attributes of a description that say what is agreed on, and not with whom
const plainAttributes = new Set([
  ...['sendrecv', 'sendonly', 'recvonly', 'inactive', 'rtpmap', 'fmtp', 'rtcp-fb', 'ptime', 'maxptime', 'mid', 'group'],
  ...['setup', 'rtcp-mux', 'rtcp-rsize', 'ice-options', 'ice-lite', 'end-of-candidates', 'extmap-allow-mixed'],
])

/**
 * Makes what redacts SIP messages: only what is known to be harmless stays. Call-IDs, tags and branches become marks, by
 * which messages can be told to belong together; the marks of two redactors have nothing in common.
 */
export function createRedactor(salt = String(crypto.getRandomValues(new Uint32Array(4)))): Redactor {
  const mark = (value: string) => `#${fnv1a(salt + value).toString(36)}`

  const address = (value: string) => {
    if (value.trim() === '*') return '*'
    const scheme = /\b(sips?|tel):/i.exec(value)?.[1] ?? 'sip'
    const tag = /;\s*tag\s*=\s*([^;,>\s]+)/i.exec(value)?.[1]
    const expires = /;\s*expires\s*=\s*(\d{1,7})\b/i.exec(value)?.[1]
    return `<${scheme}:[redacted]>${tag ? `;tag=${mark(tag)}` : ''}${expires ? `;expires=${expires}` : ''}`
  }

  const via = (value: string) => {
    const protocol = /^\s*SIP\s*\/\s*2\.0\s*\/\s*([A-Z]{2,4})\b/i.exec(value)?.[1]
    const branch = /;\s*branch\s*=\s*([^;,\s]+)/i.exec(value)?.[1]
    return `SIP/2.0/${protocol ?? '?'} [redacted]${branch ? `;branch=${mark(branch)}` : ''}`
  }

  const replaces = (value: string) => {
    const [callId = ''] = value.split(';')
    const tag = (name: string) => mark(new RegExp(`;\\s*${name}\\s*=\\s*([^;,\\s]+)`, 'i').exec(value)?.[1] ?? '')
    return `${mark(callId.trim())};to-tag=${tag('to-tag')};from-tag=${tag('from-tag')}`
  }

  const special: Readonly<Record<string, (value: string) => string>> = {
    ...{ via, v: via, replaces },
    ...{ 'call-id': (value) => mark(value.trim()), i: (value) => mark(value.trim()) },
    ...{ reason: causes, 'www-authenticate': challenge, 'proxy-authenticate': challenge },
  }

  const header = (line: string) => {
    const [, name = '', value = ''] = /^([A-Za-z][A-Za-z-]{0,40})\s*:\s*(.*)$/.exec(line) ?? []
    const key = name.toLowerCase()
    if (name === '') return '[redacted]'
    if (Object.hasOwn(special, key)) return `${name}: ${special[key]?.(value) ?? ''}`
    if (addressHeaders.has(key)) return `${name}: ${address(value)}`
    return `${name}: ${plainHeaders.has(key) ? harmless(value) : '[redacted]'}`
  }

  return (message) => {
    const [head = '', ...rest] = message.split('\r\n\r\n')
    // a header may go on in the next line (RFC 3261 7.3.1)
    const [first = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
    const title = firstLine(first)
    if (title === undefined) return `[${message.length} characters that are no SIP message]`
    return [title, ...lines.map(header), '', body(rest.join('\r\n\r\n'))].join('\r\n')
  }
}

/** A request without whom it is for, a response without the words, which are anybody's. */
function firstLine(line: string): string | undefined {
  const status = /^SIP\/2\.0 (\d{3})\b/.exec(line)?.[1]
  if (status !== undefined) return `SIP/2.0 ${status}`
  const [, method, scheme] = /^([A-Z]{3,12}) (sips?|tel):.* SIP\/2\.0$/.exec(line) ?? []
  return method === undefined ? undefined : `${method} ${scheme}:[redacted] SIP/2.0`
}

/** Which causes a Reason header gives (RFC 3326), without the words. */
function causes(value: string): string {
  const found = value.match(/\b(?:SIP|Q\.850)\s*;[^,]*?\bcause\s*=\s*\d{1,3}\b/gi) ?? []
  const short = found.map((each) => each.replace(/\s*;.*?\bcause\s*=\s*/i, ';cause='))
  return short.join(', ') || '[redacted]'
}

function challenge(value: string): string {
  const algorithm = /\balgorithm\s*=\s*"?([A-Za-z0-9-]{1,16})\b/i.exec(value)?.[1]
  const stale = /\bstale\s*=\s*"?(true|false)\b/i.exec(value)?.[1]
  return ['Digest [redacted]', algorithm && `algorithm=${algorithm}`, stale && `stale=${stale}`]
    .filter(Boolean)
    .join(', ')
}

function body(text: string): string {
  if (text === '') return ''
  if (text.startsWith('v=0')) return text.split('\r\n').map(descriptionLine).join('\r\n')
  const status = /^SIP\/2\.0 (\d{3})\b/.exec(text)?.[1]
  return status === undefined ? `[${text.length} characters]` : `SIP/2.0 ${status}`
}

function descriptionLine(line: string): string {
  if (line === '' || /^v=0$|^s=-$|^t=0 0$/.test(line)) return line
  if (/^m=[a-z]+ \d{1,5} [A-Z/]+(?: \d{1,3})*$/.test(line)) return line
  if (line.startsWith('a=candidate:')) return candidateLine(line)
  const attribute = /^a=([a-z-]+)/.exec(line)?.[1]
  if (attribute === undefined) return `${/^[a-z]=/.exec(line)?.[0] ?? ''}[redacted]`
  return plainAttributes.has(attribute) ? harmless(line) : `a=${attribute}:[redacted]`
}

/** How and of what kind a candidate is, not where. */
function candidateLine(line: string): string {
  const [, component, protocol, kind] = /^\S+ (\d) (udp|tcp) .* typ (host|srflx|prflx|relay)\b/i.exec(line) ?? []
  return kind === undefined ? 'a=candidate:[redacted]' : `a=candidate:[redacted] ${component} ${protocol} typ ${kind}`
}

/** Short words, numbers and versions; anything that could be an address or a telephone number is taken out. */
function harmless(value: string): string {
  return value
    .slice(0, 256)
    .replace(/"[^"]*"?/g, '"[redacted]"')
    .replace(/[^\s;,=]*(?:@|:\/\/|\d[\d().\s-]{5,}\d|(?:\d{1,3}\.){3}\d|[0-9a-f]*:[0-9a-f]*:)[^\s;,=]*/gi, '[redacted]')
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash
}
