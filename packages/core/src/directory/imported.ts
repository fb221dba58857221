import type { ContactFields } from './contact.ts'

/** A contact that was read from a file, and on which line it began. */
export interface ReadContact {
  readonly line: number
  readonly fields: ContactFields
}

/** What could not be read, by line; the rest of the file is read all the same. */
export interface ReadProblem {
  readonly line: number
  /** `not-a-contact`, `no-name`, `not-closed`, `no-columns`, `bad-number`, `too-long`, `more`. */
  readonly code: string
  readonly detail: string
}

/** One thing that a reader comes across, or only how far it is: a place in the text, told after every line. */
export type Read = { readonly contact: ReadContact } | { readonly problem: ReadProblem } | number

export const problemAt = (line: number, code: string, detail: string): Read => ({ problem: { line, code, detail } })

/** What stands between given name and surname. */
const particle =
  /^(van|de|der|den|het|ter|ten|te|op|in|aan|bij|onder|over|tot|uit|voor|von|vom|zu|zum|zur|af|av|la|le|les|du|des|da|das|do|dos|di|del|della|['’‘][a-z])$/

/** Whether a word, without capitals, is one that stands between given name and surname. */
export const isParticle = (word: string): boolean => particle.test(word)

/** A surname as it is written, `van der Berg`, as particle and surname. */
export function surnameOf(written: string): { readonly particle?: string; readonly surname?: string } {
  const words = written.trim().split(/\s+/)
  const first = words.findIndex((word) => !isParticle(word))
  if (written.trim() === '') return {}
  if (first <= 0) return { surname: words.join(' ') }
  return { particle: words.slice(0, first).join(' '), surname: words.slice(first).join(' ') }
}

/** The parts of a name as they are said, without those that are not there. */
export const joined = (...parts: readonly (string | undefined)[]): string =>
  parts.flatMap((part) => part?.trim() || []).join(' ')

/** An object without what is empty. */
export function filled<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined | ''> } {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  )
  // the filter took out exactly what the type takes out
  return Object.fromEntries(kept) as ReturnType<typeof filled<Fields>>
}
