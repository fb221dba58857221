import { BookUser, Clock, type LucideIcon, Phone, Settings, Users } from 'lucide-react'
import type { SoftPhone } from '../account/line.ts'
import type { Words } from '../i18n/language.ts'

/** A part of the page with a place in the navigation. */
export interface Section {
  readonly id: SectionId
  readonly icon: LucideIcon
  readonly label: (words: Words) => string
  /** Only where there is room for it; elsewhere the menu of the account leads there. */
  readonly isWideOnly?: boolean
  /** Whether this phone has what is in it. */
  readonly isThere?: (phone: SoftPhone) => boolean
}

export type SectionId = 'phone' | 'team' | 'contacts' | 'history' | 'settings'

/** The navigation, in its order. */
export const sections: readonly Section[] = [
  { id: 'phone', icon: Phone, label: ({ sections }) => sections.phone },
  { id: 'team', icon: Users, label: ({ sections }) => sections.team },
  {
    id: 'contacts',
    icon: BookUser,
    label: ({ sections }) => sections.contacts,
    isThere: ({ account }) => account !== undefined,
  },
  {
    id: 'history',
    icon: Clock,
    label: ({ sections }) => sections.history,
    isThere: ({ history }) => history !== undefined,
  },
  { id: 'settings', icon: Settings, label: ({ sections }) => sections.settings, isWideOnly: true },
]
