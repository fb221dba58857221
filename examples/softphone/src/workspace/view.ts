import { createStore, type Readable } from '@offhook/core'
import type { SectionId } from '../shell/sections.ts'

/** What is open on top of the call in sight. */
export type Open = 'nothing' | 'keypad' | 'transfer'

/** Where the person is on the page. */
export interface View {
  readonly section: SectionId
  /** The dial pad is wanted although there is a call; tells narrow pages which of the two to show. */
  readonly isDialling: boolean
  readonly open: Open
  readonly isHelpOpen: boolean
  /** How often the dial field was asked for; each time it takes the focus. */
  readonly dialFieldCalls: number
}

/** Where the person is, and the ways to go elsewhere. */
export interface ViewStore extends Readable<View> {
  go(section: SectionId): void
  /** To the call in sight. */
  toCall(): void
  /** To the dial pad, beside or instead of the call. */
  toDialpad(): void
  /** Opens something on the call, or closes it when it is open. */
  toggle(open: Open): void
  /** Closes what is open. */
  closeOpen(): void
  help(isOpen: boolean): void
}

/** Begins at the dial pad. */
export function createView(): ViewStore {
  const store = createStore<View>({
    ...{ section: 'phone', isDialling: false, open: 'nothing' },
    ...{ isHelpOpen: false, dialFieldCalls: 0 },
  })
  const change = (part: Partial<View>) => store.set({ ...store.getSnapshot(), ...part })
  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    go: (section) => change({ section, isDialling: false }),
    toCall: () => change({ section: 'phone', isDialling: false }),
    toDialpad: () =>
      change({ section: 'phone', isDialling: true, dialFieldCalls: store.getSnapshot().dialFieldCalls + 1 }),
    toggle: (open) => change({ open: store.getSnapshot().open === open ? 'nothing' : open }),
    closeOpen: () => change({ open: 'nothing' }),
    help: (isHelpOpen) => change({ isHelpOpen }),
  }
}
