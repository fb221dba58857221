import { createHash, randomBytes } from 'node:crypto'

/** A SIP message as it stands on the wire. */
export interface Sip {
  readonly text: string
  /** The first word of a request, nothing for a response. */
  readonly method: string | undefined
  /** The code of a response, nothing for a request. */
  readonly status: number | undefined
  readonly first: string
  readonly body: string
  header(name: string): string
  headers(name: string): string[]
}

/** How a message is made: headers beside the usual ones, a body, and its type unless it is SDP. */
export interface Extra {
  readonly headers?: readonly string[]
  readonly body?: string
  readonly type?: string
}

/** Takes a message apart, as plainly as can be. */
export function readSip(text: string): Sip {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = (name: string) =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      .map((line) => line.slice(name.length + 1).trim())
  const status = first.startsWith('SIP/2.0 ') ? Number(first.split(' ')[1]) : undefined
  return {
    text,
    first,
    status,
    method: status === undefined ? first.split(' ')[0] : undefined,
    body: rest.join('\r\n\r\n'),
    header: (name) => headers(name)[0] ?? '',
    headers,
  }
}

/** Puts a message together. */
export function writeSip(
  first: string,
  headers: readonly string[],
  { body = '', type = 'application/sdp' }: Extra = {},
): string {
  const about = body === '' ? [] : [`Content-Type: ${type}`]
  return [first, ...headers, ...about, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n')
}

/** A made-up session description; the exchange never looks into one. */
export const sdp = (label: string): string => `v=0\r\no=${label} 0 0 IN IP4 127.0.0.1\r\ns=-\r\n`

/** Letters and digits that nobody else has. */
export const token = (): string => randomBytes(6).toString('hex')
/** The MD5 of a text, in hexadecimal. */
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
/** The tag of a From or To. */
export const tagOf = (value: string): string => /;tag=([^;>\s]+)/.exec(value)?.[1] ?? ''
/** The address in a From, To or Contact. */
export const uriOf = (value: string): string => /<([^>]+)>/.exec(value)?.[1] ?? value.split(';')[0] ?? ''

/** Whether a message answers the request with this Call-ID and CSeq. */
export const answers = (callId: string, cseq: string) => (message: Sip) =>
  message.status !== undefined && message.header('Call-ID') === callId && message.header('CSeq') === cseq
