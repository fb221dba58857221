import { contactNews, contactsGoneNews, presenceGoneNews, presenceNews, profileNews, sessionNews } from '../api/news.ts'
import { demoColleagues } from '../demo/people.ts'
import { seedDemo } from '../demo/seed.ts'
import { hashPassword } from '../store/passwords.ts'
import type { ChangedPerson } from '../store/people-changes.ts'
import type { Store, Writing } from '../store/store.ts'
import { found } from '../store/world.ts'
import type { PersonSettings, Settings } from './schema.ts'

/** One of the people of the configuration, with what the store wants of them. */
interface Provisioned extends PersonSettings {
  readonly email: string
  /** Only for who is new: a password that was changed stays changed. */
  readonly passwordHash: string | undefined
}

/**
 * Brings the people of the configuration into the store: who is new is made, with the password of the configuration as
 * their first one; of the others extension, role and caller ids are made as they are written. Who was of the configuration
 * and is not any more has left, and is the same when they come back. In demo mode an empty store becomes a company; the
 * colleagues it is given then leave with it. Answers how many left.
 */
export async function provision(store: Store, settings: Settings): Promise<number> {
  const isEmpty = (await store.people.count()) === 0
  const domain = settings.domain ?? (settings.demo ? 'example.nl' : 'offhook.invalid')
  const all = await Promise.all(settings.people.map((person) => prepare(store, person, domain)))
  const colleagues = settings.demo ? demoColleagues : []
  const users = [...settings.people, ...colleagues].map(({ user }) => user)
  const left = await store.transaction(async (tx) => {
    // first of all: who comes may have the extension of one who goes
    const gone = await tx.people.configured(users)
    for (const id of gone) await leave(tx, id)
    for (const person of all) await bring(tx, person)
    for (const { user, extension } of colleagues) await comeBack(tx, { user, extension, email: `${user}@${domain}` })
    return gone.length
  })
  if (settings.demo && isEmpty) await seedDemo(store)
  await store.transaction(({ people }) => people.configured(users))
  return left
}

/** As if they had never left, if they have. */
async function comeBack(tx: Writing, { user, extension, email }: Pick<Provisioned, 'user' | 'extension' | 'email'>) {
  const as = { extension, email }
  const id = await tx.people.comeBack(user, as)
  if (id !== undefined) await tellArrived(tx, await tx.people.update(id, as))
}

async function leave(tx: Writing, id: string): Promise<void> {
  const sessions = await tx.people.leave(id)
  for (const session of sessions) tx.tell(sessionNews({ id: session, personId: id }, 'revoked'))
  tx.tell(contactsGoneNews([id]))
  tx.tell(presenceGoneNews(id))
}

/** Somebody nobody has seen yet: with no telephone, as long as nobody has registered one. */
async function tellArrived(tx: Writing, { person, contact }: ChangedPerson): Promise<void> {
  const said = await tx.presence.of(person.id)
  if (said) tx.tell(presenceNews({ ...said, line: 'idle', device: 'offline' }))
  if (contact) tx.tell(contactNews(contact))
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

async function bring(tx: Writing, person: Provisioned): Promise<void> {
  const { people, callerIds } = tx
  const { user, extension, email, name, role, passwordHash } = person
  await comeBack(tx, person)
  const known = await people.byUser(user)
  const written = { extension, email, ...(role !== undefined && { role }) }
  if (!known) {
    const made = await people.create({ ...written, user, name, ...(passwordHash && { passwordHash }) })
    await tellArrived(tx, made)
    await allow(made.person.id)
    return
  }
  if (known.extension !== extension || known.email !== email || (role !== undefined && known.role !== role)) {
    const { contact } = await people.update(known.id, written)
    tx.tell(profileNews(found(await people.profile(known.id), 'person')))
    if (contact) tx.tell(contactNews(contact))
  }
  await allow(known.id)

  async function allow(id: string): Promise<void> {
    const { allowed } = await callerIds.of(id)
    const wanted = person.callerIds.map(({ number, name }) => (name === undefined ? { number } : { number, name }))
    // a person of whom the configuration says nothing may have been given numbers elsewhere
    if (wanted.length > 0 && JSON.stringify(wanted) !== JSON.stringify(allowed)) await callerIds.allow(id, wanted)
  }
}
