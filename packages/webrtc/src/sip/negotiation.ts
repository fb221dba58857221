import { type Clock, OffhookError } from '@offhook/core'
import type { Session } from 'sip.js'
import type { IncomingResponse } from 'sip.js/lib/core/index.js'

/** Changes of a session under way, worked off one at a time. */
export interface Negotiation {
  /** Applies a change and offers it until the other side agrees; a refusal reverts it and rejects. */
  change(apply: () => void, revert: () => void): Promise<void>
  /** The other side's own change begins; ours waits until it is done. */
  theirsBegan(): void
  theirsEnded(): void
}

/** What is true of the session when changes are negotiated. */
export interface NegotiationWorld {
  readonly clock: Clock
  /** Whether we made the Call-ID: the owner waits longer after a collision (RFC 3261 14.1). */
  readonly isOwner: boolean
  isOver(): boolean
  /** Takes back an offer of ours that could not be sent; an offer of theirs is left alone. */
  withdraw(): Promise<void>
  /** The dialog is gone on the other side (481 or 408, RFC 3261 12.2.1.2). */
  gone(): void
}

const collision = 491
const mostCollisions = 8
// a change of theirs that is never acknowledged must not stop ours for ever
const longestTheirs = 4_000

/** Makes the queue of changes of one session. */
export function createNegotiation(session: Session, world: NegotiationWorld): Negotiation {
  const { clock, isOver } = world
  let queue: Promise<unknown> = Promise.resolve()
  let theirs: { done: Promise<void>; end: () => void } | undefined
  const pause = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))

  const work = async (apply: () => void, revert: () => void) => {
    apply()
    for (let collisions = 0; collisions <= mostCollisions; collisions++) {
      await theirs?.done
      if (isOver()) throw new OffhookError('call-ended')
      const status = await offer(session, world.withdraw)
      if (status < 300) return
      if (status !== collision) {
        revert()
        if (status === 481 || status === 408) world.gone()
        throw new OffhookError('refused', { message: `The other side refused the change (${status}).` })
      }
      await pause(collisionPause(world.isOwner))
    }
    revert()
    throw new OffhookError('timeout')
  }

  return {
    change(apply, revert) {
      const done = queue.then(() => work(apply, revert))
      queue = done.catch(() => {})
      return done
    },
    theirsBegan() {
      theirs?.end()
      let end = () => {}
      const done = new Promise<void>((resolve) => {
        end = resolve
      })
      const cancel = clock.after(longestTheirs, () => end())
      theirs = { done: done.then(cancel), end }
    },
    theirsEnded() {
      theirs?.end()
      theirs = undefined
    },
  }
}

/** RFC 3261 14.1: 2.1 to 4 seconds for the owner of the Call-ID, 0 to 2 for the other, in steps of 10 ms. */
export function collisionPause(isOwner: boolean, random = Math.random): number {
  const [from, to] = isOwner ? [210, 400] : [0, 200]
  return (from + Math.floor(random() * (to - from + 1))) * 10
}

/** Sends one re-INVITE; resolves with the final status. What cannot be sent now counts as a collision. */
function offer(session: Session, withdraw: () => Promise<void>): Promise<number> {
  return new Promise((resolve, reject) => {
    const requestDelegate = {
      onAccept: () => resolve(200),
      onReject: ({ message }: IncomingResponse) => resolve(message.statusCode ?? 500),
      onRedirect: () => resolve(488),
    }
    session.invite({ requestDelegate }).catch((error: unknown) => {
      if (error instanceof OffhookError) return reject(error)
      // a re-INVITE of theirs came between: sip.js refuses to send ours, and our offer must not stay
      withdraw().then(
        () => resolve(collision),
        () => resolve(collision),
      )
    })
  })
}
