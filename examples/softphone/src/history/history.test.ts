import type { CallRecord } from '@offhook/core'
import { expect, test } from 'vitest'
import { filterOf } from './filters.ts'
import { byDay } from './groups.ts'

const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime()
const record = (id: string, startedAt: number): CallRecord => ({
  ...{ id, direction: 'incoming', kind: 'missed', startedAt, endedAt: startedAt, from: {}, to: {} },
  ...{ via: [], devices: [], seen: false },
})

test('H1 calls stand under their day, newest first', () => {
  const days = byDay([record('c', at(22, 12)), record('b', at(22, 0)), record('a', at(21, 23))], at(22, 13))
  expect(days.map(({ ago, records }) => [ago, records.map(({ id }) => id)])).toEqual([
    [0, ['c', 'b']],
    [1, ['a']],
  ])
})

test('H1 no calls are no days', () => {
  expect(byDay([])).toEqual([])
})

test('H1 a filter and a text narrow the history together', () => {
  expect(filterOf('missed', ' ada ')).toEqual({ kinds: ['missed'], text: 'ada' })
  expect(filterOf('outgoing', ' ')).toEqual({ direction: 'outgoing' })
})
