import type { Contact } from '@offhook/core'
import { createRandom, type Random } from './random.ts'

/** What somebody types to find a contact; each gives a text, of which every beginning is searched for. */
type Habit = (contact: Contact, random: Random) => string | undefined

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word.length > 1)
const unaccented = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const numberOf = ({ phones }: Contact) => phones.find(({ number }) => number.startsWith('+31'))?.number.slice(3, 12)
const firstAndLast = ({ name }: Contact) => {
  const words = wordsOf(name.full)
  const [first, last] = [words[0], words.at(-1)]
  return words.length < 2 || first === undefined || last === undefined ? undefined : { first, last }
}

const habits: readonly Habit[] = [
  ({ name }) => unaccented(wordsOf(name.full)[0] ?? ''),
  ({ name }) => unaccented(wordsOf(name.full).at(-1) ?? ''),
  ({ name }) => wordsOf(name.full).at(-1),
  ({ name }) => unaccented(name.full),
  ({ name }) => name.full.split(' ').slice(1).join(' '),
  (contact) => {
    const words = firstAndLast(contact)
    return words && unaccented(`${words.last} ${words.first.slice(0, 3)}`)
  },
  (contact) => {
    const words = firstAndLast(contact)
    return words && unaccented(`${words.first.slice(0, 2)} ${words.last.slice(0, 4)}`)
  },
  ({ name }) => (name.particle?.includes(' ') ? unaccented(`${name.particle} ${name.surname}`) : undefined),
  ({ name }) => (/^van d/.test(name.particle ?? '') ? unaccented(`vd ${name.surname}`) : undefined),
  ({ organizations }) => organizations[0] && unaccented(organizations[0].name),
  ({ organizations }) => organizations[0] && unaccented(wordsOf(organizations[0].name).at(1) ?? ''),
  ({ name, organizations }) =>
    organizations[0] && unaccented(`${wordsOf(name.full)[0]} ${organizations[0].name.slice(0, 6)}`),
  (contact) => numberOf(contact) && `0${numberOf(contact)}`,
  (contact) => numberOf(contact) && `0${numberOf(contact)?.slice(0, 1)} ${numberOf(contact)?.slice(1)}`,
  (contact) => numberOf(contact) && `+31${numberOf(contact)}`,
  (contact) => numberOf(contact)?.slice(0, 7),
  ({ phones }) => phones.find(({ number }) => number.length < 6)?.number,
]

/** Every keystroke of `count` searches for somebody who is there, the habits in turn. */
export function makeKeystrokes(contacts: readonly Contact[], count: number, seed = 2): readonly string[] {
  const random = createRandom(seed)
  const typed: string[] = []
  for (let turn = 0; typed.length < count; turn++) {
    // whole words and numbers are typed less often than their beginnings
    const text = habits[turn % habits.length]?.(random.pick(contacts), random)
      ?.slice(0, 3 + random.below(9))
      .trimEnd()
    if (text) typed.push(text)
  }
  return typed.flatMap((text) => Array.from(text, (_, at) => text.slice(0, at + 1)))
}
