import type { IncomingReferRequest } from 'sip.js/lib/core/index.js'
import { getReasonPhrase } from 'sip.js/lib/core/messages/utils.js'
import type { Leg } from './leg.ts'

/** Tells the one who asked for a transfer how it goes (RFC 3515, section 2.4.4). */
export interface TransferReport {
  progress(statusCode: number): void
  /** The end of the transfer; nothing is told after it. */
  final(statusCode: number): void
}

const activeSeconds = 180

/** Accepts a REFER and reports to its sender by NOTIFY with a sipfrag (RFC 3420). */
export function acceptTransfer(leg: Leg, request: IncomingReferRequest): TransferReport {
  let last = 0
  const notify = (statusCode: number, state: string) => {
    if (leg.ended || last >= 200 || statusCode === last) return
    last = statusCode
    leg.session.notify(undefined, {
      extraHeaders: [`Event: refer;id=${request.message.cseq}`, `Subscription-State: ${state}`, leg.line.contactHeader],
      body: {
        contentDisposition: 'render',
        contentType: 'message/sipfrag;version=2.0',
        content: `SIP/2.0 ${statusCode} ${getReasonPhrase(statusCode)}\r\n`,
      },
    })
  }
  const progress = (statusCode: number) => notify(statusCode, `active;expires=${activeSeconds}`)

  request.accept({ statusCode: 202, extraHeaders: [leg.line.contactHeader] })
  progress(100)
  return { progress, final: (statusCode) => notify(statusCode, 'terminated;reason=noresource') }
}
