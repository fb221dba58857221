import { OffhookError } from '@offhook/core'
import { Invitation, SessionState } from 'sip.js'
import { quietly } from './forget.ts'
import { partyOf } from './identity.ts'
import type { LegLife, LegWorld } from './leg-life.ts'
import { receivesConnection } from './remote-connection.ts'

/** Answers; without a microphone the call goes on ringing. */
export async function answer({ signal }: LegWorld, life: LegLife): Promise<void> {
  const { session, media } = life.current()
  media.restartClock()
  // before the session is touched: what fails here is no answer
  await media.open()
  if (life.isOver() || !(session instanceof Invitation)) throw new OffhookError('call-ended')
  await session.accept({ extraHeaders: [receivesConnection] }).catch((cause: unknown) => {
    throw cause instanceof OffhookError ? cause : new OffhookError('refused', { cause })
  })
  // sip.js resolves as well when the caller gave up meanwhile
  if (life.isOver() || session.state !== SessionState.Established) throw new OffhookError('call-ended')
  media.step('answered')
  signal({ type: 'connected' })
}

/** Refuses a call that rings. */
export async function decline(life: LegLife): Promise<void> {
  const { session, because } = life.current()
  because({ reason: 'declined', by: 'me' })
  if (session instanceof Invitation) await session.reject({ statusCode: 603 })
}

/** Takes an INVITE with Replaces (RFC 3891): another session carries on for this one, and the call goes on. */
export async function replaceWith({ signal }: LegWorld, life: LegLife, next: Invitation): Promise<void> {
  const before = life.line()
  if (before?.session.state !== SessionState.Established || life.isOver()) {
    // nobody answers a call for a person, nor takes over one that is only being made
    return quietly(() => next.reject({ statusCode: 481 }))
  }
  const line = life.prepare(next, life.carry)
  try {
    await line.media.open()
    await next.accept({ extraHeaders: [receivesConnection] })
  } catch {
    if (next.state !== SessionState.Established) {
      quietly(() => next.reject({ statusCode: 488 }))
      line.media.close()
      return
    }
  }
  if (life.isOver()) {
    // the old session ended before the new one could carry on
    line.media.close()
    return quietly(() => next.bye())
  }
  // handed over: it ends here, and its media have ended
  quietly(() => before.session.bye())
  before.media.close()
  signal({ type: 'remote', remote: partyOf(next.request) })
  signal({ type: 'remote-hold', held: false })
  signal({ type: 'remote-connection', connection: 'steady' })
}
