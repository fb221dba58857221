import { type Body, getBody, type IncomingInviteRequest, type Session } from 'sip.js/lib/core/index.js'
import type { Clock } from '../clock.ts'
import type { Identity, Person } from '../people/people.ts'
import { assertedIdentity, oneLine } from '../sip/headers.ts'
import type { Line } from '../sip/line.ts'
import type { Admitted } from '../sip/receiver.ts'
import { termsForInvite, termsHeaders } from '../sip/session-expires.ts'
import type { Dialogs } from './dialogs.ts'
import { abilitiesOf, createLeg, type Leg } from './leg.ts'
import { type Refusal, reasons } from './reasons.ts'

/** An INVITE that somebody sent us, until it is answered or refused. */
export interface Inbound {
  readonly line: Line
  readonly person: Person
  readonly identity: Identity
  readonly takesReplaces: boolean
  readonly request: IncomingInviteRequest
  /** What it offers; nothing when it wants an offer from us. */
  readonly offer: Body | undefined
  /** Its dialog, as soon as its caller was told that it rings. */
  readonly session: Session | undefined
  /** Tells the caller that it rings, and where. */
  ringing(party: Identity, progress: { statusCode: number; body: Body | undefined }): void
  /** Answers; nothing when the body is not what the protocol needs at this point, or when it is too late. */
  answer(party: Identity, body: Body | undefined): Leg | undefined
  refuse(refusal: Refusal): void
}

/** What taking an INVITE on needs from outside. */
export interface InboundOptions {
  readonly dialogs: Dialogs
  /** Its sender took it back or is lost; it is refused already. */
  gone(reason: string | undefined): void
  /** Its sender may be waited for when the socket goes after it was told that it rings, and come back by another INVITE. */
  readonly patience?: Patience
}

/** How long somebody is waited for, and what is done when they come. */
export interface Patience {
  readonly clock: Clock
  readonly ms: number
  comeBack(admitted: Admitted<IncomingInviteRequest>): void
}

/** Takes an INVITE on. */
export function createInbound(
  { request, line, person }: Admitted<IncomingInviteRequest>,
  identity: Identity,
  { dialogs, gone, patience }: InboundOptions,
): Inbound {
  let open = true
  let lastProgress: string | undefined
  let early: Session | undefined

  const close = () => {
    open = false
    stopLost()
    forgetEarly()
  }
  const refuse = ({ statusCode, reason }: Refusal) => {
    if (!open) return
    close()
    request.reject({ statusCode, extraHeaders: reason ? [`Reason: ${reason}`] : [] })
  }
  const takenBack = (given: string | undefined) => {
    if (!open) return
    refuse({ statusCode: 487 })
    gone(given && oneLine(given))
  }
  const lose = () => {
    if (!open) return
    close()
    gone(reasons.connectionLost)
  }
  let forgetEarly = () => {}
  let stopLost = line.onDisconnected(() => {
    if (!early || !patience || patience.ms === 0) lose()
    else stopLost = patience.clock.after(patience.ms, lose)
  })

  request.trying()
  request.delegate = { onCancel: (message) => takenBack(message.getHeader('reason')) }
  const abilities = abilitiesOf(request.message)
  const terms = termsForInvite(request.message, line.sessionSeconds)

  return {
    line,
    person,
    identity,
    takesReplaces: abilities.takesReplaces,
    request,
    offer: getBody(request.message),
    get session() {
      return early
    },
    ringing(party, { statusCode, body }) {
      const progress = `${statusCode} ${party.number}`
      if (!open || (lastProgress === progress && !body)) return
      lastProgress = progress
      const extraHeaders = [assertedIdentity(party, line.domain), ...line.graceHeaders]
      early = request.progress({ statusCode, extraHeaders, ...(body ? { body } : {}) }).session
      forgetEarly()
      if (patience) forgetEarly = dialogs.add(early, { kind: 'dialling', person, comeBack: patience.comeBack })
      early.delegate = {
        onBye: (bye) => {
          bye.accept()
          takenBack(bye.message.getHeader('reason'))
        },
      }
    },
    answer(party, body) {
      if (!open) return undefined
      const extraHeaders = [assertedIdentity(party, line.domain), ...line.graceHeaders]
      const agreed = [...extraHeaders, 'Allow: UPDATE', ...termsHeaders(terms, 'uas')]
      const session = accept(request, { extraHeaders: agreed, body })
      if (!session) return undefined
      close()
      return createLeg(session, { line, person, identity, ...abilities, terms }, { dialogs })
    },
    refuse,
  }
}

function accept(
  request: IncomingInviteRequest,
  { extraHeaders, body }: { extraHeaders: string[]; body?: Body | undefined },
) {
  try {
    return request.accept({ statusCode: 200, extraHeaders, ...(body ? { body } : {}) }).session
  } catch {
    // the core refuses to answer an offer without an answer
    return undefined
  }
}
