import type { ConnectionSignal } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { URI } from 'sip.js'
import { LoggerFactory } from 'sip.js/lib/core/index.js'
import { vi } from 'vitest'
import { createAgent } from '../agent.ts'
import { createSipConnection } from '../connection.ts'
import { createDigest } from '../digest.ts'
import { createSocket } from '../socket.ts'
import { createSockets } from './fake-socket.ts'

/** Lets run what is waiting to run. */
export const settle = async () => {
  for (let each = 0; each < 5; each++) await new Promise<void>((resolve) => setTimeout(resolve))
}

interface Options {
  readonly password?: string | (() => Promise<string>)
}

/** A phone's connection, with a socket whose other end is the test. */
export function setUp({ password = 'secret' }: Options = {}) {
  const sockets = createSockets()
  vi.stubGlobal('WebSocket', sockets.Socket)
  const network = new EventTarget()
  vi.stubGlobal('window', network)
  const clock = createManualClock(1_000_000)
  const loggers = new LoggerFactory()
  loggers.builtinEnabled = false
  const digest = createDigest('alice', loggers)
  const agent = createAgent({
    ...{ loggers, credentials: digest.factory, displayName: '' },
    uri: new URI('sip', 'alice', 'example.nl'),
    socket: createSocket({ clock, nextUrl: () => 'wss://phone.example.nl', seen: () => {} }),
    incoming: () => {},
    handlerOf() {
      throw new Error('There are no calls here.')
    },
  })
  const told: string[] = []
  const connection = createSipConnection({
    ...{ agent, clock },
    canRefresh: typeof password === 'function',
    prepare: async () => digest.setPassword(typeof password === 'function' ? await password() : password),
    preempt: digest.preempt,
    obstacle: digest.obstacle,
    dropped: () => void told.push('dropped'),
    connected: (hasMoved) => void told.push(hasMoved ? 'connected moved' : 'connected'),
    isBusy: () => false,
    leaving: () => void told.push('leaving'),
  })
  const signals: ConnectionSignal[] = []
  const close = connection.open({ signal: (signal) => void signals.push(signal) })
  const last = () => signals.at(-1)

  /** The REGISTER that was sent last on the last socket. */
  const asked = () => {
    const text = sockets.last().sent.findLast((sent) => sent.startsWith('REGISTER')) ?? ''
    const header = (name: string) => new RegExp(`^${name}: (.*)\\r$`, 'im').exec(text)?.[1] ?? ''
    return { text, header }
  }
  const reply = async (status: number, ...headers: string[]) => {
    const { header } = asked()
    const repeated = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(name)}`)
    const lines = [
      `SIP/2.0 ${status} x`,
      ...repeated,
      `To: ${header('To')};tag=1`,
      ...headers,
      'Content-Length: 0',
      '',
      '',
    ]
    sockets.last().receive(lines.join('\r\n'))
    await settle()
  }
  const accept = (...headers: string[]) => reply(200, `Contact: ${asked().header('Contact')}`, ...headers)
  const send = async (type: 'connect' | 'disconnect') => {
    void connection.send({ type })
    await settle()
  }
  const opened = async () => {
    sockets.last().open()
    await settle()
  }
  /** Connects and registers. */
  const online = async () => {
    await send('connect')
    await opened()
    await accept()
  }
  const pass = async (ms: number) => {
    clock.advance(ms)
    await settle()
  }
  const comeOnline = async () => {
    network.dispatchEvent(new Event('online'))
    await settle()
  }
  const comeBack = async () => {
    network.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
    await settle()
  }
  return {
    comeBack,
    sockets,
    clock,
    told,
    signals,
    last,
    asked,
    reply,
    accept,
    send,
    opened,
    online,
    pass,
    comeOnline,
    close,
  }
}
