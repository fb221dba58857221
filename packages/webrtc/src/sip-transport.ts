import {
  type CallId,
  type CallSink,
  type CallTransport,
  type ConnectionTransport,
  type DeviceTransport,
  type DialTarget,
  OffhookError,
  randomId,
  systemClock,
} from '@offhook/core'
import { type Invitation, type Session, type SessionDescriptionHandler, SIPExtension, URI, UserAgent } from 'sip.js'
import { createMedia } from './media/media.ts'
import { withSounds } from './media/sounds.ts'
import { checkedUrls, type SipOptions } from './options.ts'
import { createSipConnection } from './sip/connection.ts'
import { createDigest } from './sip/digest.ts'
import { incomingCall } from './sip/identity.ts'
import { createLeg, type Leg, type LegWorld } from './sip/leg.ts'
import { assertOneCopy } from './sip/one-copy.ts'
import { createPeers } from './sip/peers.ts'
import { redacted } from './sip/redact.ts'
import { createSocket } from './sip/socket.ts'

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
}

/**
 * Calls over SIP over WebSocket (RFC 7118) and WebRTC, with any exchange that speaks it. Throws `bad-option` for an
 * option that cannot be used and `duplicate-library` when the page has two copies of sip.js.
 */
export function sipTransport(options: SipOptions): SipTransport {
  const urls = checkedUrls(options)
  assertOneCopy()
  const { clock = systemClock, iceServers = [], user, trace } = options
  const domain = options.domain ?? new URL(urls[0]).hostname
  const mediaOf = new WeakMap<Session, { readonly handler: SessionDescriptionHandler }>()
  const heard = new Map<CallId, MediaStream>()
  const legs = new Map<CallId, Leg>()
  const media = createMedia({
    clock,
    ...(options.microphone && { microphone: options.microphone }),
    ...(options.sounds && { sounds: options.sounds }),
  })
  const peers = createPeers(iceServers, clock)
  let sink: CallSink | undefined

  const digest = createDigest(user, () => agent.getLoggerFactory())
  const agent = new UserAgent({
    uri: new URI('sip', user, domain),
    displayName: options.name ?? '',
    userAgentString: 'Offhook',
    logBuiltinEnabled: false,
    logConfiguration: false,
    instanceIdAlwaysAdded: true,
    // the exchange decides how long a call may ring
    noAnswerTimeout: 3_600,
    sipExtensionReplaces: SIPExtension.Supported,
    sessionDescriptionHandlerFactory: (session) => handlerOf(mediaOf, session),
    transportConstructor: socketOf(urls, clock, (direction, message) => {
      if (direction === 'in') digest.challenged(message)
      trace?.(`${direction} ${redacted(message)}`)
    }),
    delegate: { onInvite: (invitation) => receive(invitation) },
  })
  agent.userAgentCore.configuration.authenticationFactory = digest.factory

  const uri = ({ dial, kind }: DialTarget) => {
    if (kind !== 'address') return new URI('sip', dial, domain)
    const [name = '', host = domain, port] = dial.split(/[@:]/)
    return new URI('sip', name, host, port === undefined ? undefined : Number(port))
  }

  const worldOf = (id: CallId): LegWorld => ({
    ...{ id, agent, clock, heard, peers, uri },
    microphone: media.microphone,
    speaker: media.speaker,
    hasServers: iceServers.length > 0,
    media: mediaOf,
    preempt: digest.preempt,
    signal: (signal) => sink?.signal(id, signal),
    other: (other) => legs.get(other),
    over: () => void legs.delete(id),
  })

  const receive = (invitation: Invitation) => {
    const { replacee, request } = invitation
    if (replacee !== undefined) return takeOver(invitation, replacee)
    if (sink === undefined || !isReadable(invitation)) {
      return void invitation.reject({ statusCode: sink === undefined ? 480 : 488 }).catch(() => {})
    }
    const id = randomId()
    legs.set(id, createLeg(worldOf(id), invitation))
    sink.incoming(id, incomingCall(request, invitation.remoteIdentity, invitation.localIdentity, user))
  }

  const takeOver = (invitation: Invitation, replacee: Session) => {
    const leg = [...legs.values()].find((each) => each.session() === replacee)
    if (leg === undefined) return void invitation.reject({ statusCode: 481 }).catch(() => {})
    leg.replaceWith(invitation).catch(() => {})
  }

  const calls: CallTransport = {
    open(given) {
      sink = given
      return () => {
        for (const leg of legs.values()) leg.close()
        sink = undefined
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
    back: () => {
      for (const leg of legs.values()) leg.refresh()
    },
    leaving: () => {
      for (const leg of legs.values()) leg.close()
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
        peers.warm()
      },
    },
  }
}

function handlerOf(media: WeakMap<Session, { readonly handler: SessionDescriptionHandler }>, session: Session) {
  const found = media.get(session)
  if (found === undefined) throw new Error('A session without media.')
  return found.handler
}

/** sip.js makes its transport itself, with `new`; this is the class it wants around {@link createSocket}. */
function socketOf(
  urls: readonly [string, ...string[]],
  clock: typeof systemClock,
  seen: Parameters<typeof createSocket>[0]['seen'],
) {
  let turn = -1
  const nextUrl = () => {
    turn = (turn + 1) % urls.length
    return urls[turn] ?? urls[0]
  }
  return function Socket() {
    return createSocket({ nextUrl, clock, seen })
  } as unknown as NonNullable<ConstructorParameters<typeof UserAgent>[0]>['transportConstructor'] & object
}

/** Whether an offer has sound that can be answered; no offer at all is fine, then we make one. */
function isReadable({ request }: Invitation): boolean {
  if (request.body === '') return true
  const type = request.getHeader('Content-Type') ?? ''
  return (
    type.toLowerCase().startsWith('application/sdp') && /^v=0/.test(request.body) && /^m=audio /m.test(request.body)
  )
}
