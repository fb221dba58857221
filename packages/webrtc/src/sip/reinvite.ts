import { type Clock, OffhookError } from '@offhook/core'
import type { Session } from 'sip.js'
import type { IncomingResponse } from 'sip.js/lib/core/index.js'
import type { Agent } from './agent.ts'
import { allow } from './allow.ts'
import { deferred } from './deferred.ts'
import { isSdp } from './description.ts'
import { forgetOurs, quietly } from './forget.ts'
import { collision, interrupted, type Proposal } from './negotiation.ts'

/** What a re-INVITE needs of the call it changes. */
export interface ReinviteWorld {
  readonly agent: Agent
  readonly clock: Clock
  /** Takes the answer to the offer; rejects when it cannot be used. */
  accept(answer: string): Promise<void>
  /** The answer was no answer: the call cannot go on. */
  unusable(): void
}

type Accepted = IncomingResponse & { ack(): unknown }

// 64 * T1 of RFC 3261: longer nobody waits for an answer, whatever came before it
const longestAnswer = 32_000

/**
 * Sends an offer in an established session (RFC 3261 14.1). Not by sip.js' own `Session.invite`: that never settles
 * after a redirection or an answer without a description, and takes theirs for ours when both offer at once.
 */
export function reinvite(session: Session, offer: string, { agent, clock, ...world }: ReinviteWorld): Proposal {
  const { dialog } = session
  const { promise, resolve, reject } = deferred<number>()

  const accepted = async (response: Accepted) => {
    const failure = await world.accept(descriptionOf(response)).then(() => undefined, unusable)
    // acknowledged in any case, or it would come again and again
    quietly(() => response.ack())
    if (failure === undefined) return resolve(200)
    reject(failure)
    world.unusable()
  }
  const refused = ({ message }: IncomingResponse) => resolve(message.statusCode ?? 500)

  try {
    if (dialog === undefined) throw new Error('There is no dialog.')
    const body = { contentDisposition: 'session', contentType: 'application/sdp', content: offer }
    const extraHeaders = [`Contact: ${agent.contact}`, allow]
    dialog.invite({ onAccept: accepted, onRedirect: refused, onReject: refused }, { extraHeaders, body })
  } catch {
    // one of theirs came between
    resolve(collision)
  }

  const giveUp = () => forgetOurs(agent, dialog)
  const cancel = clock.after(longestAnswer, () => {
    giveUp()
    resolve(408)
  })
  return {
    status: promise.finally(cancel),
    abandon() {
      giveUp()
      resolve(interrupted)
    },
  }
}

/** The description in a response; empty when there is none, which no browser takes. */
function descriptionOf({ message }: IncomingResponse): string {
  return isSdp(message.getHeader('Content-Type') ?? '') ? message.body : ''
}

const unusable = (cause: unknown) =>
  new OffhookError('media-failed', { message: 'The other side gave no answer that can be used.', cause })
