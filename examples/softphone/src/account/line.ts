import { createPhone, type Phone } from '@offhook/core'
import { sipTransport } from '@offhook/webrtc'
import type { Account } from './account.ts'

/** A phone and what makes it faster. */
export interface Line {
  readonly phone: Phone
  /** Opens the microphone and the media path ahead of a call that is likely. */
  warm(): void
}

/** Makes a phone for an account. */
export type OpenLine = (account: Account) => Line

/** The real one: SIP over WebSocket and WebRTC. */
export const openSipLine: OpenLine = ({ user, password, exchange }) => {
  const sip = sipTransport({ url: exchange, user, password })
  return { phone: createPhone(sip), warm: sip.media.warm }
}
