import { OffhookError, type TransferProgress } from '@offhook/core'
import type { Notification, Session, URI } from 'sip.js'
import type { IncomingResponse } from 'sip.js/lib/core/index.js'

/** Asks the exchange to hand the other side over (REFER, RFC 3515); resolves when the target has answered. */
export function refer(session: Session, to: URI | Session, progress: (step: TransferProgress) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onNotify = (notification: Notification) => {
      // a NOTIFY that is not answered comes again
      notification.accept().catch(() => {})
      const { request } = notification
      const status = statusOf(request.body)
      if (status >= 200 && status < 300) return resolve()
      const isTerminated = (request.getHeader('Subscription-State') ?? '').toLowerCase().startsWith('terminated')
      if (status >= 300 || isTerminated) return reject(failed(status))
      progress(status === 180 || status === 183 ? 'ringing' : 'trying')
    }
    const requestDelegate = {
      onReject: ({ message }: IncomingResponse) => reject(failed(message.statusCode ?? 500)),
    }
    session.refer(to, { onNotify, requestDelegate }).catch((cause: unknown) => {
      reject(new OffhookError('transfer-failed', { cause }))
    })
  })
}

/** The status in a message/sipfrag body (RFC 3420); 100 when it cannot be read. */
function statusOf(body: string): number {
  return Number(/^SIP\/2\.0\s+([1-6]\d\d)/.exec(body)?.[1] ?? 100)
}

const why: Record<number, string> = {
  403: 'The exchange does not allow that transfer.',
  404: 'The transfer target does not exist.',
  408: 'The transfer target did not answer.',
  480: 'The transfer target cannot be reached or did not answer.',
  486: 'The transfer target is busy.',
  503: 'The transfer target is busy or out of order.',
  603: 'The transfer target declined.',
}

const failed = (status: number) =>
  new OffhookError('transfer-failed', { message: why[status] ?? `The transfer did not succeed (${status}).` })
