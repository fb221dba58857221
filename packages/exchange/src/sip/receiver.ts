import {
  C,
  type IncomingInviteRequest,
  type IncomingRegisterRequest,
  type IncomingRequestMessage,
  type URI,
  type UserAgentCore,
} from 'sip.js/lib/core/index.js'
import type { Logger } from '../log/logger.ts'
import type { Person } from '../people/people.ts'
import { understoodOptions } from './agent.ts'
import type { Gate } from './gate.ts'
import { allow, tokens, warning } from './headers.ts'
import type { Line } from './line.ts'
import { type Received, readMessage } from './message.ts'
import { leastSeconds, readSessionExpires } from './session-expires.ts'

/** A request from somebody whose password was checked. */
export interface Admitted<Request> {
  readonly request: Request
  readonly person: Person
  /** The session whose credentials it carried; absent: a password of the configuration. */
  readonly session?: string | undefined
  readonly line: Line
  /** The Request-URI as it was dialled. */
  readonly target: URI
}

/** What is done with requests that belong to no call yet. */
export interface RequestHandlers {
  register(admitted: Admitted<IncomingRegisterRequest>): void
  invite(admitted: Admitted<IncomingInviteRequest>): void
  /** An UPDATE in a dialog of ours (RFC 3311). */
  update(message: IncomingRequestMessage): void
  /** Whose dialog a request is in. */
  ownerOf(message: IncomingRequestMessage): Person | undefined
}

/** What receiving needs from outside. */
export interface ReceiverOptions {
  /** Where the messages come from. */
  readonly address: string
  readonly gate: Gate
  readonly handlers: RequestHandlers
  readonly logger: Logger
  /** Sends a message as it is; false when the socket is closed. */
  send(text: string): boolean
  /** The other line of the exchange that a message belongs to, when it is none of this line's own. */
  elsewhere(received: Known): Elsewhere | undefined
  /** Something was understood and its sender proved to be one of the people. */
  onSignedIn(): void
  /** Something could not be understood, or a password was wrong. */
  onOffence(): void
}

/** A message that was understood. */
export type Known = Exclude<Received, { readonly kind: 'nonsense' }>

/** Another line, to which a message belongs that came on this socket. */
export interface Elsewhere {
  /** Whose dialog it is in; absent: this socket has proved already that it speaks for that line. */
  readonly owner?: Person
  /** Hands the message over; the line is spoken for by this socket from now on. */
  take(received: Known): void
}

/** Takes what comes on the socket of a line. */
export interface Receiver {
  /** Takes a frame; never throws. */
  receive(text: string): void
  /** Takes what was read already. */
  take(received: Known): void
  /** Whether a message is about a dialog or an answer of this line. */
  knows(received: Known): boolean
}

// nothing can be subscribed to; a transfer reports by itself
const noEvents = 'Allow-Events: refer'

/** Takes the messages of one socket, checks who sends them, and hands them to the line's user agent; never throws. */
export function createReceiver({
  line,
  contact,
  ...options
}: ReceiverOptions & { line: Line; contact: URI }): Receiver {
  const { core } = line
  const { handlers, logger } = options
  const admissions = new WeakMap<IncomingRequestMessage, Pick<Admitted<unknown>, 'person' | 'session' | 'target'>>()

  const admitted = <Request extends { readonly message: IncomingRequestMessage }>(request: Request) => {
    const admission = admissions.get(request.message)
    if (!admission) throw new Error('A request reached the switch without passing the gate')
    return { request, line, ...admission }
  }
  core.delegate = {
    onRegister: (request) => handlers.register(admitted(request)),
    onInvite: (request) => handlers.invite(admitted(request)),
    onSubscribe: (request) => void request.reject({ statusCode: 489, extraHeaders: [noEvents] }),
    onNotify: (request) => void request.reject({ statusCode: 489, extraHeaders: [noEvents] }),
    onMessage: (request) => void request.reject({ statusCode: 405, extraHeaders: [allow] }),
    onRefer: (request) => void request.reject({ statusCode: 405, extraHeaders: [allow] }),
  }

  const reply = (message: IncomingRequestMessage, statusCode: number, extraHeaders: readonly string[] = []) => {
    if (message.method !== C.ACK) core.replyStateless(message, { statusCode, extraHeaders: [...extraHeaders] })
  }

  const receiveRequest = (message: IncomingRequestMessage) => {
    const target = message.ruri
    if (!target) return
    // the core answers 404 unless the Request-URI is its own; who was dialled is kept aside
    message.ruri = contact.clone()
    if (message.method === 'UPDATE' && message.toTag) {
      return isInDialog(core, message) ? handlers.update(message) : reply(message, 481)
    }
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
    admissions.set(message, { ...admission, target })
    message.ruri = contact.clone()
    core.receiveIncomingRequestFromTransport(message)
  }

  const understand = (text: string) => {
    const received = readMessage(text)
    if (received.kind === 'nonsense') {
      if (received.answer) options.send(received.answer)
      return options.onOffence()
    }
    const other = knows(core, received) ? undefined : options.elsewhere(received)
    if (other === undefined) take(received)
    else if (other.owner === undefined) other.take(received)
    else if (received.kind === 'request') prove(received, other, other.owner)
  }

  /** A socket that nobody knows yet speaks for a dialog: its person must be the one the dialog belongs to. */
  const prove = (received: Extract<Known, { kind: 'request' }>, { take: takeThere }: Elsewhere, owner: Person) => {
    const admission = options.gate.admit(received.message, options.address)
    if (!('person' in admission)) {
      reply(received.message, admission.statusCode, admission.headers)
      return admission.guessed ? options.onOffence() : undefined
    }
    if (admission.person.user !== owner.user) return reply(received.message, 403)
    options.onSignedIn()
    takeThere(received)
  }

  const take = (received: Known) => {
    if (received.kind === 'response') core.receiveIncomingResponseFromTransport(received.message)
    else receiveGuarded(received.message)
  }

  const receiveGuarded = (message: IncomingRequestMessage) => {
    try {
      receiveRequest(message)
    } catch (error) {
      logger.warn('sip.request-failed', { line: line.id, method: message.method, why: errorName(error) })
      reply(message, 500)
    }
  }

  return {
    take,
    knows: (received) => knows(core, received),
    receive(text) {
      try {
        understand(text)
      } catch (error) {
        // one peer's message must never take the exchange down
        logger.warn('sip.message-failed', { line: line.id, why: errorName(error) })
      }
    },
  }
}

/** Whether a message is about a dialog or a transaction of a user agent; who begins something new is known to none. */
function knows(core: UserAgentCore, received: Known): boolean {
  if (received.kind === 'request') {
    return isInDialog(core, received.message) || core.userAgentServers.has(received.message.viaBranch)
  }
  return core.userAgentClients.has(received.message.viaBranch + received.message.method)
}

const isInDialog = (core: UserAgentCore, { callId, toTag, fromTag }: IncomingRequestMessage) =>
  core.dialogs.has(callId + toTag + fromTag)

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
  const asked = message.method === C.INVITE ? readSessionExpires(message) : undefined
  if (asked && asked.seconds < leastSeconds) return { statusCode: 422, headers: [`Min-SE: ${leastSeconds}`] }
  const unknown = message
    .getHeaders('require')
    .flatMap(tokens)
    .filter((option) => !understoodOptions.includes(option))
  if (unknown.length > 0) {
    return { statusCode: 420, headers: [`Unsupported: ${unknown.join(', ')}`, warning('An option is not understood')] }
  }
  return undefined
}
