import { createContext, useContext } from 'react'
import type { Sessions } from '../account/session.ts'
import type { Words } from '../i18n/language.ts'
import type { PreferenceStore } from '../preferences/preferences.ts'
import type { Workspace } from './workspace.ts'

/** What the whole page shares, signed in or not. */
export interface Page {
  readonly sessions: Sessions
  readonly preferences: PreferenceStore
  readonly words: Words
}

export const PageContext = createContext<Page | undefined>(undefined)
export const WorkspaceContext = createContext<Workspace | undefined>(undefined)

/** The words of the chosen language. */
export const useWords = () => usePage().words

export const usePage = (): Page => found(useContext(PageContext))

/** The workspace of who is signed in; only below the shell. */
export const useWorkspace = (): Workspace => found(useContext(WorkspaceContext))

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('This part of the page was rendered outside its context.')
  return value
}
