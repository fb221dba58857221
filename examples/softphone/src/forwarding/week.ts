import type { Schedule, WeeklyInterval } from '@offhook/core'

/** The days of the week, Monday first (ISO 8601). */
export const days = [1, 2, 3, 4, 5, 6, 7] as const

/** The hours of one day. */
export const hoursOn = ({ week }: Pick<Schedule, 'week'>, day: number): readonly WeeklyInterval[] =>
  week.filter((interval) => interval.day === day)

/** The same hours with those of one day replaced. */
export const withHours = (
  schedule: Schedule,
  day: number,
  hours: readonly Omit<WeeklyInterval, 'day'>[],
): Schedule => ({
  ...schedule,
  week: days.flatMap((each) =>
    each === day ? hours.map(({ from, to }) => ({ day, from, to })) : hoursOn(schedule, each),
  ),
})

/** What follows the hours of a day when one more stretch is added: after a break, to the end of the day. */
export function nextHours(hours: readonly Omit<WeeklyInterval, 'day'>[]): Omit<WeeklyInterval, 'day'> {
  const last = hours.at(-1)
  if (last === undefined) return { from: '09:00', to: '17:00' }
  const hour = Math.min(22, Number(last.to.slice(0, 2)) + 1)
  return { from: `${two(hour)}:00`, to: `${two(Math.min(23, hour + 3))}:00` }
}

const two = (count: number) => String(count).padStart(2, '0')

/** The name of a day of the week. */
export function nameOfDay(day: number, locale: string): string {
  // the first of January 2024 was a Monday
  const name = new Date(2024, 0, day, 12).toLocaleDateString(locale, { weekday: 'long' })
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
}
