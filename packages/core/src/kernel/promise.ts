import type { Readable } from './store.ts'

/**
 * The same promise; whoever does not wait for it learns of a failure from a snapshot or an event, and not from an
 * unhandled rejection.
 */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/** Resolves as soon as `isReached` holds for what is read; rejects with what it throws. */
export function reached<T>(from: Readable<T>, isReached: (snapshot: T) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      try {
        if (!isReached(from.getSnapshot())) return
        resolve()
      } catch (error) {
        reject(error)
      }
      stop()
    }
    const stop = from.subscribe(check)
    check()
  })
}
