const dayMs = 86_400_000

const midnight = (moment: number) => new Date(moment).setHours(0, 0, 0, 0)

/** How many midnights lie between a moment and now: 0 today, 1 yesterday, -1 tomorrow. */
export const daysSince = (moment: number, now = Date.now()): number =>
  // a day with another clock is an hour shorter or longer
  Math.round((midnight(now) - midnight(moment)) / dayMs)

/** A moment that is near as a time of day, another one with its day. */
export function formatMoment(moment: number, locale: string, now = Date.now()): string {
  const time = new Date(moment).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hour12: false })
  const days = daysSince(moment, now)
  if (days === 0) return time
  const isNear = Math.abs(days) < 7
  const day = new Date(moment).toLocaleDateString(
    locale,
    isNear ? { weekday: 'short' } : { day: 'numeric', month: 'short' },
  )
  return `${day} ${time}`
}

/** The time of day as a field for it wants it: `13:30`. */
export function timeOfDay(moment: number): string {
  const at = new Date(moment)
  const two = (count: number) => String(count).padStart(2, '0')
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}
