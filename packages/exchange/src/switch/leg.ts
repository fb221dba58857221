import {
  type Body,
  getBody,
  type IncomingByeRequest,
  type IncomingInfoRequest,
  type IncomingInviteRequest,
  type IncomingMessage,
  type IncomingReferRequest,
  type Session,
  type SessionDelegate,
  SessionState,
} from 'sip.js/lib/core/index.js'
import type { Identity, Person } from '../people/people.ts'
import { allow, oneLine, receivesInfo, supports } from '../sip/headers.ts'
import type { Line } from '../sip/line.ts'
import type { SessionTerms } from '../sip/session-expires.ts'
import { connectionPackage } from './absence.ts'
import type { Dialogs } from './dialogs.ts'
import type { Entry } from './journal.ts'
import { endReasonOf, reasons } from './reasons.ts'

/** Who is at the other end of a leg. */
export interface Party {
  readonly line: Line
  readonly person: Person
  /** How this party is shown to the others. */
  readonly identity: Identity
  /** Whether its client takes an INVITE with `Replaces` (RFC 3891). */
  readonly takesReplaces: boolean
  /** Whether its client wants to be told that the other party is reconnecting. */
  readonly followsConnection: boolean
  /** How long its session lasts that nobody refreshes; absent: for ever. */
  readonly terms?: SessionTerms | undefined
}

/** What a leg reports to the call it is part of. */
export interface LegHandlers {
  acknowledged(body: Body | undefined): void
  /** The party hung up or is gone; the reason is a `Reason` header value. */
  ended(reason: string | undefined): void
  reinvited(request: IncomingInviteRequest): void
  informed(request: IncomingInfoRequest): void
  referred(request: IncomingReferRequest): void
  /** The party says that it is still there. */
  refreshed(): void
}

/** One party's side of a call: its dialog with the exchange (RFC 3261, section 12), from the 200 to the BYE. */
export interface Leg extends Party {
  readonly session: Session
  readonly ended: boolean
  /** What is written of the call for this party; over when the leg is, unless another leg carries it on. */
  entry: Entry | undefined
  /** Reports to these handlers from now on, instead of the ones before. */
  attend(handlers: Partial<LegHandlers>): void
  /** Acknowledges the answer of a party that we invited; does nothing when that was done. */
  acknowledge(body?: Body): void
  /** The party says that it is still there. */
  refreshed(): void
  /** Ends the leg from our side as soon as the protocol allows; does nothing when it has ended. */
  hangUp(reason?: string): void
}

const nobody: LegHandlers = {
  acknowledged: () => {},
  ended: () => {},
  reinvited: (request) => void request.reject({ statusCode: 491 }),
  informed: (request) => void request.reject({ statusCode: 480 }),
  referred: (request) => void request.reject({ statusCode: 480 }),
  refreshed: () => {},
}

/** A leg on a dialog that has just got its 200; `ack` is there when it was us who invited. */
export function createLeg(
  session: Session,
  party: Party,
  { dialogs, ack }: { dialogs: Dialogs; ack?: (body?: Body) => void },
): Leg {
  let handlers = nobody
  let status: 'live' | 'leaving' | 'ended' = 'live'
  let parting: string | undefined
  let unacknowledged = ack

  const release = () => {
    stopLost()
    forget()
  }
  const end = (reason: string | undefined) => {
    if (status === 'ended') return
    const report = status === 'live'
    status = 'ended'
    release()
    if (report) handlers.ended(reason)
    // whoever hears of the end may know better why
    leg.entry?.end({ reason: endReasonOf(reason) })
  }
  const bye = () => {
    status = 'ended'
    release()
    if (session.sessionState === SessionState.Terminated) return
    session.bye(undefined, { extraHeaders: parting ? [`Reason: ${parting}`] : [] })
  }

  const leg: Leg = {
    ...party,
    session,
    entry: undefined,
    get ended() {
      return status !== 'live'
    },
    attend: (next) => {
      handlers = { ...nobody, ...next }
    },
    acknowledge(body) {
      const acknowledgeNow = unacknowledged
      unacknowledged = undefined
      if (status === 'live') acknowledgeNow?.(body)
    },
    refreshed: () => handlers.refreshed(),
    hangUp(reason) {
      if (status !== 'live') return
      leg.acknowledge()
      leg.entry?.end({ reason: endReasonOf(reason) })
      parting = reason
      status = 'leaving'
      // before its ACK has come a party that invited us must not be sent a BYE (RFC 3261, section 15)
      if (session.sessionState !== SessionState.AckWait) bye()
    },
  }

  const acknowledged = (body: Body | undefined) => {
    if (status === 'leaving') bye()
    else handlers.acknowledged(body)
  }
  const onAckTimeout = () => {
    const wasLive = status === 'live'
    parting ??= reasons.notAcknowledged
    bye()
    if (wasLive) handlers.ended(reasons.notAcknowledged)
    leg.entry?.end({ reason: endReasonOf(parting) })
  }

  session.delegate = delegateOf(() => (status === 'live' ? handlers : nobody), { acknowledged, end, onAckTimeout })
  const stopLost = party.line.onLost(() => {
    session.dispose()
    end(reasons.connectionLost)
  })
  const forget = dialogs.add(session, { kind: 'leg', person: party.person, leg })
  return leg
}

/** What the client of a party can do, as its INVITE or its 200 says. */
export const abilitiesOf = (message: IncomingMessage): Pick<Party, 'takesReplaces' | 'followsConnection'> => ({
  takesReplaces: supports(message, 'replaces'),
  followsConnection: receivesInfo(message, connectionPackage),
})

/** From now on another leg of the same person carries the call on. */
export function handOver(from: Leg, to: Leg): void {
  to.entry = from.entry
  from.entry = undefined
}

/** Translates the requests inside a dialog to what a leg reports. */
function delegateOf(
  handlers: () => LegHandlers,
  own: {
    acknowledged(body: Body | undefined): void
    end(reason: string | undefined): void
    onAckTimeout(): void
  },
): SessionDelegate {
  return {
    onAck: ({ message }) => own.acknowledged(getBody(message)),
    onAckTimeout: own.onAckTimeout,
    onBye: (request) => {
      request.accept()
      own.end(reasonOf(request))
    },
    onInfo: (request) => handlers().informed(request),
    onInvite: (request) => handlers().reinvited(request),
    onRefer: (request) => handlers().referred(request),
    onMessage: (request) => void request.reject({ statusCode: 405, extraHeaders: [allow] }),
    onNotify: (request) => void request.reject({ statusCode: 489 }),
  }
}

function reasonOf({ message }: IncomingByeRequest): string | undefined {
  const given = message.getHeader('reason')
  return given === undefined ? undefined : oneLine(given)
}
