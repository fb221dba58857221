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
} as const

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
