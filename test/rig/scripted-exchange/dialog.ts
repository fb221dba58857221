import { cseqOf, type Extra, type Message, tagOf, uriOf, word, writeMessage } from './message.ts'

/** One side of a call as SIP knows it (RFC 3261 section 12). */
export interface Dialog {
  readonly callId: string
  /** Our From with its tag. */
  readonly local: string
  /** Their To with its tag. */
  readonly remote: string
  /** Where they want their requests. */
  readonly target: string
  cseq: number
}

/** The dialog that our answer to their INVITE begins. */
export function dialogOfTheirs(invite: Message, tag: string): Dialog {
  return {
    callId: invite.header('Call-ID'),
    local: `${invite.header('To')};tag=${tag}`,
    remote: invite.header('From'),
    target: uriOf(invite.header('Contact')),
    cseq: 1,
  }
}

/** The dialog that their answer to our INVITE begins. */
export function dialogOfOurs(invite: Message, response: Message): Dialog {
  return {
    callId: invite.header('Call-ID'),
    local: invite.header('From'),
    remote: response.header('To'),
    target: uriOf(response.header('Contact')),
    cseq: cseqOf(invite),
  }
}

/** Who calls whom, when nothing else is said. */
export interface Callers {
  readonly from?: string
  readonly to?: string
  readonly callId?: string
}

const via = () => `Via: SIP/2.0/WS scripted.invalid;branch=z9hG4bK${word()}`
const contact = 'Contact: <sip:scripted@scripted.invalid;transport=ws>'

/** A request outside a call. */
export function request(method: string, uri: string, { from, to, callId, ...extra }: Callers & Extra = {}): string {
  const headers = [
    via(),
    `From: ${from ?? '"Scripted" <sip:900@scripted.invalid>'};tag=${word()}`,
    `To: ${to ?? `<${uri}>`}`,
    `Call-ID: ${callId ?? word()}`,
    `CSeq: 1 ${method}`,
    'Max-Forwards: 70',
    contact,
  ]
  return writeMessage(`${method} ${uri} SIP/2.0`, headers, extra)
}

/** A request inside a call; an ACK repeats the number of what it acknowledges. */
export function requestIn(dialog: Dialog, method: string, extra: Extra & { readonly cseq?: number } = {}): string {
  const cseq = extra.cseq ?? (method === 'ACK' ? dialog.cseq : ++dialog.cseq)
  const headers = [
    via(),
    `From: ${dialog.local}`,
    `To: ${dialog.remote}`,
    `Call-ID: ${dialog.callId}`,
    `CSeq: ${cseq} ${method}`,
    'Max-Forwards: 70',
    contact,
  ]
  return writeMessage(`${method} ${dialog.target} SIP/2.0`, headers, extra)
}

/** What gives up a request: the same branch and number (RFC 3261 9.1). */
export function cancelOf(invite: Message, extra: Extra = {}): string {
  const same = ['Via', 'From', 'To', 'Call-ID'].map((name) => `${name}: ${invite.header(name)}`)
  return writeMessage(
    `CANCEL ${invite.uri} SIP/2.0`,
    [...same, `CSeq: ${cseqOf(invite)} CANCEL`, 'Max-Forwards: 70'],
    extra,
  )
}

/** How a request is answered. */
export interface Answer extends Extra {
  readonly phrase?: string
  /** The tag of our side; two tags are two who answer. */
  readonly tag?: string
}

/** A response to a request of the phone. */
export function responseTo(
  asked: Message,
  status: number,
  { phrase = 'Scripted', tag, ...extra }: Answer = {},
): string {
  const to = asked.header('To')
  const isTagged = status > 100 && tagOf(to) === ''
  const headers = [
    ...asked.headers('Via').map((value) => `Via: ${value}`),
    `From: ${asked.header('From')}`,
    `To: ${to}${isTagged ? `;tag=${tag ?? word()}` : ''}`,
    `Call-ID: ${asked.header('Call-ID')}`,
    `CSeq: ${asked.header('CSeq')}`,
    contact,
  ]
  return writeMessage(`SIP/2.0 ${status} ${phrase}`, headers, extra)
}
