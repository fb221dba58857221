import type { Clock } from '../clock.ts'

/** Slows down who guesses passwords: counts failures per address and user name. */
export interface Lockout {
  /** Seconds that attempts for this user name from this address still have to wait; 0 when they may try. */
  wait(address: string, user: string): number
  failed(address: string, user: string): void
  succeeded(address: string, user: string): void
}

const mostRemembered = 10_000

/** A lock-out of `lockMs` after `failures` wrong passwords; it ends by itself. */
export function createLockout({
  clock,
  failures,
  lockMs,
}: {
  clock: Clock
  failures: number
  lockMs: number
}): Lockout {
  const records = new Map<string, { count: number; until: number }>()
  const keyOf = (address: string, user: string) => `${address} ${user.toLowerCase().slice(0, 64)}`

  const live = (key: string) => {
    const record = records.get(key)
    if (record && record.until > clock.now()) return record
    records.delete(key)
    return undefined
  }

  return {
    wait(address, user) {
      const record = live(keyOf(address, user))
      return record && record.count >= failures ? Math.ceil((record.until - clock.now()) / 1000) : 0
    },
    failed(address, user) {
      const key = keyOf(address, user)
      const count = (live(key)?.count ?? 0) + 1
      records.delete(key)
      records.set(key, { count, until: clock.now() + lockMs })
      const [oldest] = records.keys()
      if (records.size > mostRemembered && oldest !== undefined) records.delete(oldest)
    },
    succeeded: (address, user) => void records.delete(keyOf(address, user)),
  }
}
