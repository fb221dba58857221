import type { Contact, ContactFields, NumberPlan } from '@offhook/core'
import { sql } from 'kysely'
import { indexOf } from './contact-index.ts'
import { type ContactRow, mayEdit, reachable, toContact } from './contacts.ts'
import { StoreError } from './errors.ts'
import { json } from './tables.ts'
import { found, type IfMatch, mustMatch, type StoreWorld, type Tx, type Viewer } from './world.ts'

/** A contact that changed, and who may be told: only its owner, when it has one. */
export interface ChangedContact {
  readonly contact: Contact
  readonly owner: string | undefined
}

/** What somebody may do to the contacts they see. */
export interface ContactChanges {
  /** Throws `not-found` (the book), `not-allowed` or `limit`. */
  create(book: string, fields: ContactFields): Promise<ChangedContact>
  /** Adds all of them or none; answers in the same order. */
  createMany(book: string, fields: readonly ContactFields[]): Promise<readonly ChangedContact[]>
  /** Replaces what is written; throws `not-found`, `not-allowed` or `conflict`. */
  update(uid: string, fields: ContactFields, match?: IfMatch): Promise<ChangedContact>
  remove(uid: string, match?: IfMatch): Promise<ChangedContact>
  /** Whether that changed anything; throws `not-found`. */
  star(uid: string): Promise<boolean>
  unstar(uid: string): Promise<boolean>
}

/** The changes one person may make to contacts. */
export function changesBy(tx: Tx, viewer: Viewer, { now, id, limits, numbers }: StoreWorld): ContactChanges {
  const changed = (row: ContactRow, owner: string | null): ChangedContact => ({
    contact: toContact(row, viewer),
    owner: owner ?? undefined,
  })

  const createMany = async (bookId: string, all: readonly ContactFields[]) => {
    const { kind, owner, size } = await lockBook(tx, viewer, bookId)
    const most = owner === null ? limits.sharedContacts : limits.personalContacts
    if (size + all.length > most) throw new StoreError('limit', `A phonebook has at most ${most} contacts.`)
    const at = now()
    const rows = all.map((fields) => ({ uid: id(), bookId, fields, version: 1, updatedAt: at, sortKey: '' }))
    await insertContacts(tx, rows, numbers)
    return rows.map((row) => changed({ ...row, kind, favourite: false }, owner))
  }

  /** The contact with its book locked, which is the same order for everybody: two changes wait and never block each other. */
  const locked = async (uid: string, match: IfMatch) => {
    const seen = found(await reachable(tx, viewer.id).where('contacts.uid', '=', uid).executeTakeFirst(), 'contact')
    const { owner } = await lockBook(tx, viewer, seen.bookId)
    const row = found(await reachable(tx, viewer.id).where('contacts.uid', '=', uid).executeTakeFirst(), 'contact')
    mustMatch(row.version, match)
    return { row, owner }
  }

  return {
    createMany,
    async create(book, fields) {
      const [one] = await createMany(book, [fields])
      return found(one, 'contact')
    },
    async update(uid, fields, match = {}) {
      const { row, owner } = await locked(uid, match)
      const next = { fields, version: row.version + 1, updatedAt: now() }
      await writeContact(tx, uid, { ...next, numbers })
      return changed({ ...row, ...next }, owner)
    },
    async remove(uid, match = {}) {
      const { row, owner } = await locked(uid, match)
      await removeContact(tx, row)
      return changed(row, owner)
    },
    async star(contactUid) {
      found(await reachable(tx, viewer.id).where('contacts.uid', '=', contactUid).executeTakeFirst(), 'contact')
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('favourites')
        .values({ personId: viewer.id, contactUid })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async unstar(contactUid) {
      found(await reachable(tx, viewer.id).where('contacts.uid', '=', contactUid).executeTakeFirst(), 'contact')
      const { numDeletedRows } = await tx
        .deleteFrom('favourites')
        .where('personId', '=', viewer.id)
        .where('contactUid', '=', contactUid)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },
  }
}

async function lockBook(tx: Tx, viewer: Viewer, id: string) {
  const book = await tx
    .selectFrom('books')
    .where('id', '=', id)
    .where((eb) => eb.or([eb('owner', 'is', null), eb('owner', '=', viewer.id)]))
    .select(['kind', 'owner', 'size'])
    .forUpdate()
    .executeTakeFirst()
  const { kind, owner, size } = found(book, 'book')
  if (!mayEdit(kind, viewer)) throw new StoreError('not-allowed', 'This phonebook is not for you to change.')
  return { kind, owner, size }
}

/** A contact to be put into a book that is locked, or nobody else's yet. */
export interface NewContact {
  readonly uid: string
  readonly bookId: string
  readonly fields: ContactFields
  readonly updatedAt: number
}

// PostgreSQL takes 65,535 values in one statement
const mostAtOnce = 1000

/** Puts contacts of one book into it, and counts them. */
export async function insertContacts(tx: Tx, contacts: readonly NewContact[], plan: NumberPlan): Promise<void> {
  for (let from = 0; from < contacts.length; from += mostAtOnce) {
    const values = contacts.slice(from, from + mostAtOnce).map(({ uid, bookId, fields, updatedAt }) => {
      const { sortKey, numbers, words } = indexOf(fields, plan)
      return { uid, bookId, updatedAt, fields: json(fields), sortKey, numbers, words: vectorOf(words) }
    })
    await tx.insertInto('contacts').values(values).execute()
  }
  const [first] = contacts
  if (first) await count(tx, first.bookId, contacts.length)
}

/** Replaces what is written of a contact. */
export async function writeContact(
  tx: Tx,
  uid: string,
  { fields, numbers, ...rest }: Pick<ContactRow, 'fields' | 'version' | 'updatedAt'> & Indexed,
): Promise<void> {
  await tx
    .updateTable('contacts')
    .where('uid', '=', uid)
    .set({ fields: json(fields), ...rest })
    .execute()
  await writeIndex(tx, uid, { fields, numbers })
}

/** What a contact is found by is made of it, and of how numbers are read. */
interface Indexed {
  readonly fields: ContactFields
  readonly numbers: NumberPlan
}

/** Writes by what a contact stands in order and is found. */
export async function writeIndex(tx: Tx, uid: string, { fields, numbers: plan }: Indexed): Promise<void> {
  const { sortKey, numbers, words } = indexOf(fields, plan)
  await tx
    .updateTable('contacts')
    .where('uid', '=', uid)
    .set({ sortKey, numbers, words: vectorOf(words) })
    .execute()
}

/** Takes a contact out of its book. */
export async function removeContact(tx: Tx, { uid, bookId }: Pick<ContactRow, 'uid' | 'bookId'>): Promise<void> {
  const { numDeletedRows } = await tx.deleteFrom('contacts').where('uid', '=', uid).executeTakeFirst()
  await count(tx, bookId, -Number(numDeletedRows))
}

const count = (tx: Tx, book: string, more: number) =>
  tx
    .updateTable('books')
    .where('id', '=', book)
    .set((eb) => ({ size: eb('size', '+', more) }))
    .execute()

// no parser of the database looks at the words: it would take numbers and names apart in its own way
const vectorOf = (words: readonly string[]) => sql`array_to_tsvector(${words}::text[])`
