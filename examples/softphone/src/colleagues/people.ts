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

/** The people whose name has a word that begins like the text, or whose extension does. */
export function findPeople(text: string, among: readonly Person[] = people): readonly Person[] {
  const wanted = folded(text.trim())
  if (wanted === '') return []
  return among.filter(({ name, extension }) => {
    const whole = folded(name)
    return extension.startsWith(wanted) || whole.startsWith(wanted) || whole.includes(` ${wanted}`)
  })
}
