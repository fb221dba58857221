import { type IncomingRequestMessage, IncomingResponseMessage, LoggerFactory, Parser } from 'sip.js/lib/core/index.js'
import { getReasonPhrase, newTag } from 'sip.js/lib/core/messages/utils.js'

/** What a frame turned out to be; nonsense may carry the answer its sender deserves. */
export type Received =
  | { readonly kind: 'request'; readonly message: IncomingRequestMessage }
  | { readonly kind: 'response'; readonly message: IncomingResponseMessage }
  | { readonly kind: 'nonsense'; readonly answer?: string }

/** Longest Request-URI that is read at all; more is answered 414. */
const longestUri = 1024

/** Longest header section that is read at all: the parser takes up to a millisecond for a hundred characters of spite. */
const longestHead = 8192

// printable text, tabs and whole CRLFs only: anything else could become a header when it is passed on
const illegalInHead = /(?![\t\r\n])\p{Cc}|(?<!\r)\n|\r(?!\n)/u
// what is left where a Content-Length ends within a character: it cannot be sent on
const halfCharacter = /\p{Cs}/u
const requestLine = /^([A-Za-z]{1,32}) (.*) SIP\/2\.0$/
// never meant for us, and slow to parse
const challenges = /^(?:www|proxy)-authenticate[ \t]*:.*$\r\n/gim
const everyContact = /^(?:contact|m)[ \t]*:[ \t]*\*[ \t]*$/im

/** The address that stands for `Contact: *` (RFC 3261, section 10.2.2), which the parser does not know. */
export const everyContactHost = 'every-contact.invalid'

/** sip.js' own logging, switched off: its lines carry numbers and dialog ids. */
export function silentSipLog(): LoggerFactory {
  const factory = new LoggerFactory()
  factory.builtinEnabled = false
  return factory
}

const parserLog = silentSipLog().getLogger('parser')

/** Reads one frame of SIP over WebSocket (RFC 7118); never throws. */
export function readMessage(text: string): Received {
  const end = text.indexOf('\r\n\r\n')
  const head = end < 0 ? text : text.slice(0, end)
  const first = requestLine.exec(head.slice(0, head.indexOf('\r\n')))
  const uri = first?.[2] ?? ''
  if (uri.length > longestUri) return nonsense(head, 414)
  if (head.length > longestHead) return nonsense(head, 513)
  if (end < 0 || illegalInHead.test(head)) return nonsense(head, 400)
  const readable = `${head}\r\n`.replace(challenges, '').replace(everyContact, `Contact: <sip:${everyContactHost}>`)
  const message = parse(`${readable}${text.slice(end + 2)}`)
  if (message instanceof IncomingResponseMessage) {
    return hasEssentials(message) ? { kind: 'response', message } : { kind: 'nonsense' }
  }
  if (!message || !isSound(message)) return nonsense(head, /^sips?:/i.test(uri) || uri === '' ? 400 : 416)
  return { kind: 'request', message }
}

function parse(text: string): IncomingRequestMessage | IncomingResponseMessage | undefined {
  try {
    return Parser.parseMessage(text, parserLog)
  } catch {
    // the parser throws on some malformed headers instead of returning nothing
    return undefined
  }
}

function hasEssentials(message: IncomingRequestMessage | IncomingResponseMessage): boolean {
  const complete = message.viaBranch && message.from && message.to && message.callId
  const typed = message.body === '' || message.hasHeader('content-type')
  const whole = !halfCharacter.test(message.body)
  return Boolean(complete && Number.isInteger(message.cseq) && typed && whole && canBeWritten(message))
}

/** Whether every address can be written again: one escaped as no UTF-8 would fail when it is answered to. */
function canBeWritten(message: IncomingRequestMessage | IncomingResponseMessage): boolean {
  const contacts = (message.headers.Contact ?? []).map(({ parsed }: { parsed?: unknown }) => parsed)
  const requestUri = 'ruri' in message ? message.ruri : undefined
  try {
    for (const address of [message.from, message.to, requestUri, ...contacts]) String(address)
    return true
  } catch {
    return false
  }
}

function isSound(message: IncomingRequestMessage): boolean {
  if (!hasEssentials(message) || !message.ruri || !message.fromTag) return false
  const cseq = message.getHeader('cseq')?.trim().split(/\s+/)
  return cseq?.[1] === message.method
}

/** An answer made from the raw lines of a request that the parser refused; none when too little can be read. */
function nonsense(head: string, status: number): Received {
  const lines = head.split('\r\n')
  if (!requestLine.test(lines[0] ?? '') || lines[0]?.startsWith('ACK ')) return { kind: 'nonsense' }
  const find = (name: string, short: string) => {
    const pattern = new RegExp(`^(?:${name}|${short})[ \\t]*:[ \\t]*(.*)$`, 'i')
    return lines.map((line) => pattern.exec(line)?.[1]).find((value) => value !== undefined)
  }
  const via = find('via', 'v')
  const from = find('from', 'f')
  const to = find('to', 't')
  const callId = find('call-id', 'i')
  const cseq = find('cseq', 'cseq')
  const all = [via, from, to, callId, cseq]
  if (!all.every((value) => value && value.length < 512 && !illegalInHead.test(value))) return { kind: 'nonsense' }
  const tag = /;\s*tag=/i.test(to ?? '') ? '' : `;tag=${newTag()}`
  const answer = [
    `SIP/2.0 ${status} ${getReasonPhrase(status)}`,
    `Via: ${via}`,
    `From: ${from}`,
    `To: ${to}${tag}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    'Content-Length: 0',
  ]
  return { kind: 'nonsense', answer: `${answer.join('\r\n')}\r\n\r\n` }
}
