import { expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { createLockout } from './lockout.ts'
import { createNonces } from './nonces.ts'
import { createThrottle } from './throttle.ts'

test('a nonce is good for its lifetime and then stale; one of another exchange is forged', () => {
  const clock = createManualClock()
  const nonces = createNonces({ clock, lifetimeMs: 1000 })
  const nonce = nonces.create()
  expect(nonces.check(nonce)).toBe('good')
  clock.advance(1000)
  expect(nonces.check(nonce)).toBe('good')
  clock.advance(1)
  expect(nonces.check(nonce)).toBe('stale')
  expect(nonces.check(createNonces({ clock, lifetimeMs: 1000 }).create())).toBe('forged')
  for (const made of ['', 'a.b.c', `${nonce}x`, `zzzz.${nonce.split('.').slice(1).join('.')}`]) {
    expect(nonces.check(made)).toBe('forged')
  }
})

test('a count of a nonce can be used once, and only upwards', () => {
  const nonces = createNonces({ clock: createManualClock(), lifetimeMs: 1000 })
  const [one, other] = [nonces.create(), nonces.create()]
  expect([1, 2, 2, 1, 5, 4].map((count) => nonces.spend(one, count))).toEqual([true, true, false, false, true, false])
  expect(nonces.spend(other, 1)).toBe(true)
})

test('a lock-out starts after so many failures, ends by itself, and a success clears the count', () => {
  const clock = createManualClock()
  const lockout = createLockout({ clock, failures: 2, lockMs: 10_000 })
  lockout.failed('here', 'alice')
  expect(lockout.wait('here', 'alice')).toBe(0)
  lockout.succeeded('here', 'alice')
  lockout.failed('here', 'alice')
  lockout.failed('here', 'Alice')
  expect(lockout.wait('here', 'alice')).toBe(10)
  expect(lockout.wait('elsewhere', 'alice')).toBe(0)
  expect(lockout.wait('here', 'bob')).toBe(0)
  clock.advance(10_000)
  expect(lockout.wait('here', 'alice')).toBe(0)
})

test('a throttle lets bursts through and no more than its rate in the long run', () => {
  const clock = createManualClock()
  const throttle = createThrottle(10, clock)
  const passed = (times: number) => Array.from({ length: times }, () => throttle()).filter(Boolean).length
  expect(passed(100)).toBe(40)
  clock.advance(500)
  expect(passed(100)).toBe(5)
  clock.advance(60_000)
  expect(passed(100)).toBe(40)
  clock.advance(1000)
  expect([throttle(8), throttle(8), throttle(2)]).toEqual([true, false, true])
})
