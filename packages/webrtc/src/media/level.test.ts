import { expect, test } from 'vitest'
import { levelOf } from './level.ts'

const sine = (amplitude: number) => Float32Array.from({ length: 4_800 }, (_, at) => amplitude * Math.sin(at / 7.64))

test.each([
  [0, 0],
  [0.001, 0],
  [0.01, 0.28],
  [0.1, 0.62],
  [1, 0.95],
])('S11 a tone of amplitude %d has a level of %d, as an ear has it', (amplitude, level) => {
  expect(levelOf(sine(amplitude))).toBeCloseTo(level, 2)
})

test('S11 full scale is 1', () => {
  expect(levelOf(new Float32Array(100).fill(1))).toBe(1)
})
