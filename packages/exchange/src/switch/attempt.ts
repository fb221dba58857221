import { randomUUID } from 'node:crypto'
import {
  type AckableIncomingResponseWithSession,
  type Body,
  getBody,
  type IncomingResponse,
  type OutgoingInviteRequest,
  type PrackableIncomingResponseWithSession,
  URI,
} from 'sip.js/lib/core/index.js'
import type { Identity, Person } from '../people/people.ts'
import { allow, assertedIdentity, oneLine, quoted } from '../sip/headers.ts'
import type { Line } from '../sip/line.ts'
import { proposedTerms, termsOfAnswer } from '../sip/session-expires.ts'
import type { Dialogs } from './dialogs.ts'
import { abilitiesOf, createLeg, type Leg } from './leg.ts'
import { type Refusal, reasons } from './reasons.ts'

/** A device to invite. */
export interface Destination {
  readonly line: Line
  readonly uri: URI
  readonly person: Person
}

/** Somebody who passed a call on. */
export interface Diversion {
  readonly person: Person
  /** As RFC 5806 says it. */
  readonly why: 'unconditional' | 'unavailable' | 'user-busy' | 'no-answer'
}

/** What an INVITE of ours says. */
export interface Invitation {
  /** Who is calling, as the called party is to see it. */
  readonly from: Identity
  /** An offer, or nothing when the called party is to make one (RFC 3261, section 13.2.1). */
  readonly body?: Body | undefined
  readonly headers?: readonly string[]
  /** Who passed it on, last one first. */
  readonly diversions?: readonly Diversion[]
}

/** What comes of inviting one device. */
export interface AttemptEvents {
  ringing(progress: { readonly statusCode: number; readonly body: Body | undefined }): void
  answered(leg: Leg, body: Body | undefined): void
  refused(refusal: Refusal): void
  /** Its socket is gone, and nothing of it will come any more. */
  lost(): void
}

/** One INVITE to one device, until it is answered, refused or taken back. */
export interface Attempt {
  readonly destination: Destination
  /** Takes the INVITE back (RFC 3261, section 9); nothing is reported any more. */
  cancel(reason?: string): void
}

/** Invites one device; throws when its address cannot be written, and then nothing was begun. */
export function createAttempt(
  destination: Destination,
  invitation: Invitation,
  { events, dialogs }: { events: AttemptEvents; dialogs: Dialogs },
): Attempt {
  const { line, person } = destination
  let status: 'inviting' | 'over' = 'inviting'
  let forgetEarly: (() => void) | undefined
  let stopLost = () => {}

  const over = () => {
    status = 'over'
    stopLost()
    forgetEarly?.()
  }

  const progressed = ({ message, session }: PrackableIncomingResponseWithSession) => {
    if (status === 'over') return
    forgetEarly?.()
    forgetEarly = dialogs.add(session, { kind: 'ringing', person, attempt })
    events.ringing({ statusCode: message.statusCode ?? 180, body: getBody(message) })
  }

  const accepted = ({ message, session, ack }: AckableIncomingResponseWithSession) => {
    const leg = createLeg(
      session,
      { line, person, identity: identityOf(person), ...abilitiesOf(message), terms: termsOfAnswer(message) },
      { dialogs, ack: (body) => void ack(body ? { body } : {}) },
    )
    // a 200 that crossed our CANCEL, or the second one of a forked INVITE
    if (status === 'over') return leg.hangUp(reasons.elsewhere)
    over()
    events.answered(leg, getBody(message))
  }

  const rejected = ({ message }: IncomingResponse) => {
    if (status === 'over') return
    over()
    const given = message.getHeader('reason')
    events.refused({ statusCode: message.statusCode ?? 500, reason: given && oneLine(given) })
  }

  const attempt: Attempt = {
    destination,
    cancel(reason) {
      if (status === 'over') return
      over()
      request.cancel(reason)
    },
  }

  const request: OutgoingInviteRequest = line.core.invite(inviteMessage(destination, invitation), {
    onProgress: progressed,
    onAccept: accepted,
    onReject: rejected,
    onRedirect: rejected,
  })
  stopLost = line.onDisconnected(() => {
    if (status === 'over') return
    over()
    events.lost()
  })
  return attempt
}

/** A person as the other party sees them, unless a caller id was chosen. */
export const identityOf = ({ name, extension }: Person): Identity => ({ name, number: extension })

function inviteMessage({ line, uri, person }: Destination, invitation: Invitation) {
  const { from, body, headers = [], diversions = [] } = invitation
  const address = (identity: Identity) => new URI('sip', identity.number, line.domain)
  const diverted = ({ person: by, why }: Diversion) =>
    `Diversion: "${quoted(by.name)}" <sip:${by.extension}@${line.domain}>;reason=${why}`
  const to = identityOf(person)
  return line.core.makeOutgoingRequestMessage(
    'INVITE',
    uri,
    address(from),
    address(to),
    { callId: randomUUID(), fromDisplayName: quoted(from.name), toDisplayName: quoted(to.name) },
    [
      ...[line.contactHeader, assertedIdentity(from, line.domain), allow],
      ...[...diversions.map(diverted), ...line.graceHeaders, ...proposedTerms(line.sessionSeconds), ...headers],
    ],
    body,
  )
}
