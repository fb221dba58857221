import type { Clock } from '../clock.ts'
import type { Settings } from '../config/schema.ts'
import { Refusal } from '../http/problem.ts'
import { createLockout } from '../sip/lockout.ts'
import { createThrottle } from '../sip/throttle.ts'

/** Slows down who guesses: by address of the network, and by what is guessed at. */
export interface Limits {
  /** Throws `too-many` when this network address asks too often. */
  pass(address: string): void
  /** Throws `locked-out` when this was guessed at too often, whether it is there or not. */
  mayTry(name: string): void
  failed(name: string): void
  succeeded(name: string): void
}

// a whole office may sign in from one address in the morning
const perSecond = 10
const mostRemembered = 10_000

/** Limits for the routes that anybody may ask. */
export function createLimits(
  clock: Clock,
  { lockoutFailures, lockoutSeconds }: Pick<Settings, 'lockoutFailures' | 'lockoutSeconds'>,
): Limits {
  const lockout = createLockout({ clock, failures: lockoutFailures, lockMs: lockoutSeconds * 1000 })
  const throttles = new Map<string, ReturnType<typeof createThrottle>>()
  // whoever guesses has many addresses: what is guessed at is what is locked
  const anywhere = ''

  const throttleOf = (address: string) => {
    const throttle = throttles.get(address) ?? createThrottle(perSecond, clock)
    throttles.delete(address)
    throttles.set(address, throttle)
    const [oldest] = throttles.keys()
    if (throttles.size > mostRemembered && oldest !== undefined) throttles.delete(oldest)
    return throttle
  }

  return {
    pass(address) {
      if (!throttleOf(address)()) throw new Refusal('too-many', { retryAfter: 1 })
    },
    mayTry(name) {
      const wait = lockout.wait(anywhere, name)
      if (wait > 0) throw new Refusal('locked-out', { retryAfter: wait })
    },
    failed: (name) => lockout.failed(anywhere, name),
    succeeded: (name) => lockout.succeeded(anywhere, name),
  }
}
