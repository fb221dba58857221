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
import type { Invitation, Session, SessionDescriptionHandler } from 'sip.js'
import { createMedia } from './media/media.ts'
import { withSounds } from './media/sounds.ts'
import type { AskSipAccess, SipOptions, SipWorld } from './options.ts'
import { accountName, agentOf, callsOfAccount, createAccounts, createEntry } from './sip/account.ts'
import { createClaims } from './sip/claims.ts'
import { createSipConnection } from './sip/connection.ts'
import { isAnswerable, isSdp } from './sip/description.ts'
import type { Digest } from './sip/digest.ts'
import { quietly } from './sip/forget.ts'
import { incomingCall } from './sip/identity.ts'
import { withTickets } from './sip/keeping.ts'
import { createLeg, type Leg, type LegWorld } from './sip/leg.ts'
import { createMending } from './sip/mending.ts'
import { assertOneCopy } from './sip/one-copy.ts'
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
export function sipTransport(options: SipOptions): SipTransport
/**
 * The same, for whoever `access` says it is when the phone connects: `sipTransport(() => backend.sip())`. When that is
 * another user than before, the phone goes on as theirs.
 */
export function sipTransport(access: AskSipAccess, world?: SipWorld): SipTransport
export function sipTransport(given: SipOptions | AskSipAccess, more: SipWorld = {}): SipTransport {
  const ask = typeof given === 'function' ? given : () => given
  const options: SipWorld = typeof given === 'function' ? more : given
  assertOneCopy()
  const { clock = systemClock, trace } = options
  const storage = options.storage ?? guarded(() => globalThis.sessionStorage)
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
  let sink: CallSink | undefined
  let isLeft = false

  const socket = createSocket({
    ...{ clock, nextUrl: () => accounts.nextUrl() },
    seen(direction, message) {
      if (direction === 'in') accounts.now()?.digest.challenged(message)
      trace?.(`${direction} ${redacted(message)}`)
    },
  })
  const accounts = createAccounts({
    ...{ clock, socket },
    handlerOf: (session) => handlerOf(handlers, session),
    incoming: (invitation, replaced) => receive(invitation, replaced),
    callsOf: (name) => kept(name),
    changed: () => calls.changed(),
  })
  const agent = agentOf(accounts, socket)
  const preempt: Digest['preempt'] = (request) => accounts.now()?.digest.preempt(request)

  const mending = createMending({ clock, isReachable: () => connection.isReachable() })

  const worldOf = (id: CallId): LegWorld => ({
    ...{ id, clock, heard, handlers, preempt, mending },
    agent: accounts.known().agent,
    peers: accounts.peers(),
    microphone: media.microphone,
    speaker: media.speaker,
    uri: (target) => uriOf(target, accounts.known().domain),
    owe(farewell) {
      owed.add(farewell)
      return () => void owed.delete(farewell)
    },
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
    const id = idOf(invitation)
    const known = legs.get(id)
    if (known !== undefined) return known.ringAgain(invitation)
    legs.set(id, createLeg(worldOf(id), { invitation }))
    sink.incoming(id, incomingCall(invitation.request, accounts.known().user))
  }

  /** The name that the exchange gives the call (RFC 7989), by which it is known when it rings again; nobody else's. */
  const idOf = ({ request }: Invitation) => {
    const [, name] = /^([\da-f]{32})\b/.exec(request.getHeader('Session-ID') ?? '') ?? []
    return name === undefined || legs.get(name)?.isRinging() === false ? randomId() : name
  }

  const takeOver = (invitation: Invitation, replaced: Session) => {
    const leg = [...legs.values()].find((each) => each.session() === replaced)
    if (leg === undefined) quietly(() => invitation.reject({ statusCode: 481 }))
    else quietly(() => leg.replaceWith(invitation))
  }

  const carried: CallTransport = {
    open(given) {
      sink = given
      isLeft = false
      return () => {
        for (const leg of [...legs.values()]) leg.close()
        sink = undefined
      }
    },
    async send(id, command) {
      if (command.type === 'dial') legs.set(id, createLeg(worldOf(id)))
      const leg = legs.get(id)
      if (leg === undefined) throw new OffhookError('call-ended')
      await leg.send(command)
    },
  }

  const handover = createHandover()
  const kept = (name: string) =>
    withTickets(carried, {
      clock,
      tickets: handover.kept(createTickets(storage, `offhook.calls.${name}`, clock)),
      claims: handover.claims(createClaims(globalThis.navigator?.locks, clock)),
      keptOf: (id) => legs.get(id)?.kept() ?? {},
      resume(ticket) {
        const leg = createLeg(worldOf(ticket.id), { ticket })
        legs.set(ticket.id, leg)
        leg.refresh(false)
      },
    })
  const calls = callsOfAccount(accounts, () => {
    // another tab has the calls, and may give them back
    if (isLeft) return
    accounts.peers().close()
    media.close()
  })
  const entry = createEntry(ask, accounts)
  // what is given at once is looked at, and taken up, at once
  if (typeof given !== 'function') accounts.take(given)

  const connection = createSipConnection({
    ...{ agent, clock, preempt },
    canRefresh: typeof given === 'function' || typeof given.password === 'function',
    prepare: entry.prepare,
    obstacle: () => accounts.now()?.digest.obstacle(),
    dropped: () => {
      for (const leg of [...legs.values()]) leg.lost()
    },
    connected: (hasMoved) => {
      for (const farewell of owed) farewell()
      owed.clear()
      for (const leg of legs.values()) leg.refresh(hasMoved)
    },
    isBusy: () => legs.size > 0,
    leaving: () => {
      entry.cancel()
      owed.clear()
      for (const leg of [...legs.values()]) leg.close()
    },
  })

  return {
    connection,
    calls: withSounds(calls, media.sounds),
    devices: media.devices,
    media: {
      remote: (id) => heard.get(id),
      warm() {
        media.microphone.warm()
        accounts.peers().warm()
      },
    },
    relay: {
      ...{ tickets: handover.tickets, take: handover.take, ring: media.sounds.ring },
      account: typeof given === 'function' ? undefined : accountName(given),
      identify: async () => accountName(await ask()),
      leave() {
        isLeft = true
        entry.cancel()
        for (const leg of [...legs.values()]) leg.leave()
        owed.clear()
        connection.leave()
      },
    },
  }
}

function handlerOf(handlers: WeakMap<Session, SessionDescriptionHandler>, session: Session) {
  const found = handlers.get(session)
  if (found === undefined) throw new Error('A session without media.')
  return found
}

// more calls at once than anybody can answer are no calls
const mostRinging = 20

/** With which status a call is refused before anybody is rung, if so; no offer at all is fine, then we make one. */
function refusalOf({ request }: Invitation, legs: readonly Leg[]): number | undefined {
  const isReadable = isSdp(request.getHeader('Content-Type') ?? '') && isAnswerable(request.body)
  if (request.body !== '' && !isReadable) return 488
  return legs.filter((leg) => leg.isRinging()).length >= mostRinging ? 486 : undefined
}
