import { expect, test, vi } from 'vitest'
import { systemClock } from './clock.ts'
import { randomId } from './id.ts'

test('the system clock tells the time, runs once, and what is cancelled does not run', async () => {
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000)
  const cancelled = vi.fn()
  systemClock.after(1, cancelled)()
  await new Promise<void>((resolve) => void systemClock.after(5, resolve))
  expect(cancelled).not.toHaveBeenCalled()
})

test('ids are 128 random bits in hexadecimal', () => {
  const ids = new Set(Array.from({ length: 1_000 }, randomId))
  expect(ids.size).toBe(1_000)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/)
})
