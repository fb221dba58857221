import { seedDemo } from '../demo/seed.ts'
import { hashPassword } from '../store/passwords.ts'
import type { Store, Writing } from '../store/store.ts'
import type { PersonSettings, Settings } from './schema.ts'

/** One of the people of the configuration, with what the store wants of them. */
interface Provisioned extends PersonSettings {
  readonly email: string
  /** Only for who is new: a password that was changed stays changed. */
  readonly passwordHash: string | undefined
}

/**
 * Brings the people of the configuration into the store: who is new is made, with the password of the configuration as
 * their first one; of the others extension, role and caller ids are made as they are written. In demo mode an empty store
 * becomes a company.
 */
export async function provision(store: Store, settings: Settings): Promise<void> {
  const isEmpty = (await store.people.count()) === 0
  const domain = settings.domain ?? (settings.demo ? 'example.nl' : 'offhook.invalid')
  const all = await Promise.all(settings.people.map((person) => prepare(store, person, domain)))
  await store.transaction(async (tx) => {
    for (const person of all) await bring(tx, person)
  })
  if (settings.demo && isEmpty) await seedDemo(store)
}

async function prepare(store: Store, person: PersonSettings, domain: string): Promise<Provisioned> {
  const known = await store.people.byUser(person.user)
  const isNew = known === undefined && person.password !== undefined
  return {
    ...person,
    email: person.email ?? known?.email ?? `${person.user}@${domain}`.toLowerCase(),
    passwordHash: isNew ? await hashPassword(person.password ?? '') : undefined,
  }
}

async function bring({ people, callerIds }: Writing, person: Provisioned): Promise<void> {
  const { user, extension, email, name, role, passwordHash } = person
  const known = await people.byUser(user)
  const written = { extension, email, ...(role !== undefined && { role }) }
  if (!known) {
    const { person: made } = await people.create({ ...written, user, name, ...(passwordHash && { passwordHash }) })
    await allow(made.id)
    return
  }
  if (known.extension !== extension || known.email !== email || (role !== undefined && known.role !== role)) {
    await people.update(known.id, written)
  }
  await allow(known.id)

  async function allow(id: string): Promise<void> {
    const { allowed } = await callerIds.of(id)
    const wanted = person.callerIds.map(({ number, name }) => (name === undefined ? { number } : { number, name }))
    // a person of whom the configuration says nothing may have been given numbers elsewhere
    if (wanted.length > 0 && JSON.stringify(wanted) !== JSON.stringify(allowed)) await callerIds.allow(id, wanted)
  }
}
