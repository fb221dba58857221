import { expect, test } from 'vitest'
import { formatNumber } from './format.ts'

test.each([
  ['0612345678', '06 12345678'],
  ['0201234567', '020 123 4567'],
  ['+31201234567', '+31 20 123 4567'],
  ['+442079460958', '+44 20 7946 0958'],
])('C3 %s is written %s', (typed, written) => {
  expect(formatNumber(typed)).toBe(written)
})

test.each(['201', '112', '*8', '#31#', '06', 'bob', 'bob@example.nl', ''])('C3 %j is left as it is', (typed) => {
  expect(formatNumber(typed)).toBe(typed)
})
