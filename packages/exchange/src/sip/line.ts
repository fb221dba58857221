import { randomUUID } from 'node:crypto'
import {
  C,
  type IncomingInviteRequest,
  type IncomingRegisterRequest,
  type IncomingRequestMessage,
  type Transport,
  TransportError,
  type URI,
  type UserAgentCore,
} from 'sip.js/lib/core/index.js'
import type { Clock } from '../clock.ts'
import type { Logger } from '../log/logger.ts'
import type { Person } from '../people/people.ts'
import { createAgent, understoodOptions } from './agent.ts'
import type { Gate } from './gate.ts'
import { tokens, warning } from './headers.ts'
import { readMessage } from './message.ts'
import { createOccasion } from './occasion.ts'

/** A request from somebody whose password was checked. */
export interface Admitted<Request> {
  readonly request: Request
  readonly person: Person
  readonly line: Line
  /** The Request-URI as it was dialled. */
  readonly target: URI
}

/** What a line does with requests that belong to no call yet. */
export interface LineHandlers {
  register(admitted: Admitted<IncomingRegisterRequest>): void
  invite(admitted: Admitted<IncomingInviteRequest>): void
}

/**
 * One device of a person as the exchange reaches it: a SIP user agent of our own (RFC 3261) and the socket it speaks through.
 * Legs hold on to the line, never to the socket.
 */
export interface Line {
  readonly id: string
  readonly core: UserAgentCore
  /** The host by which this device knows the exchange. */
  readonly domain: string
  /** Our own `Contact` header towards this device. */
  readonly contactHeader: string
  /** Calls back once when the socket is gone; returns how to stop listening. */
  onDisconnected(listener: () => void): () => void
  /** Calls back once when the device is gone for good, the grace period included; returns how to stop listening. */
  onLost(listener: () => void): () => void
}

/** The side of a line that its socket drives. */
export interface LineEnd {
  readonly line: Line
  receive(text: string): void
  /** The socket is gone; the line is lost when the grace period is over. */
  disconnected(): void
  dispose(): void
}

/** What a line needs from outside. */
export interface LineOptions {
  readonly host: string
  readonly address: string
  readonly gate: Gate
  readonly handlers: LineHandlers
  readonly clock: Clock
  readonly logger: Logger
  readonly graceMs: number
  send(text: string): boolean
  /** Something was understood and its sender proved to be one of the people. */
  onSignedIn(): void
  /** Something could not be understood, or a password was wrong. */
  onOffence(): void
}

/** A line for a socket that has just opened. */
export function createLine(options: LineOptions): LineEnd {
  const { host, clock, logger, graceMs, handlers } = options
  const disconnection = createOccasion()
  const loss = createOccasion()
  const admissions = new WeakMap<IncomingRequestMessage, { person: Person; target: URI }>()
  let connected = true
  let cancelGrace: (() => void) | undefined

  const transport: Transport = {
    protocol: 'WS',
    send: async (text) => {
      if (!connected || !options.send(text)) throw new TransportError('The socket is closed.')
    },
  }
  const { core, contact, domain } = createAgent(host, transport)
  const line: Line = {
    id: randomUUID().slice(0, 8),
    core,
    domain,
    contactHeader: `Contact: <${contact}>`,
    onDisconnected: disconnection.listen,
    onLost: loss.listen,
  }

  const admitted = <Request extends { readonly message: IncomingRequestMessage }>(request: Request) => {
    const admission = admissions.get(request.message)
    if (!admission) throw new Error('A request reached the switch without passing the gate')
    return { request, line, ...admission }
  }
  core.delegate = {
    onRegister: (request) => handlers.register(admitted(request)),
    onInvite: (request) => handlers.invite(admitted(request)),
    onSubscribe: (request) => void request.reject({ statusCode: 489 }),
    onMessage: (request) => void request.reject({ statusCode: 405 }),
    onRefer: (request) => void request.reject({ statusCode: 405 }),
    onNotify: (request) => void request.reject({ statusCode: 489 }),
  }

  const reply = (message: IncomingRequestMessage, statusCode: number, extraHeaders: readonly string[] = []) => {
    if (message.method !== C.ACK) core.replyStateless(message, { statusCode, extraHeaders: [...extraHeaders] })
  }

  const receiveRequest = (message: IncomingRequestMessage) => {
    const target = message.ruri
    if (!target) return
    // the core answers 404 unless the Request-URI is its own; who was dialled is kept aside
    message.ruri = contact.clone()
    if (belongsToSomethingKnown(core, message)) return core.receiveIncomingRequestFromTransport(message)
    message.ruri = target
    const refused = refusedBeforehand(message)
    if (refused) return reply(message, refused.statusCode, refused.headers)
    const admission = options.gate.admit(message, options.address)
    if (!('person' in admission)) {
      reply(message, admission.statusCode, admission.headers)
      return admission.guessed ? options.onOffence() : undefined
    }
    options.onSignedIn()
    admissions.set(message, { person: admission.person, target })
    message.ruri = contact.clone()
    core.receiveIncomingRequestFromTransport(message)
  }

  const understand = (text: string) => {
    const received = readMessage(text)
    switch (received.kind) {
      case 'response':
        return core.receiveIncomingResponseFromTransport(received.message)
      case 'request':
        return receiveGuarded(received.message)
      case 'nonsense':
        if (received.answer) options.send(received.answer)
        return options.onOffence()
    }
  }

  const receiveGuarded = (message: IncomingRequestMessage) => {
    try {
      receiveRequest(message)
    } catch (error) {
      logger.warn('sip.request-failed', { line: line.id, method: message.method, why: errorName(error) })
      reply(message, 500)
    }
  }

  const lose = () => {
    loss.come()
    core.dispose()
  }

  return {
    line,
    receive(text) {
      try {
        understand(text)
      } catch (error) {
        // one peer's message must never take the exchange down
        logger.warn('sip.message-failed', { line: line.id, why: errorName(error) })
      }
    },
    disconnected() {
      if (!connected) return
      connected = false
      disconnection.come()
      if (graceMs === 0) lose()
      else cancelGrace = clock.after(graceMs, lose)
    },
    dispose() {
      connected = false
      cancelGrace?.()
      core.dispose()
    },
  }
}

/** The kind of an error and the function it comes from; its message may quote what a peer sent. */
function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return `${error.name} in ${/\n\s+at (\S+)/.exec(error.stack ?? '')?.[1] ?? 'unknown'}`
}

/** ACK and CANCEL, what is inside a dialog, and what was seen before need no password of their own. */
function belongsToSomethingKnown(core: UserAgentCore, message: IncomingRequestMessage): boolean {
  if (message.method === C.ACK || message.method === C.CANCEL) return true
  // a dialog that is not known here is answered 481 by the core
  return Boolean(message.toTag) || core.userAgentServers.has(message.viaBranch)
}

function refusedBeforehand(message: IncomingRequestMessage): { statusCode: number; headers: string[] } | undefined {
  if (message.getHeader('max-forwards')?.trim() === '0') return { statusCode: 483, headers: [] }
  const unknown = message
    .getHeaders('require')
    .flatMap(tokens)
    .filter((option) => !understoodOptions.includes(option))
  if (unknown.length > 0) {
    return { statusCode: 420, headers: [`Unsupported: ${unknown.join(', ')}`, warning('An option is not understood')] }
  }
  return undefined
}
