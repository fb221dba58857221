// A telephone that speaks SIP over WebSocket as plain text, with nothing of the exchange's own stack in it:
// what it can do, any third party's client can do.
import { createHash, randomBytes } from 'node:crypto'
import { WebSocket } from 'ws'
import { createExchange, type Exchange, type ExchangeConfig, type ExchangeOptions } from '../index.ts'

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

export function readSip(text: string): Sip {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2)
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
    body,
    header: (name) => headers(name)[0] ?? '',
    headers,
  }
}

const token = () => randomBytes(6).toString('hex')
const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const tagOf = (value: string) => /;tag=([^;>\s]+)/.exec(value)?.[1] ?? ''
const uriOf = (value: string) => /<([^>]+)>/.exec(value)?.[1] ?? value.split(';')[0] ?? ''

/** A made-up session description; the exchange never looks into one. */
export const sdp = (label: string) => `v=0\r\no=${label} 0 0 IN IP4 127.0.0.1\r\ns=-\r\n`

/** One side of a dialog. */
export interface Dialog {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  readonly local: string
  readonly remote: string
  readonly target: string
  cseq: number
}

/** How a request is made: headers beside the usual ones, a body, and its type unless it is SDP. */
export interface Extra {
  readonly headers?: readonly string[]
  readonly body?: string
  readonly type?: string
}

/** Starts an exchange for a test on a free port, and gives the address of its SIP socket. */
export async function startExchange(
  config: ExchangeConfig = {},
  options: ExchangeOptions = {},
): Promise<Exchange & { sip: string; url: string }> {
  const exchange = createExchange({ port: 0, demo: true, ...config }, options)
  const { url } = await exchange.start()
  return { ...exchange, url, sip: `${url.replace('http', 'ws')}/sip` }
}

export type Phone = Awaited<ReturnType<typeof openPhone>>

/** Opens a socket for a person; nothing is sent yet. */
export async function openPhone(
  address: string,
  user: string,
  {
    password = user,
    replaces = true,
    instance = token(),
  }: { password?: string; replaces?: boolean; instance?: string } = {},
) {
  const socket = new WebSocket(address, 'sip')
  const inbox: Sip[] = []
  const waiting = new Set<() => void>()
  let closed: { code: number; reason: string } | undefined
  socket.on('message', (data) => {
    inbox.push(readSip(String(data)))
    for (const check of waiting) check()
  })
  socket.on('close', (code, reason) => {
    closed = { code, reason: String(reason) }
    for (const check of waiting) check()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  const host = new URL(address).host
  const domain = new URL(address).hostname
  const own = `sip:${user}@${domain}`
  const contact = `<sip:${token()}@${token()}.invalid;transport=ws>`
  const supported = replaces ? 'replaces, outbound' : 'outbound'
  const nonces = { last: undefined as { header: string; realm: string; nonce: string; count: number } | undefined }

  const until = <Value>(look: () => Value | undefined, what: string, ms = 3000): Promise<Value> =>
    new Promise((resolve, reject) => {
      const check = () => {
        const value = look()
        if (value === undefined && !timedOut && !closed) return
        waiting.delete(check)
        clearTimeout(timer)
        if (value !== undefined) return resolve(value)
        const seen = inbox.map(({ first }) => first).join(' | ')
        reject(
          new Error(`${user} waited for ${what} in vain; in the inbox: ${seen || 'nothing'}; closed: ${closed?.code}`),
        )
      }
      let timedOut = false
      const timer = setTimeout(() => {
        timedOut = true
        check()
      }, ms)
      waiting.add(check)
      check()
    })

  /** Waits for the first message that fits, and takes it out of the inbox. */
  const take = (fits: (message: Sip) => boolean, what: string, ms?: number) =>
    until(
      () => {
        const index = inbox.findIndex(fits)
        return index < 0 ? undefined : inbox.splice(index, 1)[0]
      },
      what,
      ms,
    )

  const send = (text: string) => socket.send(text)

  const compose = (first: string, headers: readonly string[], { body = '', type = 'application/sdp' }: Extra = {}) =>
    [
      first,
      ...headers,
      ...(body ? [`Content-Type: ${type}`] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n')

  const authorization = (method: string, uri: string) => {
    if (!nonces.last) return []
    nonces.last.count += 1
    const { header, realm, nonce, count } = nonces.last
    const nc = count.toString(16).padStart(8, '0')
    const cnonce = token()
    const response = md5(
      `${md5(`${user}:${realm}:${password}`)}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`,
    )
    return [
      `${header}: Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, qop=auth, cnonce="${cnonce}", nc=${nc}`,
    ]
  }

  const learnNonce = (response: Sip) => {
    const [header, challenge] =
      response.status === 401
        ? ['Authorization', response.header('WWW-Authenticate')]
        : ['Proxy-Authorization', response.header('Proxy-Authenticate')]
    const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
    nonces.last = { header, realm: field('realm'), nonce: field('nonce'), count: 0 }
  }

  const respond = (request: Sip, status: number, { headers = [], ...extra }: Extra & { tag?: string } = {}) => {
    const to = request.header('To')
    const tag = tagOf(to) ? '' : `;tag=${extra.tag ?? token()}`
    const copied = [
      ...request.headers('Via').map((via) => `Via: ${via}`),
      `From: ${request.header('From')}`,
      `To: ${to}${status === 100 ? '' : tag}`,
      `Call-ID: ${request.header('Call-ID')}`,
      `CSeq: ${request.header('CSeq')}`,
    ]
    send(compose(`SIP/2.0 ${status} Whatever`, [...copied, ...headers], extra))
  }

  const isResponseTo = (callId: string, cseq: string) => (message: Sip) =>
    message.status !== undefined && message.header('Call-ID') === callId && message.header('CSeq') === cseq

  /** A request outside a dialog, as it goes out once. */
  const outside = (
    method: string,
    uri: string,
    options: Extra & {
      cseq?: number
      callId?: string
      fromTag?: string
      to?: string
      from?: string
      credentials?: boolean | string
      contact?: string
    } = {},
  ) => {
    const {
      cseq = 1,
      callId = token(),
      fromTag = token(),
      to = uri,
      from = `<${own}>`,
      credentials = true,
      headers = [],
    } = options
    const branch = `z9hG4bK${token()}`
    send(
      compose(
        `${method} ${uri} SIP/2.0`,
        [
          `Via: SIP/2.0/WS ${user}.invalid;branch=${branch}`,
          `From: ${from};tag=${fromTag}`,
          `To: <${to}>`,
          `Call-ID: ${callId}`,
          `CSeq: ${cseq} ${method}`,
          'Max-Forwards: 70',
          ...(options.contact === '' ? [] : [`Contact: ${options.contact ?? contact}`]),
          `Supported: ${supported}`,
          ...(credentials ? authorization(method, credentials === true ? uri : credentials) : []),
          ...headers,
        ],
        options,
      ),
    )
    return { branch, callId, fromTag, cseq, uri, method, from, to }
  }

  const ackFailure = (sent: ReturnType<typeof outside>, response: Sip) =>
    send(
      compose(`ACK ${sent.uri} SIP/2.0`, [
        `Via: SIP/2.0/WS ${user}.invalid;branch=${sent.branch}`,
        `From: ${sent.from};tag=${sent.fromTag}`,
        `To: ${response.header('To')}`,
        `Call-ID: ${sent.callId}`,
        `CSeq: ${sent.cseq} ACK`,
        'Max-Forwards: 70',
      ]),
    )

  /** A request outside a dialog that answers a challenge once; resolves with the first response that is not one. */
  const ask = async (method: string, uri: string, options: Parameters<typeof outside>[2] = {}) => {
    const callId = token()
    const fromTag = token()
    let sent = outside(method, uri, { ...options, callId, fromTag, credentials: false })
    let response = await take(isResponseTo(callId, `1 ${method}`), `an answer to ${method}`)
    if (response.status === 401 || response.status === 407) {
      if (method === 'INVITE') ackFailure(sent, response)
      learnNonce(response)
      sent = outside(method, uri, { ...options, callId, fromTag, cseq: 2 })
      response = await take(isResponseTo(callId, `2 ${method}`), `an answer to ${method} with credentials`)
    }
    return { sent, response }
  }

  const register = async ({
    expires = 600,
    headers = [],
    ...options
  }: Parameters<typeof outside>[2] & { expires?: number } = {}) => {
    const own = `${contact};+sip.instance="<urn:uuid:${instance}>";reg-id=1;expires=${expires}`
    return (await ask('REGISTER', `sip:${domain}`, { to: `sip:${user}@${domain}`, contact: own, headers, ...options }))
      .response
  }

  /** A request inside a dialog; resolves with its final response. ACK is sent only. */
  const inside = (dialog: Dialog, method: string, { headers = [], ...extra }: Extra & { cseq?: number } = {}) => {
    if (extra.cseq === undefined) dialog.cseq += 1
    const cseq = extra.cseq ?? dialog.cseq
    const branch = `z9hG4bK${token()}`
    const lines = [
      `Via: SIP/2.0/WS ${user}.invalid;branch=${branch}`,
      `From: ${dialog.local}`,
      `To: ${dialog.remote}`,
      `Call-ID: ${dialog.callId}`,
      `CSeq: ${cseq} ${method}`,
      'Max-Forwards: 70',
      `Contact: ${contact}`,
      `Supported: ${supported}`,
      ...headers,
    ]
    send(compose(`${method} ${dialog.target} SIP/2.0`, lines, extra))
    const isMine = isResponseTo(dialog.callId, `${cseq} ${method}`)
    return {
      cseq,
      branch,
      final: () => take((message) => isMine(message) && (message.status ?? 0) >= 200, `the answer to ${method}`),
      ack: (ackExtra: Extra = {}) => inside(dialog, 'ACK', { ...ackExtra, cseq }),
      ackFailure: (response: Sip) =>
        send(
          compose(`ACK ${dialog.target} SIP/2.0`, [
            `Via: SIP/2.0/WS ${user}.invalid;branch=${branch}`,
            `From: ${dialog.local}`,
            `To: ${response.header('To')}`,
            `Call-ID: ${dialog.callId}`,
            `CSeq: ${cseq} ACK`,
          ]),
        ),
    }
  }

  /** Sends an INVITE that answers the challenge; what comes back is waited for by status. */
  const call = async (target: string, options: Parameters<typeof outside>[2] = {}) => {
    const uri = target.includes(':') ? target : `sip:${target}@${domain}`
    const { sent, response: first } = await ask('INVITE', uri, { body: sdp(`${user}-offer`), ...options })
    if ((first.status ?? 0) >= 300) ackFailure(sent, first)
    if (first.status !== 100) inbox.unshift(first)
    const cseq = `${sent.cseq} INVITE`
    let dialog: Dialog | undefined
    const dialogOf = (response: Sip): Dialog => ({
      callId: sent.callId,
      localTag: sent.fromTag,
      remoteTag: tagOf(response.header('To')),
      local: `${sent.from};tag=${sent.fromTag}`,
      remote: response.header('To'),
      target: uriOf(response.header('Contact')),
      cseq: sent.cseq,
    })
    return {
      sent,
      dialogOf,
      get dialog(): Dialog {
        if (!dialog) throw new Error('The call is not answered')
        return dialog
      },
      /** The response of this status. */
      response: async (status: number) => {
        const response = await take(
          (it) => isResponseTo(sent.callId, cseq)(it) && it.status === status,
          `${status} to INVITE`,
        )
        if (status >= 300 && response !== first) ackFailure(sent, response)
        if (status >= 200 && status < 300) dialog = dialogOf(response)
        return response
      },
      ack: (extra: Extra = {}) => {
        if (dialog) inside(dialog, 'ACK', { ...extra, cseq: sent.cseq })
      },
      cancel: (headers: readonly string[] = []) =>
        send(
          compose(`CANCEL ${uri} SIP/2.0`, [
            `Via: SIP/2.0/WS ${user}.invalid;branch=${sent.branch}`,
            `From: ${sent.from};tag=${sent.fromTag}`,
            `To: <${uri}>`,
            `Call-ID: ${sent.callId}`,
            `CSeq: ${sent.cseq} CANCEL`,
            ...headers,
          ]),
        ),
    }
  }

  /** Waits for an INVITE that starts a call (or takes one over). */
  const incoming = async (what = 'INVITE', ms?: number) => {
    const request = await take((message) => message.method === 'INVITE' && !tagOf(message.header('To')), what, ms)
    const tag = token()
    const headers = [`Contact: ${contact}`, `Supported: ${supported}`]
    const dialog: Dialog = {
      callId: request.header('Call-ID'),
      localTag: tag,
      remoteTag: tagOf(request.header('From')),
      local: `${request.header('To')};tag=${tag}`,
      remote: request.header('From'),
      target: uriOf(request.header('Contact')),
      cseq: 0,
    }
    const isMine = (method: string) => (message: Sip) =>
      message.method === method && message.header('Call-ID') === dialog.callId
    return {
      request,
      dialog,
      ring: (status = 180, extra: Extra = {}) =>
        respond(request, status, { ...extra, headers: [...headers, ...(extra.headers ?? [])], tag }),
      answer: (extra: Extra = { body: sdp(`${user}-answer`) }) =>
        respond(request, 200, { ...extra, headers: [...headers, ...(extra.headers ?? [])], tag }),
      reject: (status: number, extra: Extra = {}) => respond(request, status, { ...extra, tag }),
      ack: () => take(isMine('ACK'), 'ACK'),
      /** Waits for the CANCEL, answers it and ends the INVITE with 487. */
      cancelled: async () => {
        const cancel = await take(isMine('CANCEL'), 'CANCEL')
        respond(cancel, 200, { tag })
        respond(request, 487, { tag })
        return cancel
      },
    }
  }

  /** Waits for a request of this method inside a dialog. */
  const asked = (method: string, dialog: Dialog, ms?: number) =>
    take(
      (message) => message.method === method && message.header('Call-ID') === dialog.callId,
      `${method} in a dialog`,
      ms,
    )

  /** Waits for the BYE of a dialog and answers it. */
  const hungUp = async (dialog: Dialog, ms?: number) => {
    const bye = await asked('BYE', dialog, ms)
    respond(bye, 200)
    return bye
  }

  return {
    user,
    host,
    domain,
    contact,
    instance,
    socket,
    inbox,
    send,
    take,
    outside,
    ask,
    register,
    call,
    incoming,
    inside,
    asked,
    hungUp,
    respond,
    learnNonce,
    nonces,
    /** Waits until the exchange closes the socket. */
    closed: () => until(() => closed, 'the end of the socket'),
    /** Takes the socket away without a word. */
    vanish: () => socket.terminate(),
  }
}

/** Opens a phone and registers it. */
export async function signIn(address: string, user: string, options?: Parameters<typeof openPhone>[2]): Promise<Phone> {
  const phone = await openPhone(address, user, options)
  const response = await phone.register()
  if (response.status !== 200) throw new Error(`${user} could not register: ${response.first}`)
  return phone
}

/** A call that both sides have answered. */
export async function connected(caller: Phone, callee: Phone, number: string) {
  const out = await caller.call(number)
  const inc = await callee.incoming()
  inc.ring()
  await out.response(180)
  inc.answer()
  const answer = await out.response(200)
  out.ack()
  await inc.ack()
  return { out, inc, answer, callerSide: out.dialog, calleeSide: inc.dialog }
}

/** The value of the `Replaces` that names a dialog, written by the phone whose dialog it is. */
export const replacesOf = (dialog: Dialog) => `${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`
