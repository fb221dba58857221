import { randomUUID } from 'node:crypto'
import { type Transport, TransportError, type UserAgentCore } from 'sip.js/lib/core/index.js'
import type { Clock } from '../clock.ts'
import { createAgent } from './agent.ts'
import { createOccasion } from './occasion.ts'
import { createReceiver, type Receiver, type ReceiverOptions } from './receiver.ts'

/**
 * One device of a person as the exchange reaches it: a SIP user agent of our own (RFC 3261) and the socket it speaks through.
 * Legs hold on to the line, never to the socket.
 */
export interface Line {
  readonly id: string
  /** The host and port by which this device knows the exchange. */
  readonly host: string
  readonly core: UserAgentCore
  /** The host by which this device knows the exchange. */
  readonly domain: string
  /** Our own `Contact` header towards this device. */
  readonly contactHeader: string
  /** Says for how long calls of this device are kept when it is gone; nothing when they are not. */
  readonly graceHeaders: readonly string[]
  /** How long a session with this device lasts that nobody refreshes, seconds. */
  readonly sessionSeconds: number
  /** What the HTTP request of its socket said it is (`User-Agent`). */
  readonly userAgent: string | undefined
  /** Whether there is a socket that speaks for it. */
  readonly isConnected: boolean
  /** Calls back once when there is a socket again; returns how to stop listening. */
  onConnected(listener: () => void): () => void
  /** Calls back once when the socket is gone; returns how to stop listening. */
  onDisconnected(listener: () => void): () => void
  /** Calls back once when the device is gone for good, the grace period included; returns how to stop listening. */
  onLost(listener: () => void): () => void
}

/** Sends a message as it is; false when the socket is closed. */
export type Send = (text: string) => boolean

/** The side of a line that its socket drives. */
export interface LineEnd extends Receiver {
  readonly line: Line
  /** Another socket of the same person speaks for this line from now on. */
  attach(send: Send): void
  /** The socket that sent by `send` is gone; the line is lost when the grace period is over, unless another one took it. */
  disconnected(send: Send): void
  dispose(): void
}

/** What a line needs from outside. */
export interface LineOptions extends ReceiverOptions {
  /** The host and port by which the peer knows us. */
  readonly host: string
  readonly userAgent?: string | undefined
  readonly clock: Clock
  readonly graceMs: number
  readonly graceHeaders: readonly string[]
  readonly sessionSeconds: number
}

/** A line for a socket that has just opened. */
export function createLine(options: LineOptions): LineEnd {
  const { host, clock, graceMs } = options
  const connection = createOccasion()
  const disconnection = createOccasion()
  const loss = createOccasion()
  let send: Send | undefined = options.send
  let cancelGrace: (() => void) | undefined

  const transport: Transport = {
    protocol: 'WS',
    send: async (text: string) => {
      if (!send?.(text)) throw new TransportError('The socket is closed.')
    },
  }
  const { core, contact, domain } = createAgent(host, transport)
  const line: Line = {
    id: randomUUID().slice(0, 8),
    host,
    core,
    domain,
    contactHeader: `Contact: <${contact}>`,
    graceHeaders: options.graceHeaders,
    sessionSeconds: options.sessionSeconds,
    userAgent: options.userAgent,
    get isConnected() {
      return send !== undefined
    },
    onConnected: connection.listen,
    onDisconnected: disconnection.listen,
    onLost: loss.listen,
  }

  const lose = () => {
    loss.come()
    core.dispose()
  }

  return {
    line,
    ...createReceiver({ ...options, line, contact }),
    attach(next) {
      const wasConnected = line.isConnected
      send = next
      cancelGrace?.()
      if (!wasConnected) connection.come()
    },
    disconnected(gone) {
      if (send !== gone) return
      send = undefined
      // nobody is told to wait for who is not waited for
      if (graceMs === 0) loss.come()
      disconnection.come()
      if (graceMs === 0) lose()
      else cancelGrace = clock.after(graceMs, lose)
    },
    dispose() {
      send = undefined
      cancelGrace?.()
      core.dispose()
    },
  }
}
