import type { Clock } from '../clock.ts'

/** A clock that stands still until it is told how far to go. */
export function createManualClock(start = 1_000_000): Clock & { advance(ms: number): void } {
  let now = start
  const waiting = new Set<{ at: number; run: () => void }>()
  return {
    now: () => now,
    after(ms, run) {
      const entry = { at: now + ms, run }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
    advance(ms) {
      now += ms
      for (const entry of [...waiting].filter(({ at }) => at <= now)) {
        if (waiting.delete(entry)) entry.run()
      }
    },
  }
}
