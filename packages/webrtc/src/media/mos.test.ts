import { expect, test } from 'vitest'
import { mosOf } from './mos.ts'

// worked out by hand from G.107: R is 93.2, 93.0, 69.1, 89.6, 77.4 and 51.1
test.each([
  [0, 0, 4.41],
  [0, 150, 4.41],
  [0, 400, 3.56],
  [1, 20, 4.33],
  [5, 20, 3.92],
  [20, 20, 2.63],
])('a call with %d per cent loss and %d ms delay has a MOS of %d', (lossPercent, delayMs, mos) => {
  expect(mosOf({ lossPercent, delayMs })).toBeCloseTo(mos, 2)
})

test('the score falls with loss and with delay, and stays between 1 and 4.5', () => {
  let before = 4.5
  for (let lossPercent = 0; lossPercent <= 100; lossPercent += 5) {
    const mos = mosOf({ lossPercent, delayMs: lossPercent * 10 })
    expect(mos).toBeLessThanOrEqual(before)
    expect(mos).toBeGreaterThanOrEqual(1)
    before = mos
  }
})
