import { type Clock, OffhookError, type TransferProgress } from '@offhook/core'
import { type Notification, Session, type URI } from 'sip.js'
import type { IncomingResponse } from 'sip.js/lib/core/index.js'
import type { Agent } from './agent.ts'
import { allow } from './allow.ts'
import { quietly } from './forget.ts'

/** The transfers of one session: asked for by REFER (RFC 3515), told about by NOTIFY. */
export interface Transfers {
  /** Asks the exchange to hand the other side over; resolves when the target has answered. */
  refer(to: URI | Session, progress: (step: TransferProgress) => void): Promise<void>
  /** Takes a NOTIFY in the session. */
  notified(notification: Notification): void
  /** The session is over: a transfer under way has no end any more. */
  ended(): void
}

/** A transfer under way. */
interface Pending {
  tell(status: number, isLast: boolean, expires: number): void
  fail(error: OffhookError): void
}

// 64 * T1 of RFC 3261: by then the first news about a transfer must have come
const longestSilence = 32_000

/** Makes the transfers of a session; one at a time. */
export function createTransfers(
  session: Session,
  { agent, clock }: { agent: Pick<Agent, 'uri' | 'contact'>; clock: Clock },
): Transfers {
  let pending: Pending | undefined

  const refer = (to: URI | Session, progress: (step: TransferProgress) => void) =>
    new Promise<void>((resolve, reject) => {
      let cancel = () => {}
      const settle = (error?: OffhookError) => {
        cancel()
        pending = undefined
        if (error === undefined) resolve()
        else reject(error)
      }
      const wait = (ms: number) => {
        cancel()
        cancel = clock.after(ms, () => settle(silent()))
      }
      pending = {
        fail: settle,
        tell(status, isLast, expires) {
          if (status >= 200 && status < 300) return settle()
          if (status >= 300 || isLast) return settle(failed(status))
          wait(Math.max(longestSilence, expires * 1_000))
          progress(status === 180 || status === 183 ? 'ringing' : 'trying')
        },
      }
      const refused = ({ message }: IncomingResponse) =>
        // sip.js makes up an answer when none came: that one has come from nowhere
        settle(message.hasHeader('Via') ? failed(message.statusCode ?? 500) : silent())
      try {
        if (session.dialog === undefined) throw new Error('There is no dialog.')
        session.dialog.refer({ onReject: refused, onRedirect: refused }, { extraHeaders: headersOf(agent, to) })
        wait(2 * longestSilence)
      } catch (cause) {
        settle(new OffhookError('transfer-failed', { cause }))
      }
    })

  return {
    refer,
    notified(notification) {
      // a NOTIFY that is not answered comes again
      quietly(() => notification.accept())
      const { request } = notification
      if (!/^refer\b/i.test(request.getHeader('Event') ?? '')) return
      const state = request.getHeader('Subscription-State') ?? ''
      const expires = Number(/;\s*expires\s*=\s*(\d{1,4})\b/i.exec(state)?.[1] ?? 0)
      pending?.tell(statusOf(request.body), /^\s*terminated\b/i.test(state), expires)
    },
    ended: () => pending?.fail(new OffhookError('call-ended')),
  }
}

function headersOf(agent: Pick<Agent, 'uri' | 'contact'>, to: URI | Session): string[] {
  const referredBy = `Referred-By: <${agent.uri}>`
  return [`Refer-To: <${to instanceof Session ? replacing(to) : to}>`, referredBy, `Contact: ${agent.contact}`, allow]
}

/** The other side of a call of ours, asked to replace us by whoever calls (RFC 3891); without its name, which sip.js would not quote. */
function replacing({ dialog }: Session): string {
  if (dialog === undefined) throw new Error('Only an answered call can be replaced.')
  const { remoteTarget, callId, remoteTag, localTag } = dialog
  return `${remoteTarget}?Replaces=${encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`)}`
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

const silent = () => new OffhookError('transfer-failed', { message: 'Nothing was heard of the transfer.' })
