import {
  Dialog,
  type IncomingRequestMessage,
  NonInviteClientTransaction,
  type OutgoingRequestDelegate,
  SessionDialog,
  UserAgentClient,
} from 'sip.js/lib/core/index.js'
import type { Clock } from '../clock.ts'
import { termsHeaders } from '../sip/session-expires.ts'
import type { Leg } from './leg.ts'

/** Ends the session of a leg that nobody refreshes, and refreshes it where that is up to us (RFC 4028, section 10). */
export interface SessionTimer {
  /** Something was agreed on in it: it lasts from now on. */
  refreshed(): void
  stop(): void
}

/** What a timer needs from outside. */
export interface SessionTimerOptions {
  readonly clock: Clock
  /** Nobody refreshed it, or the peer knows it no more. */
  expired(): void
}

// who refreshes too late is given up before the peer gives us up
const most = 32

/** Starts the timer of a leg; one without terms lasts for ever. */
export function startSessionTimer(leg: Leg, { clock, expired }: SessionTimerOptions): SessionTimer {
  const { terms } = leg
  if (!terms) return { refreshed() {}, stop() {} }
  const { seconds, isOurs } = terms
  let stops: (() => void)[] = []

  const stop = () => {
    for (const cancel of stops) cancel()
    stops = []
  }
  const refreshed = () => {
    stop()
    stops = [clock.after((seconds - Math.min(most, seconds / 3)) * 1000, expired)]
    if (isOurs) stops.push(clock.after(seconds * 500, refresh))
  }
  const refresh = () => {
    sendUpdate(leg, {
      onAccept: refreshed,
      onReject({ message: { statusCode } }) {
        if (statusCode === 481 || statusCode === 408) expired()
        // refused for now: until the session is over it is tried again
        else stops.push(clock.after(seconds * 100, refresh))
      },
    })
  }
  refreshed()
  return { refreshed, stop }
}

/** Refreshes a session without a word about its media (RFC 3311), which sip.js does not know how to. */
function sendUpdate({ session, line, terms, ended }: Leg, delegate: OutgoingRequestDelegate): void {
  if (ended || !(session instanceof SessionDialog)) return
  const extraHeaders = [line.contactHeader, 'Supported: timer', ...termsHeaders(terms, 'uac')]
  const message = session.createOutgoingRequestMessage('UPDATE', { extraHeaders })
  new UserAgentClient(NonInviteClientTransaction, session.userAgentCore, message, delegate)
}

/** Takes an UPDATE in the dialog of a leg: it refreshes the session, and can do nothing else. */
export function takeUpdate(leg: Leg, message: IncomingRequestMessage): void {
  const { session, line, terms } = leg
  if (!(session instanceof SessionDialog)) return
  const isLate = message.cseq <= (session.remoteSequenceNumber ?? 0)
  if (isLate) return void line.core.replyStateless(message, { statusCode: 500 })
  Dialog.prototype.receiveRequest.call(session, message)
  if (message.body !== '') return void line.core.replyStateless(message, { statusCode: 488 })
  const extraHeaders = [line.contactHeader, ...termsHeaders(terms, 'uas')]
  line.core.replyStateless(message, { statusCode: 200, extraHeaders })
  leg.refreshed()
}
