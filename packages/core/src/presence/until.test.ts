import { afterEach, beforeEach, expect, test } from 'vitest'
import { untilOf } from './until.ts'

const { TZ } = process.env
beforeEach(() => {
  process.env.TZ = 'Europe/Amsterdam'
})
afterEach(() => {
  process.env.TZ = TZ
})

const at = (text: string) => Date.parse(text)
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())

test.each([
  ['later today', '2026-11-23T12:00:00+01:00', '13:30', '2026-11-23T12:30:00.000Z'],
  ['tomorrow, when it is past', '2026-11-23T14:00:00+01:00', '13:30', '2026-11-24T12:30:00.000Z'],
  ['tomorrow, when it is just now', '2026-11-23T13:30:00+01:00', '13:30', '2026-11-24T12:30:00.000Z'],
  ['at midnight', '2026-11-23T14:00:00+01:00', '0:00', '2026-11-23T23:00:00.000Z'],
  ['on the morning after the clocks go forward', '2026-03-28T20:00:00+01:00', '09:00', '2026-03-29T07:00:00.000Z'],
  ['on the morning after the clocks go back', '2026-10-24T20:00:00+02:00', '09:00', '2026-10-25T08:00:00.000Z'],
])('S2 a time of day is the next one: %s', (_, now, until, expected) => {
  expect(iso(untilOf(until, at(now)))).toBe(expected)
})

test('S2 a moment is that moment, as a number or a Date', () => {
  expect(untilOf(2_000, 1_000)).toBe(2_000)
  expect(untilOf(new Date(2_000), 1_000)).toBe(2_000)
  expect(untilOf(undefined, 1_000)).toBeUndefined()
})

test.each([
  '24:00',
  '9',
  '9:5',
  'tomorrow',
  '',
  '13:30:00',
  Number.NaN,
  Number.POSITIVE_INFINITY,
  new Date('x'),
  1_000,
  999,
])('S2 %s ends nothing', (until) => {
  expect(() => untilOf(until, 1_000)).toThrow(expect.objectContaining({ code: 'bad-option' }))
})
