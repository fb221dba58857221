import { createFollower, type EventSink, type Follower } from './follower.ts'
import type { HubWorld } from './hub.ts'
import { hasMore, type Piece, readEvents } from './outbox.ts'

/** Where to begin. */
export interface FollowOptions {
  /** The last event that was had; absent: from now on. */
  readonly after?: number | undefined
}

/** What changes, told to those who follow it: each event once, in order, none left out. */
export interface Events {
  /** Starts telling somebody what is for them and what is for everybody; the function it returns stops that. */
  follow(person: string, sink: EventSink, options?: FollowOptions): () => void
  /** Starts telling everything, whoever it is for, and before anybody else is told; the function it returns stops that. */
  watch(sink: EventSink, options?: FollowOptions): () => void
}

/** Those who follow, and how far everybody was told. */
export interface Followers extends Events {
  /** The newest event that was read. */
  readonly position: number
  /** Tells what was read after it. */
  tell(piece: Piece): void
  close(): Promise<void>
}

const pageSize = 500
// more than that is read anew rather than told
const mostMissed = 10_000
const retryMs = 500

/** Keeps those who follow; `start` is the newest event there is. */
export function createFollowers({ db, clock, logger }: HubWorld, start: number): Followers {
  // those who are told as it happens; who reads what they missed is not among them yet
  const live = new Map<Follower['person'], Set<Follower>>()
  const behind = new Map<Follower, { readonly done?: Promise<void>; readonly cancel?: () => void }>()
  let position = start
  let isClosed = false

  const join = (follower: Follower) => {
    const others = live.get(follower.person) ?? new Set()
    live.set(follower.person, others.add(follower))
  }

  const remove = (follower: Follower) => {
    behind.get(follower)?.cancel?.()
    behind.delete(follower)
    const others = live.get(follower.person)
    others?.delete(follower)
    if (others?.size === 0) live.delete(follower.person)
  }

  // looked up for each event anew: who is told may begin or stop to follow meanwhile; who hears everything is first
  const whoHears = (person: string | undefined) => {
    const some = person === undefined ? [...live.values()] : [live.get(person) ?? []]
    return new Set([live.get(undefined) ?? [], ...some].flatMap((followers) => [...followers]))
  }

  /** Reads what somebody missed until they are where everybody is, and lets them join. */
  const catchUp = async (follower: Follower) => {
    const { person } = follower
    let isFirst = true
    do {
      const where = { ...(person !== undefined && { person }), after: follower.position }
      const piece = await readEvents(db, { ...where, limit: pageSize })
      const isFar = isFirst && piece.events.length === pageSize && (await hasMore(db, { ...where, limit: mostMissed }))
      if (isClosed || follower.isGone) return
      if (!piece.isKnown || isFar) follower.reset(piece.newest)
      else if (isFirst) follower.opened()
      isFirst = false
      for (const event of piece.events) follower.tell(event)
      if (piece.events.length < pageSize) follower.skipTo(piece.newest)
    } while (follower.position < position)
    behind.delete(follower)
    if (!follower.isGone) join(follower)
  }

  const begin = (follower: Follower) => {
    const done = catchUp(follower).catch(() => {
      if (isClosed || follower.isGone) return
      logger.warn('missed events cannot be read')
      behind.set(follower, { cancel: clock.after(retryMs, () => begin(follower)) })
    })
    behind.set(follower, { done })
  }

  const add = (person: string | undefined, sink: EventSink, { after }: FollowOptions = {}) => {
    const follower: Follower = createFollower(person, sink, {
      // nothing was ever told with an id that is none: all is read anew
      after: after === undefined ? position : Number.isSafeInteger(after) ? after : 0,
      gone(error) {
        if (error !== undefined) logger.error('event follower failed')
        remove(follower)
      },
    })
    if (after !== undefined) begin(follower)
    else {
      join(follower)
      follower.opened()
    }
    return () => follower.leave()
  }

  return {
    get position() {
      return position
    },
    follow: add,
    watch: (sink, options) => add(undefined, sink, options),
    tell({ isKnown, events, newest }) {
      if (!isKnown) {
        position = newest
        for (const follower of whoHears(undefined)) follower.reset(newest)
        return
      }
      for (const event of events) {
        position = event.id
        for (const follower of whoHears(event.person)) follower.tell(event)
      }
    },
    async close() {
      isClosed = true
      const running = [...behind.values()]
      for (const { cancel } of running) cancel?.()
      await Promise.all(running.map(({ done }) => done))
    },
  }
}
