import type { FieldProblem } from '../errors.ts'

/** A stretch of a day: `'09:00'` to `'17:30'`; `'24:00'` is the end of the day. */
export interface Interval {
  readonly from: string
  readonly to: string
}

/** A stretch of a weekday. */
export interface WeeklyInterval extends Interval {
  /** 1 is Monday, 7 is Sunday (ISO 8601). */
  readonly day: number
}

/** A date that is not like its weekday: a holiday (no intervals) or other hours. */
export interface ScheduleException {
  /** `'2026-12-25'`. */
  readonly date: string
  readonly intervals: readonly Interval[]
  readonly name?: string
}

/** Hours of the week in a time zone. */
export interface Schedule {
  /** An IANA time zone: `'Europe/Amsterdam'`. */
  readonly timeZone: string
  readonly week: readonly WeeklyInterval[]
  readonly exceptions: readonly ScheduleException[]
}

/** What the clocks of a time zone show. */
interface Wall {
  /** `'2026-12-25'` */
  readonly date: string
  /** `'09:05'` */
  readonly time: string
}

/** Whether a moment (milliseconds since the Unix epoch) lies within the hours, as the clocks of their time zone show it. */
export function isWithin(schedule: Schedule, at: number): boolean {
  const { date, time } = wallClockOf(schedule.timeZone)(at)
  return intervalsOn(schedule, date).some(({ from, to }) => from <= time && time < to)
}

const furthest = 370

/** When the hours begin or end next after a moment; undefined when they do not within a year. */
export function nextChange(schedule: Schedule, at: number): number | undefined {
  const wallAt = wallClockOf(schedule.timeZone)
  const today = wallAt(at).date
  for (let days = 0; days <= furthest; days++) {
    const date = plusDays(today, days)
    const moments = intervalsOn(schedule, date)
      .flatMap(({ from, to }) => [from, to])
      .map((time) => momentOf({ date, time }, wallAt))
      .flatMap(withChangeBefore)
      .filter((moment) => moment > at && isWithin(schedule, moment) !== isWithin(schedule, moment - 1))
    if (moments.length > 0) return Math.min(...moments)
  }
  return undefined
}

function intervalsOn({ week, exceptions }: Schedule, date: string): readonly Interval[] {
  const exception = exceptions.find((one) => one.date === date)
  return exception?.intervals ?? week.filter(({ day }) => day === weekdayOf(date))
}

/** Monday is 1, Sunday is 7. */
const weekdayOf = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() || 7

const plusDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

type WallClock = (at: number) => Wall

// making one takes longer than a hundred readings; there are no more of them than time zones
const wallClocks = new Map<string, WallClock>()

function wallClockOf(timeZone: string): WallClock {
  const known = wallClocks.get(timeZone)
  if (known !== undefined) return known
  const made = createWallClock(timeZone)
  wallClocks.set(timeZone, made)
  return made
}

function createWallClock(timeZone: string): WallClock {
  const digits = '2-digit'
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', calendar: 'iso8601', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: digits, day: digits, hour: digits, minute: digits },
  })
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
    return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` }
  }
}

/** The moment at which clocks show this; one they never show (spring) is as far after the change as it is into the gap. */
function momentOf({ date, time }: Wall, wallAt: WallClock): number {
  const asIfUtc = Date.parse(time === '24:00' ? `${plusDays(date, 1)}T00:00:00Z` : `${date}T${time}:00Z`)
  const offsetAt = (at: number) => {
    const wall = wallAt(at)
    return Date.parse(`${wall.date}T${wall.time}:00Z`) - Math.floor(at / 60_000) * 60_000
  }
  // the offset before a change is not the one after it: what was found with the first decides which one counts
  const first = asIfUtc - offsetAt(asIfUtc)
  return asIfUtc - offsetAt(first)
}

const quarter = 15 * 60_000

/** Hours that begin in what the clocks leave out begin when the clocks change, on a quarter of an hour of the last hour. */
const withChangeBefore = (moment: number): readonly number[] => {
  const last = Math.floor(moment / quarter) * quarter
  return [moment, ...[0, 1, 2, 3, 4].map((count) => last - count * quarter)]
}

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/

/** What is wrong with hours; nothing: they can be used. */
export function scheduleProblems({ timeZone, week, exceptions }: Schedule): readonly FieldProblem[] {
  const days = [1, 2, 3, 4, 5, 6, 7]
  const dates = exceptions.map(({ date }) => date)
  return [
    ...(isTimeZone(timeZone) ? [] : [problem('/timeZone', 'bad-value', 'That is not a time zone (IANA).')]),
    ...week.flatMap((interval, at) => [
      ...intervalProblems(interval, `/week/${at}`),
      ...(days.includes(interval.day) ? [] : [problem(`/week/${at}/day`, 'bad-value', 'A day is 1 to 7.')]),
    ]),
    ...days.flatMap((day) =>
      overlapProblems(
        week.filter((one) => one.day === day),
        '/week',
      ),
    ),
    ...exceptions.flatMap(({ date, intervals }, at) => [
      ...dateProblems(date, dates.indexOf(date) !== at, `/exceptions/${at}/date`),
      ...intervals.flatMap((interval, place) => intervalProblems(interval, `/exceptions/${at}/intervals/${place}`)),
      ...overlapProblems(intervals, `/exceptions/${at}/intervals`),
    ]),
  ]
}

function intervalProblems({ from, to }: Interval, pointer: string): FieldProblem[] {
  const wrong = Object.entries({ from, to }).filter(([, time]) => !clockTime.test(time))
  if (wrong.length > 0)
    return wrong.map(([end]) => problem(`${pointer}/${end}`, 'bad-format', 'A time is 00:00 to 24:00.'))
  return from < to ? [] : [problem(`${pointer}/to`, 'bad-value', 'Hours end after they begin, on the same day.')]
}

function overlapProblems(intervals: readonly Interval[], pointer: string): FieldProblem[] {
  const sorted = [...intervals].sort((a, b) => (a.from < b.from ? -1 : 1))
  const isOverlapping = sorted.some(({ from }, at) => from < (sorted[at - 1]?.to ?? ''))
  return isOverlapping ? [problem(pointer, 'duplicate', 'Some of these hours lie over others of the same day.')] : []
}

function dateProblems(date: string, isTwice: boolean, pointer: string): FieldProblem[] {
  const moment = Date.parse(`${date}T00:00:00Z`)
  const isDate = Number.isFinite(moment) && new Date(moment).toISOString().startsWith(`${date}T`)
  if (!isDate) return [problem(pointer, 'bad-format', 'That is not a date.')]
  return isTwice ? [problem(pointer, 'duplicate', 'That date is there twice.')] : []
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const problem = (pointer: string, code: string, detail: string): FieldProblem => ({ pointer, code, detail })
