import type { CallId, CallSnapshot, Clock } from '@offhook/core'
import { deferred } from '../sip/deferred.ts'
import type { TakenCall } from '../sip/relay.ts'

/** The calls that are being taken up: to the tabs they are as they were, until they are here or do not come. */
export interface Arrivals {
  /** The calls that are here, and those that are still to come. */
  among(here: readonly CallSnapshot[]): readonly CallSnapshot[]
  /** Resolves when a call is here, or does not come. */
  settled(id: CallId): Promise<void>
  close(): void
}

/** What the arrivals need. */
export interface ArrivalsWorld {
  readonly clock: Clock
  readonly taken: readonly TakenCall[]
  /** How the calls were shown in the tab before. */
  readonly shown: readonly CallSnapshot[]
  /** One does not come. */
  changed(): void
}

// a call that rings comes when the exchange rings again; any other as soon as it is known whose phone it is
const longest = 5_000

/** Begins to wait. */
export function createArrivals({ clock, taken, shown, changed }: ArrivalsWorld): Arrivals {
  const awaited = new Map(
    taken.flatMap(({ id, keptFor = longest }) => {
      const call = shown.find((one) => one.id === id)
      if (call === undefined) return []
      const { promise, resolve } = deferred<void>()
      const over = () => {
        awaited.delete(id)
        resolve()
      }
      const cancel = clock.after(keptFor, () => {
        over()
        changed()
      })
      return [[id, { call, promise, over, cancel }] as const]
    }),
  )
  return {
    among(here) {
      for (const { id } of here) {
        awaited.get(id)?.cancel()
        awaited.get(id)?.over()
      }
      return [...[...awaited.values()].map(({ call }) => call), ...here]
    },
    settled: async (id) => awaited.get(id)?.promise,
    close() {
      for (const { cancel, over } of [...awaited.values()]) {
        cancel()
        over()
      }
    },
  }
}
