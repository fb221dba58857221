import {
  type CallSnapshotIn,
  type Clock,
  createStore,
  type ErrorCode,
  OffhookError,
  type Readable,
  systemClock,
} from '@offhook/core'

/** Something the person should know: an error stays until it is closed, the end of a call goes by itself. */
export type Notice =
  | { readonly kind: 'error'; readonly id: string; readonly code: ErrorCode }
  | { readonly kind: 'ended'; readonly id: string; readonly call: CallSnapshotIn<'ended'> }

/** What there is to tell. */
export interface Notices extends Readable<readonly Notice[]> {
  /** Tells an error, once: the same error told twice, or a second one with the same code, is one notice. */
  report(thrown: unknown): void
  /** Tells how a call ended. */
  ended(call: CallSnapshotIn<'ended'>): void
  dismiss(id: string): void
  /** Stops the timers. */
  close(): void
}

const endedFor = 8_000
const mostAtOnce = 3

// the notice of how a call ended says it already
const untold: readonly ErrorCode[] = ['call-ended', 'closed']

/** Keeps the notices of a phone. */
export function createNotices({ clock = systemClock }: { clock?: Clock } = {}): Notices {
  const store = createStore<readonly Notice[]>([])
  const timers = new Map<string, () => void>()
  const told = new WeakSet<object>()

  const dismiss = (id: string) => {
    timers.get(id)?.()
    timers.delete(id)
    store.set(store.getSnapshot().filter((notice) => notice.id !== id))
  }

  const add = (notice: Notice) => {
    const others = store.getSnapshot().filter(({ id }) => id !== notice.id)
    for (const { id } of others.slice(0, 1 - mostAtOnce)) dismiss(id)
    store.set([...others.slice(1 - mostAtOnce), notice])
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    dismiss,
    report(thrown) {
      const error = thrown instanceof OffhookError ? thrown : new OffhookError('refused', { cause: thrown })
      if (typeof thrown === 'object' && thrown !== null) {
        if (told.has(thrown)) return
        told.add(thrown)
      }
      if (!untold.includes(error.code)) add({ kind: 'error', id: `error ${error.code}`, code: error.code })
    },
    ended(call) {
      const id = `ended ${call.id}`
      add({ kind: 'ended', id, call })
      timers.set(
        id,
        clock.after(endedFor, () => dismiss(id)),
      )
    },
    close() {
      for (const cancel of timers.values()) cancel()
      timers.clear()
    },
  }
}
