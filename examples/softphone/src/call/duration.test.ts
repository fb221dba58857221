import { expect, test } from 'vitest'
import { formatDuration } from './duration.ts'

test.each([
  [0, '0:00'],
  [999, '0:00'],
  [7_000, '0:07'],
  [750_000, '12:30'],
  [3_599_999, '59:59'],
  [3_723_000, '1:02:03'],
  [-5, '0:00'],
])('C12 a call of %d ms lasted %s', (ms, written) => {
  expect(formatDuration(ms)).toBe(written)
})
