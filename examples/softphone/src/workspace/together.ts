import type { Readable } from '@offhook/core'

/** Several readables as one list; the list is replaced only when one of its values is. */
export function together<T>(parts: readonly Readable<T>[]): Readable<readonly T[]> {
  const read = () => parts.map((part) => part.getSnapshot())
  let list = read()
  return {
    getSnapshot() {
      const now = read()
      if (now.some((value, at) => !Object.is(value, list[at]))) list = now
      return list
    },
    subscribe(listener) {
      const stops = parts.map((part) => part.subscribe(listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
