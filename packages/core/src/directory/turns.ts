import type { Clock } from '../kernel/clock.ts'
import { guarded } from '../kernel/store.ts'

/** Work that is done in its order, and not too much of it at once. */
export interface Turns {
  /** Does it now, or in a turn to come when this one had enough. */
  take(size: number, run: () => void): void
  /** Does now what still waits. */
  settle(): void
  /** Drops what still waits. */
  close(): void
}

/** Does up to `room` and a little more in a turn; between two turns the page can do its own work. */
export function createTurns(clock: Clock, room: number): Turns {
  const waiting: { readonly size: number; readonly run: () => void }[] = []
  let left = room
  let stop: (() => void) | undefined

  const work = (isEnough: () => boolean) => {
    for (let next = waiting.shift(); next !== undefined; next = isEnough() ? undefined : waiting.shift()) {
      left -= next.size
      guarded(next.run)
    }
  }
  const turn = () => {
    stop = undefined
    left = room
    work(() => left <= 0)
    if (left < room) stop ??= clock.after(0, turn)
  }

  return {
    take(size, run) {
      stop ??= clock.after(0, turn)
      if (waiting.length > 0 || left <= 0) {
        waiting.push({ size, run })
        return
      }
      left -= size
      run()
    },
    settle: () => work(() => false),
    close() {
      stop?.()
      waiting.length = 0
    },
  }
}
