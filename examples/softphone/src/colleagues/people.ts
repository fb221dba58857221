/** Somebody of the demo. */
export interface Person {
  readonly user: string
  readonly name: string
  readonly extension: string
}

/** The people of the demo exchange, whose passwords are their user names: the tiles of the door. */
export const people: readonly Person[] = [
  { user: 'alice', name: 'Alice Jansen', extension: '201' },
  { user: 'bob', name: 'Bob de Vries', extension: '202' },
  { user: 'carol', name: 'Carol van den Berg', extension: '203' },
  { user: 'dave', name: 'Dave Öztürk', extension: '204' },
]

/** The demo person with a number: an extension or a SIP user name. */
export const personWith = (number: string | undefined) =>
  people.find(({ user, extension }) => extension === number || user === number)
