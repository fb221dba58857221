/** A SIP message as it stands on the wire. */
export interface Message {
  readonly text: string
  /** The first word of a request; nothing for a response. */
  readonly method: string | undefined
  /** The code of a response; nothing for a request. */
  readonly status: number | undefined
  readonly uri: string
  readonly body: string
  /** The value of the first header of that name; empty when there is none. */
  header(name: string): string
  headers(name: string): readonly string[]
}

/** What may stand in a message beside the headers it needs. */
export interface Extra {
  readonly headers?: readonly string[]
  readonly body?: string | undefined
  /** Default `application/sdp`. */
  readonly type?: string
}

/** Reads a message. */
export function readMessage(text: string): Message {
  const end = text.indexOf('\r\n\r\n')
  const head = end < 0 ? text : text.slice(0, end)
  const [first = '', ...lines] = head.split('\r\n')
  const [method = '', uri = ''] = first.split(' ')
  const isResponse = method === 'SIP/2.0'
  const headers = (name: string) =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      .map((line) => line.slice(name.length + 1).trim())
  return {
    text,
    method: isResponse ? undefined : method,
    status: isResponse ? Number(uri) : undefined,
    uri: isResponse ? '' : uri,
    body: end < 0 ? '' : text.slice(end + 4),
    headers,
    header: (name) => headers(name)[0] ?? '',
  }
}

/** Writes a message: first line, headers, and the body with its type and length. */
export function writeMessage(first: string, headers: readonly string[], { body = '', type, ...extra }: Extra = {}) {
  const content = body === '' ? [] : [`Content-Type: ${type ?? 'application/sdp'}`]
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  return [first, ...headers, ...(extra.headers ?? []), ...content, length, '', body].join('\r\n')
}

/** A made-up word that nobody else has. */
export const word = () => Math.random().toString(36).slice(2, 12)

export const tagOf = (value: string) => /;\s*tag=([^;>\s]+)/.exec(value)?.[1] ?? ''

export const uriOf = (value: string) => /<([^>]+)>/.exec(value)?.[1] ?? value.split(';')[0] ?? ''

/** The number before the method in CSeq. */
export const cseqOf = (message: Message) => Number(message.header('CSeq').split(' ')[0])
