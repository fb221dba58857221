import { WebSocket } from 'ws'
import { readSip, type Sip, token } from './sip-text.ts'

/** Who a phone is. */
export interface PhoneOptions {
  readonly password?: string
  /** Whether it says that it supports Replaces. */
  readonly replaces?: boolean
  /** Its +sip.instance. */
  readonly instance?: string
  /** Further headers of what it begins and answers calls with. */
  readonly says?: readonly string[]
}

/** A socket to the exchange and what has come in on it. */
export interface Wire {
  readonly user: string
  readonly password: string
  readonly instance: string
  readonly domain: string
  readonly contact: string
  readonly supported: string
  readonly says: readonly string[]
  readonly socket: WebSocket
  /** What nobody has taken yet. */
  readonly inbox: Sip[]
  send(text: string): void
  /** Waits for the first message that fits, and takes it out of the inbox. */
  take(fits: (message: Sip) => boolean, what: string, ms?: number): Promise<Sip>
  /** Waits until the exchange closes the socket. */
  closed(): Promise<{ code: number; reason: string }>
  /** Takes the socket away without a word. */
  vanish(): void
}

/** Opens a socket; nothing is sent yet. */
export async function openWire(
  address: string,
  user: string,
  { password = user, replaces = true, instance = token(), says = [] }: PhoneOptions,
): Promise<Wire> {
  const socket = new WebSocket(address, 'sip')
  const inbox: Sip[] = []
  const waiting = new Set<() => void>()
  let end: { code: number; reason: string } | undefined
  const checkAll = () => {
    for (const check of waiting) check()
  }
  socket.on('message', (data) => {
    inbox.push(readSip(String(data)))
    checkAll()
  })
  socket.on('close', (code, reason) => {
    end = { code, reason: String(reason) }
    checkAll()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })

  const until = <Value>(look: () => Value | undefined, what: string, ms = 3000): Promise<Value> =>
    new Promise((resolve, reject) => {
      const settle = (value: Value | undefined) => {
        waiting.delete(check)
        clearTimeout(timer)
        if (value !== undefined) return resolve(value)
        const seen = inbox.map(({ first }) => first).join(' | ') || 'nothing'
        reject(new Error(`${user} waited for ${what} in vain; in the inbox: ${seen}; closed: ${end?.code ?? 'no'}`))
      }
      const check = () => {
        const value = look()
        if (value !== undefined || end) settle(value)
      }
      const timer = setTimeout(() => settle(look()), ms)
      waiting.add(check)
      check()
    })

  return {
    user,
    password,
    instance,
    says,
    domain: new URL(address).hostname,
    contact: `<sip:${token()}@${token()}.invalid;transport=ws>`,
    supported: replaces ? 'replaces, outbound' : 'outbound',
    socket,
    inbox,
    send: (text) => socket.send(text),
    take: (fits, what, ms) =>
      until(
        () => {
          const index = inbox.findIndex(fits)
          return index < 0 ? undefined : inbox.splice(index, 1)[0]
        },
        what,
        ms,
      ),
    closed: () => until(() => end, 'the end of the socket'),
    vanish: () => socket.terminate(),
  }
}
