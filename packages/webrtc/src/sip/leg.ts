import {
  type CallCommand,
  type CallEnd,
  type CallId,
  type CallSignal,
  type DialOptions,
  type DialTarget,
  OffhookError,
  type TransferTarget,
} from '@offhook/core'
import { Invitation, Inviter, type Session, SessionState, type URI, type UserAgent } from 'sip.js'
import type { IncomingResponse, OutgoingRequestMessage } from 'sip.js/lib/core/index.js'
import { createDigits } from './digits.ts'
import { endOfBye, endOfCancel, endOfRefused } from './end-reasons.ts'
import { assertedParty, type Headers, partyOf } from './identity.ts'
import type { LegMedia, LegMediaWorld } from './leg-media.ts'
import { createLegMedia } from './leg-media.ts'
import { createNegotiation, type Negotiation } from './negotiation.ts'
import { refer } from './transfer.ts'

/** What a leg needs of the phone around it. */
export interface LegWorld extends LegMediaWorld {
  readonly agent: UserAgent
  signal(signal: CallSignal): void
  uri(target: DialTarget): URI
  /** Puts credentials in a request before they are asked for. */
  preempt(request: OutgoingRequestMessage): void
  /** Another call of this phone, to transfer to. */
  other(id: CallId): Leg | undefined
  /** The leg is over and may be forgotten. */
  over(): void
}

/** One call over SIP: commands become requests, what comes back becomes signals. */
export interface Leg {
  send(command: CallCommand): Promise<void>
  session(): Session | undefined
  /** Takes an INVITE with Replaces: another session carries on for this one, and the call goes on. */
  replaceWith(invitation: Invitation): Promise<void>
  /** A transfer connects this call's other side with somebody else: its end is not a hang-up. */
  handOver(isLeaving: boolean): void
  /** Tells the exchange where we are after the socket was lost. */
  refresh(): void
  /** Ends without waiting for anybody. */
  close(): void
}

interface Line {
  readonly session: Session
  readonly media: LegMedia
  readonly negotiation: Negotiation
}

// a cancelled call whose end is never confirmed is over for us all the same
const longestCancel = 3_000
const longestHandOver = 3_000

/** Makes a leg; give it an invitation that came in, or none to dial. */
export function createLeg(world: LegWorld, invitation?: Invitation): Leg {
  const { clock, agent, signal } = world
  let line: Line | undefined
  let end: CallEnd | undefined
  let isSending = false
  let isOver = false
  let isLeaving = false

  const finish = (how: CallEnd) => {
    if (isOver) return
    forget()
    signal({ type: 'ended', ...how })
  }
  const forget = () => {
    isOver = true
    line?.media.close()
    world.over()
  }

  const use = (session: Session, media: LegMedia): Line => {
    const negotiation = createNegotiation(session, {
      clock,
      withdraw: media.withdrawOffer,
      isOwner: session instanceof Inviter,
      isOver: () => isOver || session.state !== SessionState.Established,
      gone: () => hangUpAs({ reason: 'connection-lost', by: 'network' }),
    })
    const used = { session, media, negotiation }
    world.media.set(session, media)
    watch(used)
    return used
  }

  const watch = ({ session, media, negotiation }: Line) => {
    const isCurrent = () => line?.session === session
    session.delegate = {
      onBye(bye) {
        bye.accept().catch(() => {})
        if (isCurrent()) end ??= isLeaving ? handedOver : endOfBye(bye.request.getHeaders('Reason'))
      },
      onCancel(cancel) {
        end ??= endOfCancel(cancel.request.getHeaders('Reason'))
      },
      onInvite(request, _response, status) {
        if (status >= 300) negotiation.theirsEnded()
        identify(request)
      },
      onAck: () => negotiation.theirsEnded(),
      // nobody may make this phone dial by sending it a REFER
      onRefer: (referral) => void referral.reject({ statusCode: 603 }).catch(() => {}),
    }
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) tellTheirs(session, negotiation.theirsBegan)
      if (!isCurrent()) return
      if (state === SessionState.Established && session instanceof Inviter) connected(media)
      // sip.js tells the state before it tells why
      if (state === SessionState.Terminated) queueMicrotask(() => terminated(session))
    })
  }

  const terminated = (session: Session) => {
    if (line?.session !== session || (isSending && end === undefined)) return
    finish(end ?? { reason: 'failed', by: 'network' })
  }

  const connected = (media: LegMedia) => {
    media.step('answered')
    signal({ type: 'connected' })
  }

  const identify = (headers: Headers) => {
    const remote = assertedParty(headers)
    if (remote !== undefined) signal({ type: 'remote', remote })
  }

  const current = (): Line => {
    if (line === undefined || isOver) throw new OffhookError('call-ended')
    return line
  }

  const dial = async (target: DialTarget, { callerId }: DialOptions) => {
    if (!agent.isConnected()) throw abandon(new OffhookError('offline'))
    const inviter = new Inviter(agent, world.uri(target), { earlyMedia: true, extraHeaders: identityHeaders(callerId) })
    const media = createLegMedia(world, inviter)
    line = use(inviter, media)
    world.preempt(inviter.request)
    isSending = true
    const { extension } = target
    // the other side needs a moment before it listens
    if (extension !== undefined) onceConnected(inviter, () => digits.send(`,${extension}`).catch(() => {}))
    try {
      await inviter.invite({ requestDelegate: outcome(media) })
      media.step('sent')
    } catch (error) {
      if (!isOver) throw abandon(error)
    } finally {
      isSending = false
    }
  }

  /** Lets go of a call that never left; the rejection itself tells the app. */
  const abandon = (error: unknown) => {
    forget()
    return error
  }

  const identityHeaders = (callerId: string | undefined) => {
    if (callerId === undefined) return []
    if (!/^[+\w.*-]{1,64}$/.test(callerId))
      throw abandon(new OffhookError('bad-option', { message: 'callerId: not a number.' }))
    return [`P-Asserted-Identity: <${world.uri({ kind: 'internal', dial: callerId, text: callerId })}>`]
  }

  const outcome = (media: LegMedia) => ({
    onProgress({ message }: IncomingResponse) {
      media.step('ringing')
      identify(message)
      signal({ type: 'alerting', earlyMedia: message.body !== '' })
    },
    onAccept: ({ message }: IncomingResponse) => identify(message),
    onReject({ message }: IncomingResponse) {
      // sip.js makes up a 408 or 503 when nothing came back or could be sent: those have come from nowhere
      const isMadeUp = !message.hasHeader('via')
      end ??= isMadeUp
        ? { reason: 'connection-lost', by: 'network' }
        : endOfRefused(message.statusCode ?? 500, message.reasonPhrase ?? '', message.getHeaders('Reason'))
    },
    onRedirect({ message }: IncomingResponse) {
      end ??= { reason: 'unreachable', by: 'network', detail: { code: message.statusCode ?? 302 } }
    },
  })

  const answer = async () => {
    const { session, media } = current()
    media.restartClock()
    // before the session is touched: without a microphone the call goes on ringing
    await media.open()
    if (isOver || !(session instanceof Invitation)) throw new OffhookError('call-ended')
    const failure: CallEnd = { reason: 'incompatible', by: 'network' }
    end = failure
    await session.accept().catch((cause: unknown) => {
      throw cause instanceof OffhookError ? cause : new OffhookError('refused', { cause })
    })
    if (isOver) throw new OffhookError('call-ended')
    if (end === failure) end = undefined
    connected(media)
  }

  const hangUp = async () => {
    const { session } = current()
    if (session.state === SessionState.Established) return hangUpAs({ reason: 'hung-up', by: 'me' })
    end ??= { reason: session instanceof Inviter ? 'cancelled' : 'hung-up', by: 'me' }
    const given = end
    if (session instanceof Inviter) await session.cancel().catch(() => {})
    else if (session instanceof Invitation) await session.reject().catch(() => {})
    clock.after(longestCancel, () => finish(given))
  }

  const hangUpAs = (how: CallEnd) => {
    end = how
    line?.session.bye().catch(() => {})
    finish(how)
  }

  const decline = async () => {
    const { session } = current()
    end = { reason: 'declined', by: 'me' }
    if (session instanceof Invitation) await session.reject({ statusCode: 603 })
  }

  const hold = async (isHeld: boolean) => {
    const { negotiation, media } = current()
    await negotiation.change(
      () => media.setHeld(isHeld),
      () => media.setHeld(!isHeld),
    )
    signal({ type: isHeld ? 'held' : 'resumed' })
  }

  const mute = (muted: boolean) => {
    current().media.setMuted(muted)
    signal({ type: 'muted', muted })
  }

  const digits = createDigits({
    clock,
    sender: () => line?.media.digits() ?? null,
    async info(content) {
      const body = { contentDisposition: 'render', contentType: 'application/dtmf-relay', content }
      await current().session.info({ requestOptions: { body } })
    },
  })

  const transfer = async (to: TransferTarget) => {
    const { session } = current()
    const progress = (step: 'asked' | 'trying' | 'ringing') => signal({ type: 'transfer-progress', progress: step })
    const other = to.kind === 'call' ? world.other(to.id) : undefined
    const target = to.kind === 'number' ? world.uri(to.target) : other?.session()
    if (target === undefined) throw new OffhookError('transfer-failed', { message: 'The other call is over.' })
    other?.handOver(true)
    await refer(session, target, progress).catch((error) => {
      other?.handOver(false)
      throw error
    })
    signal({ type: 'transferred' })
    // the exchange leaves it to us to end the call that was handed over
    hangUpAs(handedOver)
  }

  const replaceWith = async (next: Invitation) => {
    const before = current()
    const media = createLegMedia(world, next, before.media.wishes())
    line = use(next, media)
    try {
      await media.open()
      await next.accept()
    } catch (error) {
      line = before
      media.close()
      throw error
    }
    before.media.close()
    signal({ type: 'remote', remote: partyOf(next.request, next.remoteIdentity) })
    signal({ type: 'remote-hold', held: false })
  }

  const send = async (command: CallCommand): Promise<void> => {
    switch (command.type) {
      case 'dial':
        return dial(command.target, command.options)
      case 'answer':
        return answer()
      case 'decline':
        return decline()
      case 'hangUp':
        return hangUp()
      case 'hold':
        return hold(true)
      case 'resume':
        return hold(false)
      case 'mute':
        return mute(true)
      case 'unmute':
        return mute(false)
      case 'sendDigits':
        return digits.send(command.digits)
      case 'transfer':
        return transfer(command.to)
    }
  }

  if (invitation !== undefined) line = use(invitation, createLegMedia(world, invitation))

  return {
    send,
    replaceWith,
    session: () => line?.session,
    handOver(next) {
      isLeaving = next
      if (next) clock.after(longestHandOver, () => isLeaving && !isOver && hangUpAs(handedOver))
    },
    refresh() {
      if (line?.session.state === SessionState.Established) {
        line.negotiation
          .change(
            () => {},
            () => {},
          )
          .catch(() => {})
      }
    },
    close() {
      if (!isOver) hangUp().catch(() => {})
      line?.media.close()
    },
  }
}

function onceConnected({ stateChange }: Session, run: () => void): void {
  stateChange.addListener((state) => {
    if (state === SessionState.Established) run()
  })
}

/** Tells of a re-INVITE of the other side as it arrives; sip.js itself tells only after it has answered. */
function tellTheirs({ dialog }: Session, began: () => void): void {
  const delegate = dialog?.delegate
  const receive = delegate?.onInvite
  if (delegate === undefined || receive === undefined) return
  delegate.onInvite = (request) => {
    began()
    receive(request)
  }
}

const handedOver: CallEnd = { reason: 'transferred', by: 'me' }
