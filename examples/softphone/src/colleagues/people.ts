/** Somebody of the company. */
export interface Person {
  readonly user: string
  readonly name: string
  readonly extension: string
}

/** The people of the demo exchange; phonebooks take the place of this list when the SDK has them. */
export const people: readonly Person[] = [
  { user: 'alice', name: 'Alice Jansen', extension: '201' },
  { user: 'bob', name: 'Bob de Vries', extension: '202' },
  { user: 'carol', name: 'Carol van den Berg', extension: '203' },
  { user: 'dave', name: 'Dave Öztürk', extension: '204' },
]

/** The person with a number: an extension or a SIP user name. */
export const personWith = (number: string | undefined) =>
  people.find(({ user, extension }) => extension === number || user === number)

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

const particles: readonly string[] = ['de', 'den', 'der', 'het', 'van', 'ten', 'ter', 'te']

/** Whether a name, or what follows one of its words, begins like the text. */
function isNamed(name: string, wanted: string): boolean {
  const words = folded(name).split(/\s+/)
  // "de vr" means the surname, "d" alone nobody with a "de" in it
  const counts = (word: string) => wanted.includes(' ') || !particles.includes(word)
  return words.some((word, at) => counts(word) && words.slice(at).join(' ').startsWith(wanted))
}

/** The people whose extension or name begins like the text, or a word of the name; first names come first. */
export function findPeople(text: string, among: readonly Person[] = people): readonly Person[] {
  const wanted = folded(text.trim())
  if (wanted === '') return []
  const found = among.filter(({ name, extension }) => extension.startsWith(wanted) || isNamed(name, wanted))
  const isFirst = ({ name }: Person) => folded(name).startsWith(wanted)
  return [...found.filter(isFirst), ...found.filter((person) => !isFirst(person))]
}
