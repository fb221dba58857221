import { answers, type Extra, md5, type Sip, token, writeSip } from './sip-text.ts'
import type { Wire } from './wire.ts'

/** What a challenge has taught, and under which header name the answer goes. */
export interface Nonce {
  header: string
  readonly realm: string
  nonce: string
  count: number
}

/** How a request outside a dialog differs from the usual one. */
export interface Outside extends Extra {
  readonly cseq?: number
  readonly callId?: string
  readonly fromTag?: string
  readonly to?: string
  readonly from?: string
  /** Whether it carries credentials, or the address that they are written for. */
  readonly credentials?: boolean | string
  /** Another contact, or none when empty. */
  readonly contact?: string
}

/** A request that was sent, as far as its ACK or CANCEL must repeat it. */
export interface Sent {
  readonly branch: string
  readonly callId: string
  readonly fromTag: string
  readonly cseq: number
  readonly uri: string
  readonly from: string
}

/** The requests of a phone outside a dialog, and the password it answers challenges with. */
export function createRequests(wire: Wire) {
  const { user, domain, password, send, take } = wire
  const nonces: { last: Nonce | undefined } = { last: undefined }

  const authorization = (method: string, uri: string): string[] => {
    if (!nonces.last) return []
    nonces.last.count += 1
    const { header, realm, nonce, count } = nonces.last
    const nc = count.toString(16).padStart(8, '0')
    const cnonce = token()
    const ha1 = md5(`${user}:${realm}:${password}`)
    const response = md5(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`)
    const quoted = { username: user, realm, nonce, uri, response, cnonce }
    const parameters = Object.entries(quoted).map(([name, value]) => `${name}="${value}"`)
    return [`${header}: Digest ${parameters.join(', ')}, algorithm=MD5, qop=auth, nc=${nc}`]
  }

  const learnNonce = (response: Sip) => {
    const [header, challenge] =
      response.status === 401
        ? ['Authorization', response.header('WWW-Authenticate')]
        : ['Proxy-Authorization', response.header('Proxy-Authenticate')]
    const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
    nonces.last = { header, realm: field('realm'), nonce: field('nonce'), count: 0 }
  }

  /** A request outside a dialog, as it goes out once. */
  const outside = (method: string, uri: string, options: Outside = {}): Sent => {
    const { cseq = 1, callId = token(), fromTag = token(), to = uri, credentials = true } = options
    const from = options.from ?? `<sip:${user}@${domain}>`
    const branch = `z9hG4bK${token()}`
    const contact = options.contact ?? wire.contact
    const headers = [
      `Via: SIP/2.0/WS ${user}.invalid;branch=${branch}`,
      `From: ${from};tag=${fromTag}`,
      `To: <${to}>`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      'Max-Forwards: 70',
      ...(contact === '' ? [] : [`Contact: ${contact}`]),
      `Supported: ${wire.supported}`,
      ...(credentials ? authorization(method, credentials === true ? uri : credentials) : []),
      ...wire.says,
      ...(options.headers ?? []),
    ]
    send(writeSip(`${method} ${uri} SIP/2.0`, headers, options))
    return { branch, callId, fromTag, cseq, uri, from }
  }

  /** The ACK of a refusal, or the CANCEL of an INVITE: what goes hop by hop. */
  const follow = (
    method: 'ACK' | 'CANCEL',
    sent: Sent,
    { to, headers = [] }: { to: string; headers?: readonly string[] },
  ) =>
    send(
      writeSip(`${method} ${sent.uri} SIP/2.0`, [
        `Via: SIP/2.0/WS ${user}.invalid;branch=${sent.branch}`,
        `From: ${sent.from};tag=${sent.fromTag}`,
        `To: ${to}`,
        `Call-ID: ${sent.callId}`,
        `CSeq: ${sent.cseq} ${method}`,
        ...headers,
      ]),
    )

  /** Sends a request and answers a challenge once; resolves with the first response that is not one. */
  const ask = async (method: string, uri: string, options: Outside = {}) => {
    const same = { callId: token(), fromTag: token() }
    const sent = outside(method, uri, { ...options, ...same, credentials: false })
    const response = await take(answers(sent.callId, `1 ${method}`), `an answer to ${method}`)
    if (response.status !== 401 && response.status !== 407) return { sent, response }
    if (method === 'INVITE') follow('ACK', sent, { to: response.header('To') })
    learnNonce(response)
    const again = outside(method, uri, { ...options, ...same, cseq: 2 })
    const final = await take(answers(again.callId, `2 ${method}`), `an answer to ${method} with credentials`)
    return { sent: again, response: final }
  }

  const register = async ({ expires = 600, ...options }: Outside & { expires?: number } = {}) => {
    const contact = `${wire.contact};+sip.instance="<urn:uuid:${wire.instance}>";reg-id=1;expires=${expires}`
    const asked = await ask('REGISTER', `sip:${domain}`, { to: `sip:${user}@${domain}`, contact, ...options })
    return asked.response
  }

  return { nonces, learnNonce, authorization, outside, follow, ask, register }
}
