import { Grammar, type IncomingMessage, type NameAddrHeader } from 'sip.js/lib/core/index.js'
import type { Settings } from '../config/schema.ts'
import type { Identity } from '../people/people.ts'

type Grace = Pick<Settings, 'graceSeconds' | 'ringGraceSeconds'>

const controls = /\p{Cc}+/gu

/** One line of a header: whatever a peer put into a value must not become a header of its own. */
export const oneLine = (text: string): string => text.replace(controls, ' ').trim()

/** A display name as a quoted string (RFC 3261, section 25.1). */
export const quoted = (name: string): string => oneLine(name).replace(/[\\"]/g, '\\$&')

/** `P-Asserted-Identity` (RFC 3325): who the exchange says the other party is. */
export const assertedIdentity = ({ name, number }: Identity, domain: string): string =>
  `P-Asserted-Identity: "${quoted(name)}" <sip:${number}@${domain}>`

/** The value of a `Reason` header (RFC 3326). */
export const reason = (protocol: 'SIP' | 'Q.850', cause: number, text: string): string =>
  `${protocol};cause=${cause};text="${quoted(text)}"`

/** A `Warning` that explains a refusal to a person (RFC 3261, section 20.43). */
export const warning = (text: string): string => `Warning: 399 offhook "${quoted(text)}"`

/** What may be asked of us (RFC 3261, section 20.5). */
export const allow = 'Allow: ACK, BYE, CANCEL, INFO, INVITE, NOTIFY, OPTIONS, REFER, REGISTER, UPDATE'

/** How long an answered call of a device that is gone is kept, and one that rings, in seconds; nothing when neither is. */
export function graceHeaders({ graceSeconds, ringGraceSeconds }: Grace): string[] {
  if (graceSeconds === 0) return []
  return [`Offhook-Grace: ${graceSeconds};ringing=${Math.min(graceSeconds, ringGraceSeconds)}`]
}

/** The headers of these names that a peer sent, ready to be passed on. */
export function passOn(message: IncomingMessage, names: readonly string[]): string[] {
  return names.flatMap((name) => message.getHeaders(name).map((value) => `${name}: ${oneLine(value)}`))
}

/** The name-addr in a header value, or nothing when it cannot be read. */
export function parseNameAddr(value: string): NameAddrHeader | undefined {
  return Grammar.nameAddrHeaderParse(value)
}

/** Whether a message says that its sender understands an option (`Supported`, RFC 3261 section 20.37). */
export function supports(message: IncomingMessage, option: string): boolean {
  return message.getHeaders('supported').some((value) => tokens(value).includes(option))
}

/** Whether the sender of a message takes INFO requests of a package in this dialog (`Recv-Info`, RFC 6086 section 5.2.2). */
export function receivesInfo(message: IncomingMessage, packageName: string): boolean {
  const packages = message.getHeaders('recv-info').flatMap(tokens)
  return packages.some((it) => it.split(';')[0]?.trim() === packageName)
}

/** The comma-separated tokens of a header value, in lower case. */
export const tokens = (value: string): string[] =>
  value
    .toLowerCase()
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '')

/** The text behind its percent-encoding, or nothing when that is malformed. */
export function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** The three ids of a dialog that a `Replaces` names (RFC 3891), as its reader stores them. */
export interface ReplacedDialog {
  readonly callId: string
  readonly toTag: string
  readonly fromTag: string
  readonly earlyOnly: boolean
}

/** Reads the value of a `Replaces` header; nothing when it is malformed. */
export function parseReplaces(value: string): ReplacedDialog | undefined {
  const [callId = '', ...parameters] = value.split(';').map((part) => part.trim())
  const parameter = (name: string) =>
    parameters.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
  const toTag = parameter('to-tag')
  const fromTag = parameter('from-tag')
  if (callId === '' || !toTag || !fromTag) return undefined
  return { callId, toTag, fromTag, earlyOnly: parameters.some((part) => part.toLowerCase() === 'early-only') }
}
