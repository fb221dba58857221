import { type BackendParts, createPhone, directoryPart, type Phone, type PhoneTransports } from '@offhook/core'
import { acrossTabs, sipTransport, type Tabs } from '@offhook/webrtc'
import { demoBook } from '../contacts/demo-book.ts'
import type { SipAccount } from './account.ts'

/** What a phone of this page is made of: calls and phonebooks always, the rest where there is a back end. */
type SoftphoneParts = PhoneTransports & Pick<BackendParts, 'directory'> & Partial<Omit<BackendParts, 'directory'>>

/** The phone of this page. */
export type SoftPhone = Phone<SoftphoneParts>

/** A phone and what makes it faster. */
export interface Line {
  readonly phone: SoftPhone
  /** Opens the microphone and the media path ahead of a call that is likely. */
  warm(): void
  /** The tabs that share the phone, where it is a real one. */
  readonly tabs?: Tabs
}

/** Makes a phone for an account of an exchange alone. */
export type OpenLine = (account: SipAccount) => Line

/** The real one: SIP over WebSocket and WebRTC; without a back end the demo people are its only phonebook. */
export const openSipLine: OpenLine = ({ user, password, exchange }) => {
  const sip = acrossTabs(sipTransport({ url: exchange, user, password }))
  const phone = createPhone({ ...sip, directory: directoryPart([demoBook]) })
  return { phone, warm: sip.media.warm, tabs: sip.tabs }
}
