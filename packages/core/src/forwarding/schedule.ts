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
