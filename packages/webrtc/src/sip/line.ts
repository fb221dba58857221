import type { CallEnd, Clock, RemoteConnection } from '@offhook/core'
import {
  ContentTypeUnsupportedError,
  Invitation,
  Inviter,
  type Session,
  type SessionDescriptionHandler,
  SessionState,
} from 'sip.js'
import type { Agent } from './agent.ts'
import { isSdp } from './description.ts'
import { endOfBye, endOfCancel } from './end-reasons.ts'
import { forgetTheirs, quietly } from './forget.ts'
import type { Headers } from './identity.ts'
import { createKept, type KeptSession } from './kept.ts'
import type { LegMedia } from './leg-media.ts'
import { createNegotiation, type Negotiation } from './negotiation.ts'
import { reinvite } from './reinvite.ts'
import { takeInfo } from './remote-connection.ts'
import { createTransfers, type Transfers } from './transfer.ts'

/** One SIP session of a call, with its media and what is negotiated in it. */
export interface Line {
  readonly session: Session
  readonly media: LegMedia
  readonly negotiation: Negotiation
  readonly transfers: Transfers
  /** What the exchange keeps of it. */
  readonly keeping: KeptSession
  /** Notes why the session ends; the first reason counts. */
  because(end: CallEnd): void
  /** Why it ended. */
  end(): CallEnd
}

/** What a line needs, and whom it tells what happens to its session. */
export interface LineWorld {
  readonly agent: Agent
  readonly clock: Clock
  /** Where sip.js finds the handler of a session. */
  readonly handlers: WeakMap<Session, SessionDescriptionHandler>
  established(): void
  terminated(): void
  /** A message that may say who is on the other side now. */
  identified(headers: Headers): void
  /** What the exchange tells of the other side's connection. */
  connection(state: RemoteConnection): void
  /** It cannot go on: the other side must be told, and our side is over. */
  broken(end: CallEnd): void
}

const incompatible: CallEnd = { reason: 'incompatible', by: 'network' }
const gone: CallEnd = { reason: 'connection-lost', by: 'network' }

/** Makes the line of a session; from now on sip.js finds its media, and what it tells comes here. */
export function createLine(world: LineWorld, session: Session, media: LegMedia): Line {
  const { agent, clock } = world
  const ending = createEnding(session)
  const transfers = createTransfers(session, world)
  let received = Promise.resolve()
  const negotiation = createNegotiation({
    clock,
    isOwner: session instanceof Inviter,
    isOver: () => session.state !== SessionState.Established,
    isOnline: () => agent.socket.isConnected(),
    received: () => received,
    describe: media.describe,
    withdraw: media.withdraw,
    propose: (offer) =>
      reinvite(session, offer, {
        ...{ agent, clock },
        accept: media.receive,
        unusable: () => world.broken(incompatible),
      }),
    forgetTheirs: () => forgetTheirs(session.dialog),
    gone: () => world.broken(gone),
  })

  session.delegate = {
    onBye(bye) {
      quietly(() => bye.accept())
      ending.because(endOfBye(bye.request.getHeaders('Reason')))
    },
    onCancel: (cancel) => ending.because(endOfCancel(cancel.request.getHeaders('Reason'))),
    onInvite(request, _response, status) {
      if (status >= 300) negotiation.theirsEnded()
      world.identified(request)
    },
    onAck() {
      ending.acknowledged()
      negotiation.theirsEnded()
    },
    onInfo: (info) => quietly(() => takeInfo(info, world.connection)),
    onNotify: transfers.notified,
    // nobody may make this phone dial by sending it a REFER
    onRefer: (referral) => quietly(() => referral.reject({ statusCode: 603 })),
  }
  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) {
      tellTheirs(session, negotiation.theirsBegan)
      world.established()
    }
    if (state !== SessionState.Terminated) return
    transfers.ended()
    // sip.js tells the state before it tells why
    queueMicrotask(world.terminated)
  })
  const handler = handlerOf(session, { media, negotiation, because: ending.because })
  world.handlers.set(session, {
    ...handler,
    setDescription(sdp) {
      const taken = handler.setDescription(sdp)
      received = taken.catch(() => {})
      return taken
    },
  })
  return {
    ...{ session, media, negotiation, transfers, keeping: createKept(session) },
    because: ending.because,
    end: ending.end,
  }
}

/** Why a session ends: what was said first, or else what its state makes likely. */
function createEnding(session: Session) {
  let known: CallEnd | undefined
  let isAcknowledged = session instanceof Inviter
  let wasAnswered = false
  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) wasAnswered = true
  })
  return {
    because(end: CallEnd) {
      known ??= end
    },
    acknowledged() {
      isAcknowledged = true
    },
    end(): CallEnd {
      if (known !== undefined) return known
      // the time in which an invitation may be answered ended (RFC 3261 13.3.1)
      if (session instanceof Invitation && !wasAnswered) return { reason: 'unanswered', by: 'network' }
      // what sip.js ends of itself: an answer that nobody acknowledged, else a description that is missing or unusable
      return isAcknowledged ? incompatible : gone
    },
  }
}

/** What sip.js asks for and hands descriptions to; it can roll back, which sip.js' own cannot. */
function handlerOf(
  session: Session,
  { media, negotiation, because }: Pick<Line, 'media' | 'negotiation' | 'because'>,
): SessionDescriptionHandler {
  const isSettled = () => session.state === SessionState.Established
  return {
    hasDescription: isSdp,
    rollbackDescription: media.rollback,
    close: media.close,
    // digits go their own way, in order and awaited
    sendDtmf: () => false,
    async getDescription() {
      await negotiation.clear()
      const body = await media.describe().catch((error: unknown) => {
        if (!isSettled() && session instanceof Invitation) because({ reason: 'no-sound', by: 'network' })
        throw error
      })
      return { contentType: 'application/sdp', body }
    },
    async setDescription(sdp) {
      await negotiation.clear()
      try {
        await media.receive(sdp)
      } catch (error) {
        if (isSettled()) throw error
        because(incompatible)
        if (session instanceof Invitation) throw new ContentTypeUnsupportedError()
        // sip.js would forget an INVITE that is not answered yet without giving it up
        if (session instanceof Inviter && session.dialog === undefined) return void quietly(() => session.cancel())
        throw error
      }
    },
  }
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
