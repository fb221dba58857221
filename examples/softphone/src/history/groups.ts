import type { CallRecord } from '@offhook/core'
import { daysSince } from '../team/moment.ts'

/** The calls of one day. */
export interface Day {
  /** 0 is today, 1 is yesterday. */
  readonly ago: number
  /** A moment of that day. */
  readonly at: number
  readonly records: readonly CallRecord[]
}

/** Records, newest first, by their day. */
export function byDay(records: readonly CallRecord[], now = Date.now()): readonly Day[] {
  const days: { ago: number; at: number; records: CallRecord[] }[] = []
  for (const record of records) {
    const ago = daysSince(record.startedAt, now)
    const last = days.at(-1)
    if (last?.ago === ago) last.records.push(record)
    else days.push({ ago, at: record.startedAt, records: [record] })
  }
  return days
}
