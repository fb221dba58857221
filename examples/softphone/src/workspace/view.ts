import { createStore, type Readable } from '@offhook/core'
import type { Draft } from '../contacts/draft.ts'
import type { SectionId } from '../shell/sections.ts'

/** What is open on top of the call in sight. */
export type Open = 'nothing' | 'keypad' | 'transfer'

/** The contact that is looked at or written. */
export type OpenContact =
  | { readonly how: 'look'; readonly uid: string }
  | { readonly how: 'edit'; readonly uid: string }
  | { readonly how: 'add'; readonly draft: Draft }

/** The parts of the settings. */
export type SettingsPart = 'profile' | 'calls' | 'forwarding' | 'device'

/** Where the person is on the page. */
export interface View {
  readonly section: SectionId
  /** The dial pad is wanted although there is a call; tells narrow pages which of the two to show. */
  readonly isDialling: boolean
  readonly open: Open
  readonly contact: OpenContact | undefined
  readonly settings: SettingsPart
  readonly isHelpOpen: boolean
  /** How often the dial field was asked for; each time it takes the focus. */
  readonly dialFieldCalls: number
}

/** Where the person is, and the ways to go elsewhere. */
export interface ViewStore extends Readable<View> {
  go(section: SectionId): void
  /** To a part of the settings. */
  toSettings(part: SettingsPart): void
  /** To a contact, beside or instead of the list; undefined: back to the list. */
  toContact(contact: OpenContact | undefined): void
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
    ...{ section: 'phone', isDialling: false, open: 'nothing', contact: undefined, settings: 'profile' },
    ...{ isHelpOpen: false, dialFieldCalls: 0 },
  })
  const change = (part: Partial<View>) => store.set({ ...store.getSnapshot(), ...part })
  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    go: (section) => change({ section, isDialling: false, contact: undefined }),
    toSettings: (settings) => change({ section: 'settings', settings, contact: undefined }),
    toContact(contact) {
      const { section } = store.getSnapshot()
      change({ contact, ...(contact && section !== 'team' && { section: 'contacts' }) })
    },
    toCall: () => change({ section: 'phone', isDialling: false, contact: undefined }),
    toDialpad: () =>
      change({
        ...{ section: 'phone', isDialling: true, contact: undefined },
        dialFieldCalls: store.getSnapshot().dialFieldCalls + 1,
      }),
    toggle: (open) => change({ open: store.getSnapshot().open === open ? 'nothing' : open }),
    closeOpen: () => change({ open: 'nothing' }),
    help: (isHelpOpen) => change({ isHelpOpen }),
  }
}
