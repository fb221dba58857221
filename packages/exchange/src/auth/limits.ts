import type { Clock } from '../clock.ts'
import type { Settings } from '../config/schema.ts'
import { Refusal } from '../http/problem.ts'
import { createThrottle } from '../sip/throttle.ts'
import type { Attempts } from '../store/attempts.ts'

/** Slows down who guesses: by address of the network, and by what is guessed at; for every exchange on the store together. */
export interface Limits {
  /** Throws `too-many` when this network address asks too often. */
  pass(address: string): Promise<void>
  /** Counts a guess; throws `locked-out` when this was guessed at too often, whether it is there or not. */
  guess(name: string): Promise<void>
  succeeded(name: string): Promise<void>
}

// a whole office may sign in from one address in the morning
const perSecond = 10
const burstSeconds = 4
const mostRemembered = 10_000
const secondMs = 1000

/** Limits for the routes that anybody may ask. */
export function createLimits(
  { clock, attempts }: { readonly clock: Clock; readonly attempts: Attempts },
  { lockoutFailures, lockoutSeconds }: Pick<Settings, 'lockoutFailures' | 'lockoutSeconds'>,
): Limits {
  const throttles = new Map<string, ReturnType<typeof createThrottle>>()

  const throttleOf = (address: string) => {
    const throttle = throttles.get(address) ?? createThrottle(perSecond, clock)
    throttles.delete(address)
    throttles.set(address, throttle)
    const [oldest] = throttles.keys()
    if (throttles.size > mostRemembered && oldest !== undefined) throttles.delete(oldest)
    return throttle
  }

  return {
    async pass(address) {
      // who floods this process with questions costs the database none
      const isTooMuch = !throttleOf(address)()
      const rate = { everyMs: secondMs / perSecond, burstMs: burstSeconds * secondMs }
      if (isTooMuch || (await attempts.pace(address, rate)) > 0) throw new Refusal('too-many', { retryAfter: 1 })
    },
    async guess(name) {
      const wait = await attempts.guess(name, { most: lockoutFailures, lockMs: lockoutSeconds * secondMs })
      if (wait > 0) throw new Refusal('locked-out', { retryAfter: Math.ceil(wait / secondMs) })
    },
    succeeded: attempts.forget,
  }
}
