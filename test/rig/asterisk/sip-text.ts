import { createHash } from 'node:crypto'

interface Credentials {
  user: string
  password: string
  method: string
  uri: string
}

export const statusOf = (text: string) => Number(text.split(' ', 2)[1])

/** The value of the first header of the name, or nothing. */
export const header = (text: string, name: string) => new RegExp(`^${name}: *(.*)\r$`, 'im').exec(text)?.[1] ?? ''

/** The answer to a digest challenge with qop auth, MD5 (RFC 2617 3.2.2). */
export function digest(challenge: string, { user, password, method, uri }: Credentials): string {
  const given = (name: string) => new RegExp(`\\b${name}="?([^",]+)`).exec(challenge)?.[1] ?? ''
  const md5 = (...parts: string[]) => createHash('md5').update(parts.join(':')).digest('hex')
  const [realm, nonce, nc, cnonce] = [given('realm'), given('nonce'), '00000001', 'offhook']
  const response = md5(md5(user, realm, password), nonce, nc, cnonce, 'auth', md5(method, uri))
  const quoted = { username: user, realm, nonce, uri, cnonce, response, opaque: given('opaque') }
  const plain = { qop: 'auth', nc, algorithm: 'MD5' }
  return `Digest ${[
    ...Object.entries(quoted).map(([name, value]) => `${name}="${value}"`),
    ...Object.entries(plain).map(([name, value]) => `${name}=${value}`),
  ].join(', ')}`
}

/** Texts that came, kept until somebody takes them; taking waits, and throws after five seconds without a match. */
export function mailbox() {
  const texts: string[] = []
  const takers = new Set<() => void>()
  return {
    put(text: string) {
      texts.push(text)
      for (const look of [...takers]) look()
    },
    take: (wanted: (text: string) => boolean) =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          const index = texts.findIndex(wanted)
          if (index < 0) return
          stop()
          resolve(texts.splice(index, 1).join(''))
        }
        const stop = () => {
          clearTimeout(timer)
          takers.delete(look)
        }
        const timer = setTimeout(() => {
          stop()
          reject(new Error(`No such SIP message came within 5 s; came: ${texts.map((text) => text.split('\r\n')[0])}`))
        }, 5000)
        takers.add(look)
        look()
      }),
  }
}

/** What a browser offers, with keys nobody holds: enough to be accepted, not to be heard. */
export const offer = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 101',
  'c=IN IP4 127.0.0.1',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=mid:0',
  'a=rtcp-mux',
  'a=sendrecv',
  'a=setup:actpass',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=ice-ufrag:offhook0',
  'a=ice-pwd:offhookoffhookoffhookoff',
  'a=candidate:1 1 UDP 2130706431 127.0.0.1 9 typ host',
  '',
].join('\r\n')
