import type { PersonInput } from './schema.ts'

const demoPerson = (user: string, extension: string, name: string): PersonInput => ({
  user,
  email: `${user}@example.nl`,
  extension,
  name,
  password: user,
})

/** The people of `--demo`, whose passwords equal their user names; dave keeps the phonebooks. */
export const demoPeople: readonly PersonInput[] = [
  demoPerson('alice', '201', 'Alice Jansen'),
  demoPerson('bob', '202', 'Bob de Vries'),
  demoPerson('carol', '203', 'Carol van den Berg'),
  { ...demoPerson('dave', '204', 'Dave Öztürk'), role: 'admin' },
]
