/** Something that happens once. */
export interface Occasion {
  /** Calls back when it happens, unless the returned function is called first. */
  listen(listener: () => void): () => void
  come(): void
}

/** An occasion that has not come yet. */
export function createOccasion(): Occasion {
  const listeners = new Set<() => void>()
  return {
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    come() {
      // what is called may stop others from being called
      for (const listener of listeners) {
        listeners.delete(listener)
        listener()
      }
    },
  }
}
