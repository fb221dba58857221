import type { Clock } from '@offhook/core'

/** Resolves after `ms` milliseconds, or rejects with the reason of the signal. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const abort = () => {
      stop()
      reject(signal?.reason)
    }
    const stop = clock.after(ms, () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
    signal?.addEventListener('abort', abort, { once: true })
  })
}

/** How long to wait before the n-th try, from 0: twice as long each time, and never the same for all. */
export const backOff = (attempt: number, first: number, longest: number): number =>
  Math.min(longest, first * 2 ** attempt) * (0.5 + Math.random() / 2)
