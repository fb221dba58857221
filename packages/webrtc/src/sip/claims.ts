import type { CallId, Clock } from '@offhook/core'

/** Which calls are carried by this page; a page that is copied copies its storage, but not this. */
export interface Claims {
  /** Resolves true when the call is this page's, as long as it lives; false when another page that lives has it. */
  take(id: CallId): Promise<boolean>
  release(id: CallId): void
}

// a page that is being left lets go within some milliseconds
const longest = 1_000

/** Makes the claims, by Web Locks; a browser without them believes every page. */
export function createClaims(locks: LockManager | undefined, clock: Clock): Claims {
  const releases = new Map<CallId, () => void>()

  const take = (id: CallId) =>
    new Promise<boolean>((resolve) => {
      if (locks === undefined) return resolve(true)
      const patience = new AbortController()
      const cancel = clock.after(longest, () => patience.abort())
      const held = () => {
        cancel()
        resolve(true)
        return new Promise<void>((release) => void releases.set(id, release))
      }
      locks.request(`offhook.call.${id}`, { signal: patience.signal }, held).catch(() => resolve(false))
    })

  return {
    async take(id) {
      return releases.has(id) || take(id)
    },
    release(id) {
      releases.get(id)?.()
      releases.delete(id)
    },
  }
}
