import { type Clock, OffhookError } from '@offhook/core'
import { deferred } from './deferred.ts'

/** Changes of a session under way, worked off one at a time and never at the same time as one of theirs. */
export interface Negotiation {
  /** Applies a change and offers it until the other side agrees; a refusal reverts it and rejects. */
  change(apply: () => void, revert: () => void): Promise<void>
  /** The other side's own change begins; ours waits until it is done. */
  theirsBegan(): void
  theirsEnded(): void
  /** Resolves when no offer of ours stands in the way of handling theirs. */
  clear(): Promise<void>
  /** The socket is gone, and with it every answer that is still due: what is under way is offered again on the next one. */
  lost(): void
  /** There is another socket, or the session is over. */
  found(): void
}

/** An offer on its way to the other side. */
export interface Proposal {
  /** The final status; a collision also when it could not be sent now, and `interrupted` when nobody waits any more. */
  readonly status: Promise<number>
  /** Waits no longer. */
  abandon(): void
}

/** How changes of a session are negotiated. */
export interface NegotiationWorld {
  readonly clock: Clock
  /** Whether we made the Call-ID: the owner waits longer after a collision (RFC 3261 14.1). */
  readonly isOwner: boolean
  isOver(): boolean
  isOnline(): boolean
  /** Resolves when the last description of theirs was taken, or could not be. */
  received(): Promise<void>
  /** Makes an offer. */
  describe(): Promise<string>
  /** Takes back an offer of ours that was not sent or not accepted. */
  withdraw(): Promise<void>
  propose(offer: string): Proposal
  /** Gives up waiting for the end of a change of theirs. */
  forgetTheirs(): void
  /** The dialog is gone on the other side (481 or 408, RFC 3261 12.2.1.2). */
  gone(): void
}

/** The status of a re-INVITE that came at the same time as one of theirs (RFC 3261 14.1). */
export const collision = 491

/** Instead of a status: the socket on which it would have come is gone. */
export const interrupted = 0

const mostCollisions = 4
// a change of theirs that is never acknowledged must not stop ours for ever
const longestTheirs = 4_000

/** Makes the queue of changes of one session. */
export function createNegotiation(world: NegotiationWorld): Negotiation {
  const { clock } = world
  const theirs = createTheirs(world)
  let queue: Promise<unknown> = Promise.resolve()
  let standing: Promise<unknown> = Promise.resolve()
  let abandon = () => {}
  let away: ReturnType<typeof deferred<void>> | undefined

  /** Theirs waits for what puts an offer of ours there, or takes it away. */
  const standInTheWay = <T>(step: Promise<T>): Promise<T> => {
    standing = step.catch(() => {})
    return step
  }

  /** An offer, unless one of theirs came while it was made. */
  const make = async () => {
    const offer = await world.describe()
    if (!theirs.isUnderWay()) return offer
    await world.withdraw()
    return undefined
  }

  const attempt = async (): Promise<number> => {
    await theirs.done()
    await world.received()
    if (world.isOver()) throw new OffhookError('call-ended')
    if (!world.isOnline()) throw new OffhookError('offline')
    const offer = await standInTheWay(make())
    return offer === undefined ? collision : settled(world.propose(offer))
  }

  const settled = async (proposal: Proposal): Promise<number> => {
    abandon = proposal.abandon
    try {
      const status = await proposal.status
      if (!isAgreed(status)) await standInTheWay(world.withdraw())
      return status
    } catch (error) {
      await standInTheWay(world.withdraw())
      throw error
    } finally {
      abandon = () => {}
    }
  }

  const work = async () => {
    let collisions = 0
    while (collisions < mostCollisions) {
      const status = await attempt()
      if (isAgreed(status)) return
      if (status === 481 || status === 408) world.gone()
      if (status === interrupted) await away?.promise
      else if (status !== collision) throw refused(status)
      else if (++collisions < mostCollisions) await pause(clock, collisionPause(world.isOwner))
    }
    throw new OffhookError('timeout')
  }

  return {
    theirsBegan: theirs.begin,
    theirsEnded: theirs.end,
    change(apply, revert) {
      const done = queue.then(async () => {
        apply()
        await work().catch((error) => {
          revert()
          throw error
        })
      })
      queue = done.catch(() => {})
      return done
    },
    async clear() {
      await standing
    },
    lost() {
      away ??= deferred()
      theirs.forget()
      abandon()
    },
    found() {
      away?.resolve()
      away = undefined
    },
  }
}

/** The change of the other side that is under way, if any. */
function createTheirs({ clock, forgetTheirs }: Pick<NegotiationWorld, 'clock' | 'forgetTheirs'>) {
  let current: { readonly done: Promise<void>; readonly end: () => void } | undefined
  const end = () => {
    current?.end()
    current = undefined
  }
  const forget = () => {
    if (current !== undefined) forgetTheirs()
    end()
  }
  return {
    end,
    forget,
    isUnderWay: () => current !== undefined,
    async done() {
      while (current !== undefined) await current.done
    },
    begin() {
      end()
      const cancel = clock.after(longestTheirs, forget)
      let resolve = () => {}
      const done = new Promise<void>((settle) => {
        resolve = settle
      })
      current = {
        done,
        end() {
          cancel()
          resolve()
        },
      }
    },
  }
}

/** RFC 3261 14.1: 2.1 to 4 seconds for the owner of the Call-ID, 0 to 2 for the other, in steps of 10 ms. */
export function collisionPause(isOwner: boolean, random = Math.random): number {
  const [from, to] = isOwner ? [210, 400] : [0, 200]
  return (from + Math.floor(random() * (to - from + 1))) * 10
}

const isAgreed = (status: number) => status !== interrupted && status < 300

const pause = (clock: Clock, ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))

const refused = (status: number) =>
  new OffhookError('refused', { message: `The other side refused the change (${status}).` })
