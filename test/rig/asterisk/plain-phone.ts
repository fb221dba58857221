import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { digest, header, mailbox, offer, statusOf } from './sip-text.ts'

/** The smallest SIP phone that can prove an exchange without a browser: one WebSocket, MD5 digest, no media. */
export interface PlainPhone {
  /** Registers this phone; gives the final status. */
  register(): Promise<number>
  /** Calls an extension and gives every status up to the final one; gives up once the status `cancelAt` comes. */
  call(extension: string, options?: { cancelAt?: number }): Promise<readonly number[]>
  /** Waits for a request of the method, answers it with the status, and gives its text. */
  answer(method: string, status: number): Promise<string>
  close(): void
}

interface Account {
  user: string
  password?: string
  domain: string
}

/** One request as it goes out: all that its answers, ACK and CANCEL must repeat. */
interface Attempt {
  method: string
  uri: string
  to: string
  cseq: number
  common: readonly string[]
}

export async function openPlainPhone(url: string, { user, password = user, domain }: Account): Promise<PlainPhone> {
  const socket = new WebSocket(url, 'sip')
  const inbox = mailbox()
  socket.addEventListener('message', ({ data }) => inbox.put(String(data)))
  await once(socket, 'open')
  const host = `${randomUUID()}.invalid`
  const aor = `sip:${user}@${domain}`

  const say = (first: string, headers: readonly string[], body = '') =>
    socket.send([first, ...headers, `Content-Length: ${body.length}`, '', body].join('\r\n'))

  const follow = ({ uri, cseq, common }: Attempt, method: 'ACK' | 'CANCEL', to: string) =>
    say(`${method} ${uri} SIP/2.0`, [...common, `To: ${to}`, `CSeq: ${cseq} ${method}`])

  /** Collects the statuses of one attempt; the last text is the final answer. */
  async function settle(attempt: Attempt, cancelAt: number): Promise<{ statuses: number[]; final: string }> {
    const [via = ''] = attempt.common
    const branch = via.slice(via.indexOf('branch='))
    const cseq = `CSeq: ${attempt.cseq} ${attempt.method}\r\n`
    const statuses: number[] = []
    for (;;) {
      const text = await inbox.take(
        (text) => text.startsWith('SIP/2.0') && text.includes(branch) && text.includes(cseq),
      )
      statuses.push(statusOf(text))
      if (statusOf(text) >= 200) return { statuses, final: text }
      if (statusOf(text) === cancelAt) follow(attempt, 'CANCEL', attempt.to)
    }
  }

  /** Sends a request, and once more with the answer to the challenge. */
  async function request(method: string, uri: string, { to = uri, body = '', cancelAt = 0 } = {}): Promise<number[]> {
    const dialog = [`From: <${aor}>;tag=${randomUUID()}`, `Call-ID: ${randomUUID()}`, 'Max-Forwards: 70']
    const extra = [`Contact: <sip:${user}@${host};transport=ws>`, ...(body ? ['Content-Type: application/sdp'] : [])]
    let credentials: string[] = []
    for (let cseq = 1; ; cseq++) {
      const via = `Via: SIP/2.0/WS ${host};branch=z9hG4bK${randomUUID()}`
      const attempt = { method, uri, to: `<${to}>`, cseq, common: [via, ...dialog] }
      const headers = [...attempt.common, `To: ${attempt.to}`, `CSeq: ${cseq} ${method}`, ...extra, ...credentials]
      say(`${method} ${uri} SIP/2.0`, headers, body)
      const { statuses, final } = await settle(attempt, cancelAt)
      if (method === 'INVITE') follow(attempt, 'ACK', header(final, 'To'))
      if (statusOf(final) !== 401 || credentials.length > 0) return statuses
      credentials = [`Authorization: ${digest(header(final, 'WWW-Authenticate'), { user, password, method, uri })}`]
    }
  }

  return {
    register: async () => (await request('REGISTER', `sip:${domain}`, { to: aor })).at(-1) ?? 0,
    call: (extension, options) => request('INVITE', `sip:${extension}@${domain}`, { body: offer, ...options }),
    async answer(method, status) {
      const text = await inbox.take((text) => text.startsWith(`${method} `))
      const repeated = text.split('\r\n').filter((line) => /^(?:Via|From|Call-ID|CSeq|Record-Route):/i.test(line))
      say(`SIP/2.0 ${status} Answer`, [...repeated, `To: ${header(text, 'To')};tag=${randomUUID()}`])
      return text
    },
    close: () => socket.close(),
  }
}
