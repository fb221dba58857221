import type { NumberPlan } from '../kernel/number-plan.ts'
import type { ContactFields } from './contact.ts'
import { isParticle } from './imported.ts'
import { dialledAs } from './numbers.ts'
import { plain } from './order.ts'

/** One word that is looked for: a word of a contact begins with one of these. */
export type Sought = readonly string[]

const apart = /[^\p{L}\p{N}]+/u
const isPlain = /^[a-z\d]+$/
const isThere = (word: string) => word !== ''

/** The words by which a contact is found: of its name and companies, and its numbers as they are dialled. */
export function wordsOf(contact: ContactFields, numbers: NumberPlan): ReadonlySet<string> {
  const { name, organizations = [], phones = [] } = contact
  const words = new Set<string>()
  addName(words, name.full)
  const parts = [name.given, name.particle, name.surname].filter((part) => part !== undefined)
  // who is called Bob may be written Robert
  if (!parts.every((part) => name.full.includes(part))) addName(words, parts.join(' '))
  for (const organization of organizations) addName(words, organization.name)
  for (const { number } of phones) {
    words.add(dialledAs(number, numbers) ?? number.replace(/[^\d+*#]/g, ''))
    const extension = /;ext=(\d+)/.exec(number)?.[1]
    if (extension !== undefined) words.add(extension)
  }
  words.delete('')
  return words
}

/** Every word of a name; what people write in one is found in one too: `obrien`, `vanderberg`, `vdberg`. */
function addName(words: Set<string>, name: string): void {
  let particles: string[] = []
  for (const chunk of plain(name).split(/\s+/)) {
    // most are one plain word, and there are many
    const parts = isPlain.test(chunk) ? [chunk] : chunk.split(apart).filter(isThere)
    const word = parts.join('')
    if (word === '') continue
    words.add(word)
    if (parts.length > 1) for (const part of parts) words.add(part)
    if (word === 'vd') for (const meant of ['van', 'den', 'der']) words.add(meant)
    if (word === 'vd' || isParticle(chunk)) particles.push(word)
    else {
      if (particles.length > 0) words.add(particles.join('') + word)
      if (particles.length > 1) words.add(particles.map((particle) => particle.charAt(0)).join('') + word)
      particles = []
    }
  }
}

const longest = 200

/** What is looked for, word by word; the first 200 characters count, and spaces within a number do not. */
export function soughtIn(text: string, numbers: NumberPlan): readonly Sought[] {
  const words: string[] = []
  let isNumber = false
  for (const token of plain(text.slice(0, longest))
    .replaceAll('(0)', ' ')
    .split(/[^\p{L}\p{N}+*#]+/u)) {
    const wasNumber = isNumber
    isNumber = /^[+*#\d]+$/.test(token)
    if (isNumber && wasNumber && !token.startsWith('+')) words.push(`${words.pop()}${token}`)
    else if (isNumber) words.push(token)
    else words.push(...token.split(apart).filter(isThere))
  }
  return [...new Set(words)].map((word) => (/^[+*#\d]+$/.test(word) ? formsOf(word, numbers) : [word]))
}

/** Fewer digits than this are an extension, or the beginning of a number with its zero or plus. */
const shortestBare = 5

/** How the beginning of a number may be stored: as it is, or international. */
function formsOf(word: string, { countryCode, trunkPrefix, internationalPrefix }: NumberPlan): Sought {
  const home = `+${countryCode}`
  const [isHome, isZero] = [word.startsWith(home), trunkPrefix === '0']
  // +31 020 is written too
  if (isHome && isZero) return [home + word.slice(home.length).replace(/^0+/, '')]
  if (/[+*#]/.test(word)) return [word]
  if (internationalPrefix.startsWith(word)) return [word, '+']
  if (word.startsWith(internationalPrefix)) return [word, `+${word.slice(internationalPrefix.length)}`]
  if (trunkPrefix !== '' && word.startsWith(trunkPrefix)) return [word, home + word.slice(trunkPrefix.length)]
  return word.length < shortestBare ? [word] : [word, home + word, `+${word}`]
}

/** Whether each word that is sought begins one of these words. */
export const isFound = (words: ReadonlySet<string>, sought: readonly Sought[]): boolean =>
  sought.every((forms) => forms.some((form) => words.has(form) || beginsOne(words, form)))

function beginsOne(words: ReadonlySet<string>, begin: string): boolean {
  for (const word of words) if (word.startsWith(begin)) return true
  return false
}
