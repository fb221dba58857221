import type { IncomingMessage as HttpRequest, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { UserAgentClient } from 'sip.js/lib/core/index.js'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Clock } from '../clock.ts'
import type { Settings } from '../config/schema.ts'
import type { Logger } from '../log/logger.ts'
import { redactSip } from '../log/redact.ts'
import type { Gate } from './gate.ts'
import { graceHeaders, tokens } from './headers.ts'
import { createLine, type Line, type LineEnd } from './line.ts'
import type { RequestHandlers } from './receiver.ts'
import { createRejoin } from './rejoin.ts'
import { createThrottle } from './throttle.ts'

/** The sockets that speak SIP (RFC 7118). */
export interface Sockets {
  readonly count: number
  /** True when every request of ours was answered. */
  readonly quiet: boolean
  /** A line of a device that spoke with another process of this exchange, and may be back within the grace period. */
  awaitLine(device: Pick<Line, 'host' | 'userAgent'>): Line
  /** Closes every socket; resolves when all are closed. */
  close(): Promise<void>
}

/** What the sockets need from outside. */
export interface SocketOptions {
  readonly settings: Settings
  readonly clock: Clock
  readonly logger: Logger
  readonly gate: Gate
  readonly handlers: RequestHandlers
}

/** The path of the SIP socket. */
export const sipPath = '/sip'

const offencesAllowed = 10
const strangersPay = 4
const closeCodes = { goingAway: 1001, policy: 1008 } as const
const mostUnsentBytes = 4 * 1024 * 1024
const hostPattern = /^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/

/** Takes the WebSocket upgrades of an HTTP server. */
export function openSockets(server: Server, options: SocketOptions): Sockets {
  const { settings } = options
  const lines = new Set<LineEnd>()
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: settings.messageBytes,
    perMessageDeflate: false,
    handleProtocols: () => 'sip',
  })

  server.on('upgrade', (request: HttpRequest, socket: Duplex, head: Buffer) => {
    // a socket that breaks before it is a WebSocket concerns nobody
    socket.on('error', () => socket.destroy())
    const refused = refusal(request, wss.clients.size >= settings.maxSockets)
    if (refused) return refuse(socket, refused)
    wss.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, request, { ...options, lines }))
  })

  return {
    get count() {
      return wss.clients.size
    },
    get quiet() {
      return [...lines].every(({ line }) => [...line.core.userAgentClients.values()].every(isAnswered))
    },
    awaitLine: (device) => awaitLine(device, { ...options, lines }),
    async close() {
      const closed = new Promise<void>((resolve) => wss.close(() => resolve()))
      for (const webSocket of wss.clients) webSocket.close(closeCodes.goingAway, 'The exchange is stopping')
      const cancel = options.clock.after(1000, () => wss.clients.forEach((webSocket) => void webSocket.terminate()))
      await closed
      cancel()
      for (const end of lines) end.dispose()
    },
  }
}

function serve(
  webSocket: WebSocket,
  request: HttpRequest,
  { settings, clock, logger, gate, handlers, lines }: SocketOptions & { lines: Set<LineEnd> },
): void {
  const throttle = createThrottle(settings.messagesPerSecond, clock)
  let offences = 0
  let signedIn = false
  const close = (why: string) => webSocket.close(closeCodes.policy, why)
  const trace = (direction: string, text: string) => {
    if (settings.trace) logger.info('sip.trace', { line: end.line.id, direction, text: redactSip(text) })
  }
  const send = (text: string) => {
    if (webSocket.readyState !== webSocket.OPEN) return false
    trace('out', text)
    webSocket.send(text)
    // a peer that never reads would fill the memory
    if (webSocket.bufferedAmount > mostUnsentBytes) webSocket.terminate()
    return true
  }

  const stopWaiting = clock.after(settings.signInSeconds * 1000, () => close('Nobody signed in'))
  const rejoin = createRejoin({ lines, send, ownerOf: handlers.ownerOf })
  const end = createLine({
    host: hostOf(request),
    userAgent: request.headers['user-agent'],
    address: request.socket.remoteAddress ?? '',
    gate,
    handlers,
    clock,
    logger,
    ...timesOf(settings),
    send,
    elsewhere: rejoin.elsewhere,
    onSignedIn: () => {
      signedIn = true
      stopWaiting()
    },
    onOffence: () => {
      offences += 1
      if (offences >= offencesAllowed) close('Too many messages that make no sense')
    },
  })
  lines.add(end)
  logger.info('socket.open', { line: end.line.id })
  const stopPinging = keepAlive(webSocket, clock, settings.pingSeconds * 1000)

  webSocket.on('message', (data, isBinary) => {
    const text = toText(data, isBinary)
    if (text === undefined) return close('Not text')
    if (!throttle(costOf(text, signedIn))) return close('Too many messages')
    if (/^[\r\n]*$/.test(text)) return answerKeepAlive(text, send)
    trace('in', text)
    end.receive(text)
  })
  // ws closes the socket itself; what is wrong is only the peer's
  webSocket.on('error', (error) => logger.debug('socket.error', { line: end.line.id, why: error.name }))
  webSocket.on('close', (code) => {
    stopWaiting()
    stopPinging()
    logger.info('socket.closed', { line: end.line.id, code })
    end.disconnected(send)
    rejoin.disconnected()
    if (settings.graceSeconds === 0) lines.delete(end)
    else end.line.onLost(() => void lines.delete(end))
  })
}

function awaitLine(
  device: Pick<Line, 'host' | 'userAgent'>,
  { settings, lines, ...options }: SocketOptions & { lines: Set<LineEnd> },
): Line {
  const send = () => false
  const nothing = () => {}
  const end = createLine({
    ...{ ...options, ...device, address: '', send, elsewhere: () => undefined },
    ...timesOf(settings),
    ...{ onSignedIn: nothing, onOffence: nothing },
  })
  lines.add(end)
  end.line.onLost(() => void lines.delete(end))
  end.disconnected(send)
  return end.line
}

const unanswered: ReadonlySet<string> = new Set(['Calling', 'Trying', 'Proceeding'])

const isAnswered = ({ transaction }: UserAgentClient) => !unanswered.has(transaction.state)

/** Pings (RFC 7118, section 6): a socket that does not answer until the next ping is dead. */
function keepAlive(webSocket: WebSocket, clock: Clock, everyMs: number): () => void {
  let alive = true
  webSocket.on('pong', () => {
    alive = true
  })
  const beat = () => {
    if (!alive) return webSocket.terminate()
    alive = false
    webSocket.ping()
    stop = clock.after(everyMs, beat)
  }
  let stop = clock.after(everyMs, beat)
  return () => stop()
}

const timesOf = (settings: Settings) => ({
  graceMs: settings.graceSeconds * 1000,
  graceHeaders: graceHeaders(settings),
  sessionSeconds: settings.sessionSeconds,
})

/** What a message costs of its socket's share: long ones more, and everything more from somebody unknown. */
function costOf(text: string, signedIn: boolean): number {
  const head = text.indexOf('\r\n\r\n')
  const pages = 1 + Math.floor((head < 0 ? text.length : head) / 2048)
  return signedIn ? pages : pages * strangersPay
}

/** Double CRLF is a ping and asks for a single one (RFC 5626, section 3.5.1). */
function answerKeepAlive(text: string, send: (text: string) => boolean): void {
  if (text.includes('\r\n\r\n')) send('\r\n')
}

function toText(data: RawData, isBinary: boolean): string | undefined {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)
  if (!isBinary) return bytes.toString('utf8')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function hostOf(request: HttpRequest): string {
  const host = request.headers.host ?? ''
  if (hostPattern.test(host)) return host
  const { localAddress, localPort } = request.socket
  return `${localAddress?.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`
}

function refusal(request: HttpRequest, full: boolean): string | undefined {
  const path = (request.url ?? '').split('?')[0]
  if (path !== sipPath) return '404 Not Found'
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') return '426 Upgrade Required'
  if (!tokens(request.headers['sec-websocket-protocol'] ?? '').includes('sip')) return '400 Bad Request'
  return full ? '503 Service Unavailable' : undefined
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
