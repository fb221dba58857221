import { createStore, type Readable } from '@offhook/core'
import { isLanguage, type Language, preferredLanguage } from '../i18n/language.ts'

/** Light, dark, or as the system is. */
export const themes = ['system', 'light', 'dark'] as const

export type Theme = (typeof themes)[number]

/** What a person chose for this page. */
export interface Preferences {
  readonly language: Language
  readonly theme: Theme
  readonly hasShortcuts: boolean
  readonly wantsNotifications: boolean
}

/** The preferences, kept in this browser. */
export interface PreferenceStore extends Readable<Preferences> {
  choose(change: Partial<Preferences>): void
}

const key = 'offhook.preferences'

/** Reads the preferences and keeps each change; without storage they last as long as the page. */
export function createPreferences(
  languages: readonly string[],
  storage: Pick<Storage, 'getItem' | 'setItem'> | undefined,
): PreferenceStore {
  const store = createStore<Preferences>({ ...defaults(languages), ...kept(storage) })
  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    choose(change) {
      store.set({ ...store.getSnapshot(), ...change })
      try {
        storage?.setItem(key, JSON.stringify(store.getSnapshot()))
      } catch {
        // a full or forbidden storage must not keep the person from choosing
      }
    },
  }
}

const defaults = (languages: readonly string[]): Preferences => ({
  language: preferredLanguage(languages),
  ...{ theme: 'system', hasShortcuts: true, wantsNotifications: false },
})

/** Only what is really a preference is taken from the storage, whoever wrote it. */
function kept(storage: Pick<Storage, 'getItem'> | undefined): Partial<Preferences> {
  const read = parsed(storage)
  const theme = themes.find((each) => each === read.theme)
  const { language, hasShortcuts, wantsNotifications } = read
  return {
    ...(theme && { theme }),
    ...(isLanguage(language) && { language }),
    ...(typeof hasShortcuts === 'boolean' && { hasShortcuts }),
    ...(typeof wantsNotifications === 'boolean' && { wantsNotifications }),
  }
}

function parsed(storage: Pick<Storage, 'getItem'> | undefined): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(storage?.getItem(key) ?? '{}')
    return typeof read === 'object' && read !== null ? { ...read } : {}
  } catch {
    return {}
  }
}
