import type { StoreEvent } from './outbox.ts'

/** Where somebody's events go. */
export interface EventSink {
  /** Everything after the event with this id follows. This or `reset` comes first. */
  opened(id: number): void
  event(event: StoreEvent): void
  /** Events after what was told are gone: read everything anew. Everything after the event with this id follows. */
  reset(id: number): void
}

/** Somebody who follows, and how far they were told. */
export interface Follower {
  /** Whose events; absent: everybody's. */
  readonly person: string | undefined
  /** Everything up to this event was told, or was for others. */
  readonly position: number
  /** Whether they left, or their sink threw. */
  readonly isGone: boolean
  opened(): void
  /** What was told already is not told again. */
  tell(event: StoreEvent): void
  /** What there is up to an event was for others. */
  skipTo(id: number): void
  reset(id: number): void
  leave(): void
}

/** Somebody who was told everything up to an event; `gone` is called once, with what their sink threw if it did. */
export function createFollower(
  person: string | undefined,
  sink: EventSink,
  { after, gone }: { readonly after: number; gone(error?: unknown): void },
): Follower {
  let position = after
  let isGone = false

  const leave = (error?: unknown) => {
    if (isGone) return
    isGone = true
    gone(error)
  }
  const safely = (act: () => void) => {
    if (isGone) return
    try {
      act()
    } catch (error) {
      leave(error)
    }
  }
  return {
    person,
    get position() {
      return position
    },
    get isGone() {
      return isGone
    },
    opened: () => safely(() => sink.opened(position)),
    tell(event) {
      if (event.id <= position) return
      position = event.id
      safely(() => sink.event(event))
    },
    skipTo(id) {
      position = Math.max(position, id)
    },
    reset(id) {
      position = id
      safely(() => sink.reset(id))
    },
    leave,
  }
}
