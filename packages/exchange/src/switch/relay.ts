import {
  type AckableIncomingResponseWithSession,
  type Body,
  getBody,
  type IncomingInfoRequest,
  type IncomingInviteRequest,
  type IncomingResponse,
  type OutgoingInviteRequest,
  SessionState,
} from 'sip.js/lib/core/index.js'
import { passOn, tokens } from '../sip/headers.ts'
import { termsHeaders } from '../sip/session-expires.ts'
import type { Leg } from './leg.ts'

/** A re-INVITE on its way from one party to the other. */
export interface ReinviteRelay {
  /** Answers the one who asked when there is nobody left to ask. */
  abort(): void
}

/** How a relayed re-INVITE went on. */
export interface ReinviteEvents {
  /** Accepted; the ACK of the one who asked is to be handed to `acknowledge`. */
  accepted(acknowledge: (body: Body | undefined) => void): void
  /** Over, with nothing changed. */
  refused(statusCode: number): void
}

const explanations = ['Reason', 'Warning', 'Retry-After']

// the asker's client would look for a challenge that is not there
const passedOnAs: Readonly<Record<number, number>> = { 401: 500, 407: 500 }

/** Passes a re-INVITE (hold, resume, ICE restart) on (RFC 3261, section 14); nothing when it was refused at once. */
export function relayReinvite(
  request: IncomingInviteRequest,
  { from, to }: { from: Leg; to: Leg },
  events: ReinviteEvents,
): ReinviteRelay | undefined {
  let open = true
  const refuse = (statusCode: number, extraHeaders: string[] = []) => {
    if (!open) return
    open = false
    request.reject({ statusCode, extraHeaders })
    events.refused(statusCode)
  }
  const accept = ({ message, ack }: AckableIncomingResponseWithSession) => {
    const body = getBody(message)
    if (!open) return void ack()
    open = false
    events.accepted((answer) => void ack(answer ? { body: answer } : {}))
    request.accept({
      statusCode: 200,
      extraHeaders: [from.line.contactHeader, ...termsHeaders(from.terms, 'uas')],
      ...(body ? { body } : {}),
    })
  }
  const reject = ({ message }: IncomingResponse) => {
    const statusCode = message.statusCode ?? 500
    const passedOn = statusCode < 400 ? 488 : (passedOnAs[statusCode] ?? statusCode)
    refuse(passedOn, passOn(message, explanations))
  }

  const outgoing = offer(request, to, { onAccept: accept, onReject: reject, onRedirect: reject })
  if (!outgoing) {
    // the other side is being asked something itself
    request.reject({ statusCode: 491 })
    return undefined
  }
  request.trying()
  request.delegate = { onCancel: () => outgoing.cancel() }
  return { abort: () => refuse(487) }
}

function offer(
  request: IncomingInviteRequest,
  to: Leg,
  delegate: NonNullable<OutgoingInviteRequest['delegate']>,
): OutgoingInviteRequest | undefined {
  const body = getBody(request.message)
  // its ACK would arrive after our question
  if (to.session.sessionState === SessionState.AckWait) return undefined
  try {
    return to.session.invite(delegate, {
      extraHeaders: [to.line.contactHeader, ...termsHeaders(to.terms, 'uac')],
      ...(body ? { body } : {}),
    })
  } catch {
    return undefined
  }
}

const keypadType = 'application/dtmf-relay'
const longestKeypadBody = 256

/** Passes a key press to the other leg and its answer back; the key itself is never read (RFC 6086, section 2). */
export function relayInfo(request: IncomingInfoRequest, to: Leg): void {
  const body = getBody(request.message)
  const [type] = tokens(body?.contentType.split(';')[0] ?? '')
  if (!body || type !== keypadType || body.content.length > longestKeypadBody) {
    return void request.reject({ statusCode: 415, extraHeaders: [`Accept: ${keypadType}`] })
  }
  to.session.info(
    {
      onAccept: () => void request.accept({ statusCode: 200 }),
      onRedirect: () => void request.reject({ statusCode: 480 }),
      onReject: ({ message }) => void request.reject({ statusCode: message.statusCode ?? 500 }),
    },
    { extraHeaders: [to.line.contactHeader], body: { ...body, contentType: keypadType } },
  )
}
