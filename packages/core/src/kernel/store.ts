/** Anything that can be read can be subscribed to, in these two words; fits React's `useSyncExternalStore` as it is. */
export interface Readable<T> {
  /** The value now: immutable, and the same object until something in it changes. */
  getSnapshot(): T
  /** Calls `listener` after each change; the function it returns stops that. */
  subscribe(listener: () => void): () => void
}

/** A readable value that its owner can replace. */
export interface Store<T> extends Readable<T> {
  set(next: T): void
}

/** Holds one immutable value and tells its listeners when it is replaced by a different one. */
export function createStore<T>(initial: T): Store<T> {
  let snapshot = freeze(initial)
  const listeners = new Set<() => void>()
  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      // a wrapper of its own, so that one function subscribed twice is two subscriptions
      const entry = () => listener()
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    set(next) {
      if (same(snapshot, next)) return
      snapshot = freeze(next)
      // who comes in during the news hears the next one; who was stopped during it hears nothing more
      for (const listener of [...listeners]) if (listeners.has(listener)) guarded(listener)
    },
  }
}

/** Runs a callback of the app: what it throws surfaces as an uncaught error and does not reach the phone. */
export function guarded(run: () => void): void {
  try {
    run()
  } catch (error) {
    setTimeout(() => {
      throw error
    }, 0)
  }
}

function freeze<T>(value: T): T {
  return isPlain(value) ? Object.freeze(value) : value
}

/** Whether two values say the same, as deep as snapshots go; what is not a plain object is itself only. */
export function same(a: unknown, b: unknown, depth = 4): boolean {
  if (Object.is(a, b)) return true
  if (depth === 0 || !isPlain(a) || !isPlain(b) || Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key], depth - 1))
  )
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype
}
