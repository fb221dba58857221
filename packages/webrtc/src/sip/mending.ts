import type { Clock, MediaHealth } from '@offhook/core'

/** A call whose sound may break. */
export interface Mendable {
  health(): MediaHealth
  /** Whether we made the call: of two phones that both see the break, one begins. */
  readonly isOwner: boolean
  /** Gathers addresses anew and agrees on them with the other side; rejects when that is not to be. */
  restart(): Promise<void>
}

/** Mends the sound of calls, one at a time. */
export interface Mending {
  /** The sound of a call broke; it is mended unless it comes back by itself. */
  broke(call: Mendable): void
}

/** What mending needs of the phone around it. */
export interface MendingWorld {
  readonly clock: Clock
  /** Whether the exchange is there, asked anew: without it there is nobody to agree with, and a new socket mends the calls. */
  isReachable(): Promise<boolean>
}

// most breaks of a moment mend themselves, and the one who is called leaves the first try to the caller
const grace = { owner: 500, other: 2_500 }
// how long a new path may take before the next try, growing
const between = [3_000, 5_000, 10_000, 20_000, 30_000]

/** Good signalling with bad media: ICE restart (RFC 8445 2.4), until the sound is back or the call is over. */
export function createMending({ clock, isReachable }: MendingWorld): Mending {
  const underWay = new Set<Mendable>()
  let queue: Promise<unknown> = Promise.resolve()
  const pause = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))
  const isBroken = (call: Mendable) => call.health() === 'interrupted'

  const attempt = async (call: Mendable) => {
    if (isBroken(call) && (await isReachable()) && isBroken(call)) await call.restart()
  }
  const mend = async (call: Mendable) => {
    await pause(call.isOwner ? grace.owner : grace.other)
    for (let tries = 0; isBroken(call); tries++) {
      queue = queue.then(() => attempt(call)).catch(() => {})
      await queue
      await pause(between[tries] ?? 30_000)
    }
  }

  return {
    broke(call) {
      if (underWay.has(call)) return
      underWay.add(call)
      void mend(call).finally(() => underWay.delete(call))
    },
  }
}
