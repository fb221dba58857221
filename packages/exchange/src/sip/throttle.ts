import type { Clock } from '../clock.ts'

// how many seconds' worth may come at once
const burstSeconds = 4

/** A token bucket: says true `perSecond` times a second on average, and four seconds' worth at once. */
export function createThrottle(perSecond: number, clock: Clock): () => boolean {
  const most = perSecond * burstSeconds
  let left = most
  let at = clock.now()
  return () => {
    const now = clock.now()
    left = Math.min(most, left + ((now - at) / 1000) * perSecond)
    at = now
    if (left < 1) return false
    left -= 1
    return true
  }
}
