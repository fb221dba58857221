import type { Readable } from '@offhook/core'

/** What this tab is among the tabs of the same person. */
export interface TabsSnapshot {
  /** `owner`: it has the socket and the sound; `follower`: another one does; `alone`: this browser cannot share. */
  readonly role: 'owner' | 'follower' | 'alone'
  /** How many tabs there are, this one included. */
  readonly count: number
  /** Whether this is the tab that shows notifications, so that each is shown once: the one that was seen last. */
  readonly isNotifier: boolean
  /** What the browser lacks, of a tab that is alone: Web Locks or BroadcastChannel. */
  readonly reason?: 'no-locks' | 'no-channel'
}

/** The tabs of the same person in this browser. */
export type Tabs = Readable<TabsSnapshot>
