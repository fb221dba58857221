import { type LucideIcon, Phone, Settings, Users } from 'lucide-react'
import type { Words } from '../i18n/language.ts'

/** A part of the page with a place in the navigation. */
export interface Section {
  readonly id: SectionId
  readonly icon: LucideIcon
  readonly label: (words: Words) => string
  /** Only where there is no room beside the phone; wide pages show it all the time. */
  readonly isNarrowOnly?: boolean
}

export type SectionId = 'phone' | 'colleagues' | 'settings'

/** The navigation, in its order; history, voicemail and the rest become rows here. */
export const sections: readonly Section[] = [
  { id: 'phone', icon: Phone, label: (words) => words.sections.phone },
  { id: 'colleagues', icon: Users, label: (words) => words.sections.colleagues, isNarrowOnly: true },
  { id: 'settings', icon: Settings, label: (words) => words.sections.settings },
]
