import type { Clock } from '../clock.ts'

// how many seconds' worth may come at once
const burstSeconds = 4

/** A token bucket: lets `perSecond` through a second on average, and four seconds' worth at once; false is too much. */
export function createThrottle(perSecond: number, clock: Clock): (cost?: number) => boolean {
  const most = perSecond * burstSeconds
  let left = most
  let at = clock.now()
  return (cost = 1) => {
    const now = clock.now()
    // a clock that is set back takes nothing away
    left = Math.min(most, left + (Math.max(0, now - at) / 1000) * perSecond)
    at = now
    if (left < cost) return false
    left -= cost
    return true
  }
}
