import type { TabId } from './message.ts'

/** Which tabs there are; a tab that closes or crashes is noticed by its lock. */
export interface Roster {
  /** A tab is there, seen by the person or not. */
  meet(tab: TabId, isVisible: boolean): void
  count(): number
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
  locks.request(lock, { signal: watch.signal }, gone).catch(() => {})
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
  // the one that was seen last is the last
  const watches = new Map<TabId, () => void>([[me, () => {}]])
  let seenLast: TabId = me

  const gone = (tab: TabId) => {
    watches.delete(tab)
    if (seenLast === tab) seenLast = me
    changed()
  }

  return {
    meet(tab, isVisible) {
      if (!watches.has(tab))
        watches.set(
          tab,
          whenGone(locks, lockOf(tab), () => gone(tab)),
        )
      if (isVisible) seenLast = tab
      changed()
    },
    count: () => watches.size,
    notifier: () => seenLast,
    close() {
      for (const stop of watches.values()) stop()
      watches.clear()
    },
  }
}
