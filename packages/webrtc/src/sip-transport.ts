import {
  type CallId,
  type CallSink,
  type CallTransport,
  type ConnectionTransport,
  type DeviceTransport,
  OffhookError,
  randomId,
  systemClock,
} from '@offhook/core'
import { type Invitation, type Session, type SessionDescriptionHandler, URI } from 'sip.js'
import { LoggerFactory } from 'sip.js/lib/core/index.js'
import { createMedia } from './media/media.ts'
import { withSounds } from './media/sounds.ts'
import { checkedUrls, type SipOptions } from './options.ts'
import { quotable } from './sip/address.ts'
import { createAgent } from './sip/agent.ts'
import { createClaims } from './sip/claims.ts'
import { createSipConnection } from './sip/connection.ts'
import { isAnswerable, isSdp } from './sip/description.ts'
import { createDigest } from './sip/digest.ts'
import { quietly } from './sip/forget.ts'
import { incomingCall } from './sip/identity.ts'
import { withTickets } from './sip/keeping.ts'
import { createLeg, type Leg, type LegWorld } from './sip/leg.ts'
import { assertOneCopy } from './sip/one-copy.ts'
import { createPeers } from './sip/peers.ts'
import { createRedactor } from './sip/redact.ts'
import { createHandover, type SipRelay } from './sip/relay.ts'
import { createSocket } from './sip/socket.ts'
import { uriOf } from './sip/target.ts'
import { createTickets } from './sip/tickets.ts'
import { guarded } from './stored.ts'

/** The sound of the calls, for meters, recorders and whoever wants to work on it. */
export interface SipMedia {
  /** What the other side of a call sounds like, once it can be heard. */
  remote(id: CallId): MediaStream | undefined
  /** Opens the microphone and gathers addresses ahead of a call, for instance when the dial field gets the focus. */
  warm(): void
}

/** The parts of a phone that speak SIP over WebSocket; give them to `createPhone`. */
export interface SipTransport {
  readonly connection: ConnectionTransport
  readonly calls: CallTransport
  readonly devices: DeviceTransport
  readonly media: SipMedia
  readonly relay: SipRelay
}

/**
 * Calls over SIP over WebSocket (RFC 7118) and WebRTC, with any exchange that speaks it. Throws `bad-option` for an
 * option that cannot be used and `duplicate-library` when the page has two copies of sip.js.
 */
export function sipTransport(options: SipOptions): SipTransport {
  const urls = checkedUrls(options)
  assertOneCopy()
  const { clock = systemClock, iceServers = [], user, trace } = options
  const storage = options.storage ?? guarded(() => globalThis.sessionStorage)
  const domain = options.domain ?? new URL(urls[0]).hostname
  const handlers = new WeakMap<Session, SessionDescriptionHandler>()
  const heard = new Map<CallId, MediaStream>()
  const legs = new Map<CallId, Leg>()
  const owed = new Set<() => void>()
  const redacted = createRedactor()
  const media = createMedia({
    clock,
    ...(options.microphone && { microphone: options.microphone }),
    ...(options.sounds && { sounds: options.sounds }),
  })
  const peers = createPeers(iceServers, clock)
  let sink: CallSink | undefined
  let isLeft = false

  const loggers = new LoggerFactory()
  loggers.builtinEnabled = false
  const digest = createDigest(user, loggers)
  const agent = createAgent({
    ...{ loggers, credentials: digest.factory },
    uri: new URI('sip', user, domain),
    displayName: quotable(options.name ?? ''),
    socket: createSocket({
      ...{ clock, nextUrl: inTurn(urls) },
      seen(direction, message) {
        if (direction === 'in') digest.challenged(message)
        trace?.(`${direction} ${redacted(message)}`)
      },
    }),
    handlerOf: (session) => handlerOf(handlers, session),
    incoming: (invitation, replaced) => receive(invitation, replaced),
  })

  const worldOf = (id: CallId): LegWorld => ({
    ...{ id, agent, clock, heard, peers, handlers },
    microphone: media.microphone,
    speaker: media.speaker,
    uri: (target) => uriOf(target, domain),
    preempt: digest.preempt,
    owe: (farewell) => void owed.add(farewell),
    signal: (signal) => sink?.signal(id, signal),
    other: (other) => legs.get(other),
    over: () => void legs.delete(id),
  })

  const receive = (invitation: Invitation, replaced: Session | undefined) => {
    const refusal = refusalOf(invitation, [...legs.values()])
    if (sink === undefined || refusal !== undefined) {
      return quietly(() => invitation.reject({ statusCode: refusal ?? 480 }))
    }
    if (replaced !== undefined) return takeOver(invitation, replaced)
    quietly(() => invitation.progress())
    const id = randomId()
    legs.set(id, createLeg(worldOf(id), { invitation }))
    sink.incoming(id, incomingCall(invitation.request, user))
  }

  const takeOver = (invitation: Invitation, replaced: Session) => {
    const leg = [...legs.values()].find((each) => each.session() === replaced)
    if (leg === undefined) quietly(() => invitation.reject({ statusCode: 481 }))
    else quietly(() => leg.replaceWith(invitation))
  }

  const calls: CallTransport = {
    open(given) {
      sink = given
      isLeft = false
      return () => {
        for (const leg of [...legs.values()]) leg.close()
        sink = undefined
        // another tab has the calls, and may give them back
        if (isLeft) return
        peers.close()
        media.close()
      }
    },
    async send(id, command) {
      if (command.type === 'dial') legs.set(id, createLeg(worldOf(id)))
      const leg = legs.get(id)
      if (leg === undefined) throw new OffhookError('call-ended')
      await leg.send(command)
    },
  }

  const { password } = options
  const connection = createSipConnection({
    agent,
    clock,
    canRefresh: typeof password === 'function',
    prepare: async () => digest.setPassword(typeof password === 'function' ? await password() : password),
    preempt: digest.preempt,
    obstacle: digest.obstacle,
    dropped: () => {
      for (const leg of [...legs.values()]) leg.lost()
    },
    connected: () => {
      for (const farewell of owed) farewell()
      owed.clear()
      for (const leg of legs.values()) leg.refresh()
    },
    leaving: () => {
      owed.clear()
      for (const leg of [...legs.values()]) leg.close()
    },
  })

  const account = `${user}@${domain}`
  const { kept, claims, ...handover } = createHandover(
    createTickets(storage, `offhook.calls.${account}`, clock),
    createClaims(globalThis.navigator?.locks, clock),
  )

  return {
    connection,
    calls: withSounds(
      withTickets(calls, {
        clock,
        tickets: kept,
        claims,
        dialogOf: (id) => legs.get(id)?.dialog(),
        resume(ticket) {
          const leg = createLeg(worldOf(ticket.id), { ticket })
          legs.set(ticket.id, leg)
          leg.refresh()
        },
      }),
      media.sounds,
    ),
    devices: media.devices,
    media: {
      remote: (id) => heard.get(id),
      warm() {
        media.microphone.warm()
        peers.warm()
      },
    },
    relay: {
      ...handover,
      account,
      leave() {
        isLeft = true
        for (const leg of [...legs.values()]) leg.leave()
        owed.clear()
        connection.leave()
      },
      ring: media.sounds.ring,
    },
  }
}

function handlerOf(handlers: WeakMap<Session, SessionDescriptionHandler>, session: Session) {
  const found = handlers.get(session)
  if (found === undefined) throw new Error('A session without media.')
  return found
}

/** Gives one after the other, and begins again. */
function inTurn<T>([first, ...rest]: readonly [T, ...T[]]): () => T {
  const all = [first, ...rest]
  let turn = 0
  return () => all[turn++ % all.length] ?? first
}

// more calls at once than anybody can answer are no calls
const mostRinging = 20

/** With which status a call is refused before anybody is rung, if so; no offer at all is fine, then we make one. */
function refusalOf({ request }: Invitation, legs: readonly Leg[]): number | undefined {
  const isReadable = isSdp(request.getHeader('Content-Type') ?? '') && isAnswerable(request.body)
  if (request.body !== '' && !isReadable) return 488
  return legs.filter((leg) => leg.isRinging()).length >= mostRinging ? 486 : undefined
}
