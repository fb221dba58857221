import { Invitation, type Session, SessionState } from 'sip.js'
import type { IncomingResponseMessage } from 'sip.js/lib/core/index.js'
import type { Headers } from './identity.ts'

/** What a SIP dialog is known by, on our side (RFC 3261 section 12). */
export interface DialogId {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
}

/** What an exchange keeps of a call whose page went. */
export interface Kept {
  /** The dialog to go on with; absent: there is none yet. */
  readonly dialog?: DialogId
  /** For how long, milliseconds; absent: it did not say. */
  readonly keptFor?: number
}

/** What is kept of one session. */
export interface KeptSession {
  kept(): Kept
  /** Takes what an answer to our INVITE says. */
  heard(message: IncomingResponseMessage): void
}

/** Follows what the exchange says that it keeps of a session. */
export function createKept(session: Session): KeptSession {
  let grace = session instanceof Invitation ? readGrace(session.request) : undefined
  let early: DialogId | undefined
  return {
    heard(message) {
      grace = readGrace(message) ?? grace
      const { callId, fromTag: localTag, toTag: remoteTag } = message
      if (remoteTag) early = { callId, localTag, remoteTag }
    },
    kept() {
      const isEstablished = session.state === SessionState.Established
      const dialog = isEstablished ? dialogOf(session) : early
      const keptFor = isEstablished ? grace?.talking : grace?.ringing
      return { ...(dialog && { dialog }), ...(keptFor !== undefined && { keptFor }) }
    },
  }
}

function dialogOf({ dialog }: Session): DialogId | undefined {
  return dialog && { callId: dialog.callId, localTag: dialog.localTag, remoteTag: dialog.remoteTag }
}

// whoever comes back needs some time to ask
const share = 5 / 6

/** How long the exchange keeps a call that talks and one that rings, less what asking takes; undefined when it does not say. */
export function readGrace(headers: Pick<Headers, 'getHeader'>): { talking: number; ringing?: number } | undefined {
  const [, talking, ringing] =
    /^(\d{1,5}(?:\.\d+)?)(?:;ringing=(\d{1,5}(?:\.\d+)?))?$/.exec(headers.getHeader('Offhook-Grace') ?? '') ?? []
  if (talking === undefined) return undefined
  const ms = (seconds: string) => Math.floor(Number(seconds) * 1_000 * share)
  return { talking: ms(talking), ...(Number(ringing) > 0 && { ringing: ms(ringing ?? '') }) }
}
