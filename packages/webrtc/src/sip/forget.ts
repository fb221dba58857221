import type { Session } from 'sip.js'
import { type OutgoingRequestMessage, SessionDialog } from 'sip.js/lib/core/index.js'
import type { Agent } from './agent.ts'

type Dialog = Session['dialog']

/** Does something of which nobody waits for the end; a failure says only that it was not needed any more. */
export function quietly(run: () => unknown): void {
  // sip.js throws at once in some states and rejects in others
  new Promise((resolve) => resolve(run())).catch(() => {})
}

/** Forgets a request without a final answer: sip.js keeps an INVITE that was answered with 1xx for ever. */
export function forgetRequest({ core }: Agent, message: OutgoingRequestMessage): void {
  for (const [id, client] of core.userAgentClients) {
    if (client.message !== message) continue
    client.dispose()
    core.userAgentClients.delete(id)
  }
}

/** Forgets a re-INVITE of ours whose answer will not come; until then sip.js refuses every other one. */
export function forgetOurs(agent: Agent, dialog: Dialog): void {
  if (!(dialog instanceof SessionDialog) || dialog.reinviteUserAgentClient === undefined) return
  forgetRequest(agent, dialog.reinviteUserAgentClient.message)
  dialog.reinviteUserAgentClient = undefined
  dialog.signalingStateRollback()
}

/** Forgets a re-INVITE of theirs whose ACK will not come; until then sip.js refuses every other one. */
export function forgetTheirs(dialog: Dialog): void {
  if (!(dialog instanceof SessionDialog) || dialog.reinviteUserAgentServer === undefined) return
  dialog.reinviteUserAgentServer = undefined
  dialog.signalingStateRollback()
}
