import type { Contact, ContactFields, NumberPlan } from '@offhook/core'
import { type SelectQueryBuilder, sql } from 'kysely'
import { asDialled, queryOf } from './contact-index.ts'
import { pageOf } from './cursor.ts'
import type { Tables } from './tables.ts'
import { type Db, etagOf, found, type Page, type Paging, type StoreWorld, type Viewer } from './world.ts'

/** Which contacts; what is absent does not matter. */
export interface ContactFilter {
  readonly book?: string | undefined
  /** The beginning of each of its words begins a word of the name, company or number; favourites come first. */
  readonly text?: string | undefined
  /** Whom a number belongs to, as it is dialled. */
  readonly number?: string | undefined
  readonly favourite?: boolean | undefined
}

/** The contacts that somebody can see; nobody else's personal ones, however they are asked for. */
export interface Contacts {
  get(uid: string): Promise<Contact | undefined>
  /** In the order of a phonebook. Throws `not-found` for a book that is not there, and `bad-cursor`. */
  page(filter: ContactFilter, paging: Paging): Promise<Page<Contact>>
  /** The uids of the starred ones, to complete events with. */
  favourites(): Promise<readonly string[]>
}

/** A row of a contact with its book and star. */
export interface ContactRow {
  readonly uid: string
  readonly bookId: string
  readonly fields: ContactFields
  readonly sortKey: string
  readonly version: number
  readonly updatedAt: number
  readonly kind: Tables['books']['kind']
  readonly favourite: boolean
}

const columns = ['uid', 'bookId', 'fields', 'sortKey', 'version', 'updatedAt'] as const

/** The contacts that this person can see. */
export function contactsOf(
  db: Db,
  viewer: Viewer,
  { cursors, numbers }: Pick<StoreWorld, 'cursors' | 'numbers'>,
): Contacts {
  const list = `contacts ${viewer.id}`

  const page = async (filter: ContactFilter, paging: Paging) => {
    if (filter.book !== undefined) found(await visibleBook(db, viewer.id, filter.book), 'book')
    const isSearch = filter.text !== undefined || filter.number !== undefined || filter.favourite === true
    const after = paging.cursor === undefined ? undefined : cursors.read(list, paging.cursor)
    const rows = await (isSearch ? searched : listed)(db, viewer.id, {
      ...filter,
      ...{ after, numbers, limit: paging.limit + 1 },
    })
    return pageOf(rows, paging, {
      item: (row) => toContact(row, viewer),
      next: ({ favourite, sortKey, uid }) => cursors.write(list, [favourite, sortKey, uid]),
    })
  }

  return {
    async get(uid) {
      const row = await reachable(db, viewer.id).where('contacts.uid', '=', uid).executeTakeFirst()
      return row && toContact(row, viewer)
    },
    page,
    async favourites() {
      const rows = await db.selectFrom('favourites').where('personId', '=', viewer.id).select('contactUid').execute()
      return rows.map(({ contactUid }) => contactUid)
    },
  }
}

/** Every contact a person can reach, with its book and star: there is no other way to contacts. */
export function reachable(db: Db, personId: string) {
  return db
    .selectFrom('contacts')
    .innerJoin('books', 'books.id', 'contacts.bookId')
    .leftJoin('favourites', (join) =>
      join.onRef('favourites.contactUid', '=', 'contacts.uid').on('favourites.personId', '=', personId),
    )
    .where((eb) => eb.or([eb('books.owner', 'is', null), eb('books.owner', '=', personId)]))
    .select((eb) => [
      ...columns.map((column) => `contacts.${column}` as const),
      'books.kind',
      eb('favourites.personId', 'is not', null).$castTo<boolean>().as('favourite'),
    ])
}

interface Wanted extends ContactFilter {
  readonly after: readonly unknown[] | undefined
  readonly limit: number
  readonly numbers: NumberPlan
}

/** Favourites first, as what fits a search is not much. */
async function searched(db: Db, personId: string, wanted: Wanted): Promise<readonly ContactRow[]> {
  const { book, text, number, favourite, after, limit, numbers } = wanted
  const words = text === undefined ? undefined : queryOf(text, numbers)
  if (words === '') return []
  const isStarred = sql<boolean>`(favourites.person_id is not null)`
  let query = reachable(db, personId)
  if (book !== undefined) query = query.where('contacts.bookId', '=', book)
  if (words !== undefined) query = query.where(sql<boolean>`contacts.words @@ ${words}::tsquery`)
  if (number !== undefined)
    query = query.where(sql<boolean>`contacts.numbers @> ${[asDialled(number, numbers)]}::text[]`)
  if (favourite) query = query.where('favourites.personId', 'is not', null)
  if (after) {
    const [star, key, uid] = after
    query = query.where(
      sql<boolean>`(not ${isStarred}, contacts.sort_key, contacts.uid) > (not ${star}::boolean, ${key}, ${uid})`,
    )
  }
  return query.orderBy(isStarred, 'desc').orderBy('contacts.sortKey').orderBy('contacts.uid').limit(limit).execute()
}

/** Book by book along the index, however large the books are. */
async function listed(db: Db, personId: string, { book, after, limit }: Wanted): Promise<readonly ContactRow[]> {
  const [, key, uid] = after ?? []
  const begun = (query: SelectQueryBuilder<Tables, 'books' | 'contacts', object>) =>
    after ? query.where(sql<boolean>`(contacts.sort_key, contacts.uid) > (${key}, ${uid})`) : query
  return db
    .selectFrom('books')
    .innerJoinLateral(
      (eb) =>
        begun(eb.selectFrom('contacts').whereRef('contacts.bookId', '=', 'books.id'))
          .select(columns)
          .orderBy('sortKey')
          .orderBy('uid')
          .limit(limit)
          .as('contact'),
      (join) => join.onTrue(),
    )
    .leftJoin('favourites', (join) =>
      join.onRef('favourites.contactUid', '=', 'contact.uid').on('favourites.personId', '=', personId),
    )
    .where((eb) => eb.or([eb('books.owner', 'is', null), eb('books.owner', '=', personId)]))
    .$if(book !== undefined, (query) => query.where('books.id', '=', book ?? ''))
    .select((eb) => [
      ...columns.map((column) => `contact.${column}` as const),
      'books.kind',
      eb('favourites.personId', 'is not', null).$castTo<boolean>().as('favourite'),
    ])
    .orderBy('contact.sortKey')
    .orderBy('contact.uid')
    .limit(limit)
    .execute()
}

const visibleBook = (db: Db, personId: string, book: string) =>
  db
    .selectFrom('books')
    .where('id', '=', book)
    .where((eb) => eb.or([eb('owner', 'is', null), eb('owner', '=', personId)]))
    .select('id')
    .executeTakeFirst()

/** Whether somebody may change the contacts of a kind of book. */
export const mayEdit = (kind: Tables['books']['kind'], { role }: Viewer): boolean =>
  kind === 'personal' || (kind !== 'internal' && role === 'admin')

/** A row as the contract has it. */
export function toContact(
  { uid, bookId, fields, version, updatedAt, kind, favourite }: ContactRow,
  viewer: Viewer,
): Contact {
  return {
    kind: 'individual',
    organizations: [],
    titles: [],
    phones: [],
    emails: [],
    ...fields,
    ...{ uid, book: bookId, favourite, readOnly: !mayEdit(kind, viewer), updated: updatedAt, etag: etagOf(version) },
  }
}
