import type { EndReason } from '@offhook/core'
import { reason } from '../sip/headers.ts'

/** Why the exchange itself ends or refuses something, as a `Reason` header says it (RFC 3326). */
export const reasons = {
  elsewhere: reason('SIP', 200, 'Call completed elsewhere'),
  declinedElsewhere: reason('SIP', 603, 'Declined elsewhere'),
  noAnswer: reason('Q.850', 19, 'No answer'),
  connectionLost: reason('Q.850', 102, 'Connection lost'),
  stopping: reason('SIP', 503, 'The exchange is stopping'),
  transferred: reason('SIP', 200, 'Call transferred'),
  replaced: reason('SIP', 200, 'Call taken over'),
  notAcknowledged: reason('SIP', 408, 'No ACK received'),
  expired: reason('SIP', 408, 'Session expired'),
  busy: reason('Q.850', 17, 'Busy'),
  circle: reason('SIP', 482, 'Forwarded in a circle'),
  noTrunk: reason('Q.850', 27, 'There is no way to numbers outside'),
  noVoicemail: reason('Q.850', 27, 'There is no voicemail'),
  noTarget: reason('Q.850', 27, 'Forwarded to a number that nobody has'),
} as const

const byCause: Readonly<Record<string, EndReason>> = {
  'q.850 17': 'busy',
  'q.850 19': 'unanswered',
  'q.850 21': 'declined',
  'q.850 27': 'unreachable',
  'q.850 102': 'connection-lost',
  'sip 408': 'connection-lost',
  'sip 503': 'exchange-error',
}

const byStatus: Readonly<Record<number, EndReason>> = {
  403: 'not-allowed',
  404: 'not-found',
  415: 'incompatible',
  420: 'incompatible',
  480: 'unreachable',
  486: 'busy',
  487: 'cancelled',
  488: 'incompatible',
  503: 'exchange-error',
  600: 'busy',
  603: 'declined',
  604: 'not-found',
  606: 'incompatible',
}

const causeIn = (given: string | undefined): EndReason | undefined => {
  const [, protocol = '', cause] = /^(sip|q\.850)\s*;(?:[^"]*;)?\s*cause\s*=\s*(\d{1,3})/i.exec(given ?? '') ?? []
  return byCause[`${protocol.toLowerCase()} ${cause}`]
}

/** Why a call that was answered ended, by the `Reason` header of its end. */
export const endReasonOf = (given: string | undefined): EndReason => causeIn(given) ?? 'hung-up'

/** Why a call was not answered. */
export const refusalReasonOf = ({ statusCode, reason: given }: Refusal): EndReason =>
  (statusCode === 480 ? causeIn(given) : undefined) ?? byStatus[statusCode] ?? 'failed'

/** Which rule is about a call that ended so at who was rung; declining is an answer, and so there is none. */
export function situationOf({ statusCode, reason: given }: Refusal): 'busy' | 'unreachable' | 'noAnswer' | undefined {
  if (given === reasons.noAnswer) return 'noAnswer'
  if (statusCode === 486 || statusCode === 600) return 'busy'
  return statusCode === 480 ? 'unreachable' : undefined
}

/** How a call that rang nowhere with success is refused: the code, and why as a `Reason` header value. */
export interface Refusal {
  readonly statusCode: number
  readonly reason?: string | undefined
}

// what a device answers to us says nothing about the number that was dialled
const heardAs: Readonly<Record<number, number>> = {
  401: 480,
  404: 480,
  407: 480,
  408: 480,
  410: 480,
  481: 480,
  482: 480,
  483: 480,
  484: 480,
  487: 480,
  491: 480,
  503: 480,
}

/** What the caller hears when a device answered with `statusCode`; the device's own code stays in the reason. */
export function asHeard(statusCode: number, given: string | undefined): Refusal {
  const heard = statusCode < 400 ? 480 : (heardAs[statusCode] ?? statusCode)
  if (heard === statusCode) return { statusCode, reason: given }
  return { statusCode: heard, reason: given ?? reason('SIP', statusCode, 'The device refused') }
}

/** Whether an answer speaks for the person and not only for the device (RFC 3261, section 21.6). */
export const speaksForAll = (statusCode: number): boolean => statusCode >= 600

const tellsMost = [603, 600, 604, 606, 486, 488, 415, 420]

/** The refusal that tells the caller most, out of those of several devices. */
export function mostTelling(refusals: readonly Refusal[]): Refusal {
  const rank = ({ statusCode }: Refusal) => {
    const place = tellsMost.indexOf(statusCode)
    if (place >= 0) return place
    return statusCode === 480 ? 1000 : statusCode
  }
  return [...refusals].sort((a, b) => rank(a) - rank(b))[0] ?? { statusCode: 480 }
}
