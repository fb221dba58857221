import { en } from './en.ts'
import { nl } from './nl.ts'

/** The words of the page in one language; a word that is missing in another does not compile. */
export type Words = typeof en

/** The languages of the page, each with its own name. */
export const languages = { nl: 'Nederlands', en: 'English' } as const

export type Language = keyof typeof languages

/** The words by language. */
export const words: Readonly<Record<Language, Words>> = { nl, en }

/** The first language of the browser that the page speaks; English when there is none. */
export function preferredLanguage(wanted: readonly string[]): Language {
  const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage)
  return known ?? 'en'
}

export const isLanguage = (text: unknown): text is Language =>
  typeof text === 'string' && Object.hasOwn(languages, text)
