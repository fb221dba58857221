import { OffhookError } from '../errors.ts'
import type { PresenceOptions } from './transport.ts'

const timeOfDay = /^([01]?\d|2[0-3]):([0-5]\d)$/

/**
 * When a status ends, in milliseconds since the Unix epoch: a time of day is the next one on the clock of this machine,
 * also on a day whose clocks change. Throws `bad-option` for what is no moment, or lies in the past.
 */
export function untilOf(until: PresenceOptions['until'], now: number): number | undefined {
  if (until === undefined) return undefined
  const at = until instanceof Date ? until.getTime() : typeof until === 'number' ? until : nextTimeOfDay(until, now)
  if (!Number.isFinite(at)) throw bad(`'${String(until)}' is not a moment; write '13:30', or give a Date.`)
  if (at <= now) throw bad('A status cannot end in the past.')
  return at
}

function nextTimeOfDay(text: string, now: number): number {
  const [, hours, minutes] = timeOfDay.exec(text) ?? []
  if (hours === undefined) return Number.NaN
  const day = new Date(now)
  day.setHours(Number(hours), Number(minutes), 0, 0)
  if (day.getTime() <= now) day.setDate(day.getDate() + 1)
  return day.getTime()
}

const bad = (message: string) => new OffhookError('bad-option', { message })
