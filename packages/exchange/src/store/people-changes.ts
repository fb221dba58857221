import type { Contact, ContactFields, Picture, Profile, ProfileChanges, Role } from '@offhook/core'
import { internalBook } from './books.ts'
import { insertContacts, removeContact, writeContact } from './contact-changes.ts'
import { reachable, toContact } from './contacts.ts'
import { changeLeaving, type Leaving } from './leaving.ts'
import { type Identity, peopleWithNumber, type StoredPerson, toPerson } from './people.ts'
import { etagOf, found, type IfMatch, mustMatch, type StoreWorld, type Tx } from './world.ts'

/** Somebody new. */
export interface NewPerson {
  /** Made unless given. */
  readonly id?: string
  readonly user: string
  readonly extension: string
  readonly email: string
  readonly name: string
  readonly initials?: string
  readonly mobile?: string
  readonly language?: string
  readonly role?: Role
  /** As `hashPassword` makes it; without one, somebody signs in elsewhere. */
  readonly passwordHash?: string
}

/** What the company may change of somebody, beside what they may change themselves. */
export interface PersonChanges extends Omit<ProfileChanges, 'picture'> {
  readonly user?: string
  readonly extension?: string
  readonly email?: string
  readonly role?: Role
}

/** Somebody who changed, and their contact in the internal phonebook where that changed too. */
export interface ChangedPerson {
  readonly person: StoredPerson
  readonly etag: string
  readonly contact?: Contact
}

/** Changes people. */
export interface PeopleChanges extends Leaving {
  /** With all that is theirs; throws `duplicate` for a user name, extension or e-mail address that is taken. */
  create(person: NewPerson): Promise<ChangedPerson>
  /** Throws `not-found`, `conflict` or `duplicate`. */
  update(id: string, changes: PersonChanges, match?: IfMatch): Promise<ChangedPerson>
  /** With all that is theirs. */
  remove(id: string): Promise<void>
  /** Throws `not-found`. With `instead` only where that is still the hash, and nothing is thrown. */
  setPasswordHash(id: string, hash: string, options?: { readonly instead?: string }): Promise<void>
  /** Whoever signs in there as that is this person from now on. */
  link(id: string, identity: Identity): Promise<void>
  /** Replaces the picture, which gets an address of its own; `null` takes it away. */
  setPicture(id: string, picture: Picture | null): Promise<ChangedPerson>
}

type PeopleWorld = Pick<StoreWorld, 'now' | 'id' | 'numbers'>

export function changePeople(tx: Tx, world: PeopleWorld): PeopleChanges {
  const { now, id: createId } = world
  const read = async (id: string) =>
    found(await peopleWithNumber(tx).where('people.id', '=', id).executeTakeFirst(), 'person')

  const changed = async (id: string): Promise<ChangedPerson> => {
    const row = await read(id)
    const person = toPerson(row)
    const contact = await writeColleague(tx, person, world)
    return { person, etag: etagOf(row.version), ...(contact && { contact }) }
  }

  const set = async (id: string, values: PersonChanges & { readonly picture?: string | null }) => {
    const { user, ...rest } = values
    await tx
      .updateTable('people')
      .where('id', '=', id)
      .set((eb) => ({
        ...rest,
        ...(user !== undefined && { userName: user.toLowerCase() }),
        version: eb('version', '+', 1),
      }))
      .execute()
  }

  return {
    ...changeLeaving(tx, { now }),
    async create({ id = createId(), user, initials, language = 'nl', role = 'person', ...rest }) {
      const at = now()
      const values = { ...rest, id, userName: user.toLowerCase(), initials: initials ?? initialsOf(rest.name) }
      await tx
        .insertInto('people')
        .values({ ...values, language, theme: 'system', role, createdAt: at })
        .execute()
      await tx.insertInto('presence').values({ personId: id, status: 'available', since: at }).execute()
      await tx.insertInto('settings').values({ personId: id }).execute()
      await tx.insertInto('forwarding').values({ personId: id }).execute()
      await tx.insertInto('books').values({ id: createId(), name: 'Personal', kind: 'personal', owner: id }).execute()
      return changed(id)
    },
    async update(id, changes, match = {}) {
      await lock(tx, id, match)
      await set(id, changes)
      return changed(id)
    },
    async remove(id) {
      await removeContact(tx, { uid: id, bookId: internalBook })
      const { numDeletedRows } = await tx.deleteFrom('people').where('id', '=', id).executeTakeFirst()
      found(numDeletedRows || undefined, 'person')
    },
    async setPasswordHash(id, passwordHash, { instead } = {}) {
      const { numUpdatedRows } = await tx
        .updateTable('people')
        .where('id', '=', id)
        .$if(instead !== undefined, (query) => query.where('passwordHash', '=', instead ?? ''))
        .set({ passwordHash })
        .executeTakeFirst()
      if (instead === undefined) found(numUpdatedRows || undefined, 'person')
    },
    async link(personId, identity) {
      await tx
        .insertInto('identities')
        .values({ ...identity, personId })
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet({ personId }))
        .execute()
    },
    async setPicture(personId, picture) {
      await lock(tx, personId, {})
      await tx.deleteFrom('pictures').where('personId', '=', personId).execute()
      const id = picture && createId()
      if (picture && id)
        await tx
          .insertInto('pictures')
          .values({ id, personId, ...picture })
          .execute()
      await set(personId, { picture: id })
      return changed(personId)
    },
  }
}

async function lock(tx: Tx, id: string, match: IfMatch): Promise<void> {
  const row = await tx.selectFrom('people').where('id', '=', id).select('version').forUpdate().executeTakeFirst()
  mustMatch(found(row, 'person').version, match)
}

/** Keeps somebody's contact in the internal phonebook; answers it when it is new or changed. */
async function writeColleague(
  tx: Tx,
  person: StoredPerson,
  { now, numbers }: PeopleWorld,
): Promise<Contact | undefined> {
  const updatedAt = now()
  const fields = colleague(person)
  const row = await reachable(tx, person.id).where('contacts.uid', '=', person.id).executeTakeFirst()
  if (row && isSame(row.fields, fields)) return undefined
  const version = (row?.version ?? 0) + 1
  if (row) await writeContact(tx, person.id, { fields, version, updatedAt, numbers })
  else await insertContacts(tx, [{ uid: person.id, bookId: internalBook, fields, updatedAt }], numbers)
  const key = { uid: person.id, bookId: internalBook, kind: 'internal', sortKey: '', favourite: false } as const
  return toContact({ ...key, fields, version, updatedAt }, { id: person.id, role: 'person' })
}

const colleague = ({ name, extension, mobile, email, picture }: Profile): ContactFields => ({
  kind: 'individual',
  name: { full: name },
  phones: [
    { number: extension, features: ['voice'], contexts: ['work'] },
    ...(mobile === undefined ? [] : [{ number: mobile, features: ['mobile'] as const, contexts: ['work'] as const }]),
  ],
  emails: [{ address: email, contexts: ['work'] }],
  ...(picture !== undefined && { photo: picture }),
})

// what comes back from the database has its keys in another order
const isSame = (a: ContactFields, b: ContactFields) => indexKeys(a) === indexKeys(b)
const indexKeys = ({ name, phones = [], emails = [], photo }: ContactFields) =>
  JSON.stringify([name.full, phones.map(({ number }) => number), emails.map(({ address }) => address), photo])

/** The first letters of the first and the last word of a name. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '')
  const [first = '', last = ''] = [words.at(0), words.length > 1 ? words.at(-1) : '']
  return [first, last].map((word) => ([...word][0] ?? '').toUpperCase()).join('')
}
