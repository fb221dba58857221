import {
  type Body,
  Grammar,
  IncomingResponseMessage,
  type InviteClientTransaction,
  type Session,
  SessionDialog,
  type UserAgentCore,
} from 'sip.js/lib/core/index.js'
import * as z from 'zod'

const uri = z.string().max(2048)

/** A dialog (RFC 3261, section 12) as it is written down: what names it, and nothing secret. */
export const keptDialogSchema = z.object({
  callId: z.string(),
  localTag: z.string(),
  remoteTag: z.string(),
  localSequence: z.number().int(),
  remoteSequence: z.number().int(),
  localUri: uri,
  remoteUri: uri,
  remoteTarget: uri,
  routeSet: z.array(z.string()),
})

/** A dialog as it is written down. */
export type KeptDialog = z.output<typeof keptDialogSchema>

/** What a dialog is now. */
export function keepDialog(session: Session): KeptDialog | undefined {
  if (!(session instanceof SessionDialog)) return undefined
  const { callId, localTag, remoteTag, localSequenceNumber, remoteSequenceNumber, routeSet } = session
  return {
    ...{ callId, localTag, remoteTag, routeSet: [...routeSet] },
    localSequence: localSequenceNumber ?? 0,
    remoteSequence: remoteSequenceNumber ?? 0,
    localUri: session.localURI.toRaw(),
    remoteUri: session.remoteURI.toRaw(),
    remoteTarget: session.remoteTarget.toRaw(),
  }
}

// requests that were sent after it was written down have had numbers of their own; there may be gaps (RFC 3261, section 12.2.2)
const sequenceGap = 10_000

/** Takes a dialog up that another process had; nothing when what is written cannot be one. */
export function restoreDialog(core: UserAgentCore, kept: KeptDialog): Session | undefined {
  const [localURI, remoteURI, remoteTarget] = [kept.localUri, kept.remoteUri, kept.remoteTarget].map(Grammar.URIParse)
  if (!localURI || !remoteURI || !remoteTarget) return undefined
  const { callId, localTag, remoteTag, routeSet, localSequence, remoteSequence } = kept
  const dialog = new SessionDialog(longAgo, core, {
    ...{ id: callId + localTag + remoteTag, early: false, callId, localTag, remoteTag },
    localSequenceNumber: localSequence + sequenceGap,
    remoteSequenceNumber: remoteSequence || undefined,
    ...{ localURI, remoteURI, remoteTarget, routeSet, secure: false },
  })
  // offer and answer have been made, and are what a refused change goes back to
  dialog.signalingStateTransition(answerOfLongAgo())
  return dialog
}

const said: Body = { contentDisposition: 'session', contentType: 'application/sdp', content: 'v=0\r\n' }

// of the INVITE that began it no more is asked than what it offered: it was acknowledged before the dialog was written down
const longAgo = { request: said } as unknown as InviteClientTransaction

function answerOfLongAgo(): IncomingResponseMessage {
  const message = new IncomingResponseMessage()
  message.addHeader('Content-Type', said.contentType)
  message.body = said.content
  return message
}
