import type { Hello, TabId } from './message.ts'

/** Which tabs there are; a tab that closes or crashes is noticed by its lock. */
export interface Roster {
  /** A tab says that it is there, and how. */
  meet(hello: Hello): void
  count(): number
  /** Whether a tab shows the level of the microphone. */
  isListening(): boolean
  /** Who tells the person of a call: the tab that was seen last. */
  notifier(): TabId
  close(): void
}

/** What a roster needs of the tab around it. */
export interface RosterWorld {
  readonly locks: Pick<LockManager, 'request'>
  readonly lockOf: (tab: TabId) => string
  readonly me: TabId
  /** Who is there changed. */
  changed(): void
}

/** Tells when the page that holds a lock of its own is gone; the function it returns stops that. */
export function whenGone(locks: Pick<LockManager, 'request'>, lock: string, gone: () => void): () => void {
  const watch = new AbortController()
  // shared, so that one who sleeps does not keep it from the others
  locks.request(lock, { mode: 'shared', signal: watch.signal }, gone).catch(() => {})
  return () => watch.abort()
}

/** Holds a lock as long as this page lives; the function it returns lets it go. */
export function holdLock(locks: Pick<LockManager, 'request'>, lock: string): () => void {
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  locks.request(lock, () => held).catch(() => {})
  return letGo
}

/** Begins a list with only this tab on it. */
export function createRoster({ locks, lockOf, me, changed }: RosterWorld): Roster {
  const listening = new Set<TabId>()
  const watches = new Map<TabId, () => void>([[me, () => {}]])
  let seenLast: TabId = me

  const gone = (tab: TabId) => {
    watches.delete(tab)
    listening.delete(tab)
    if (seenLast === tab) seenLast = me
    changed()
  }

  return {
    meet({ tab, isVisible, isListening }) {
      if (!watches.has(tab))
        watches.set(
          tab,
          whenGone(locks, lockOf(tab), () => gone(tab)),
        )
      if (isVisible) seenLast = tab
      if (isListening) listening.add(tab)
      else listening.delete(tab)
      changed()
    },
    count: () => watches.size,
    notifier: () => seenLast,
    isListening: () => listening.size > 0,
    close() {
      for (const stop of watches.values()) stop()
      watches.clear()
      listening.clear()
    },
  }
}
