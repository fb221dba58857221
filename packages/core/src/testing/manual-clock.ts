import type { Clock } from '../kernel/clock.ts'

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Lets `ms` milliseconds pass and runs the timers that fall due, in their order. */
  advance(ms: number): void
}

/** Makes a clock that begins at `start`, in milliseconds since the Unix epoch. */
export function createManualClock(start = 0): ManualClock {
  let now = start
  let timers: { due: number; run: () => void }[] = []
  return {
    now: () => now,
    after(ms, run) {
      const timer = { due: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      const end = now + ms
      for (let next = first(timers, end); next !== undefined; next = first(timers, end)) {
        timers = timers.filter((timer) => timer !== next)
        now = next.due
        next.run()
      }
      now = end
    },
  }
}

function first<T extends { due: number }>(timers: readonly T[], end: number): T | undefined {
  return timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0]
}
