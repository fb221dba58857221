import type { BookKind } from '@offhook/core'
import { StoreError } from './errors.ts'
import { type Db, found, type StoreWorld, type Tx } from './world.ts'

/** A phonebook as it is kept. */
export interface StoredBook {
  readonly id: string
  readonly name: string
  readonly kind: BookKind
  readonly size: number
}

/** The colleagues: made from the people of the exchange, and changed only with them. */
export const internalBook = 'internal'

/** The company's own phonebook, which is always there. */
export const externalBook = 'external'

/** Reads phonebooks. */
export interface Books {
  /** Those of the company and this person's own. */
  of(person: string): Promise<readonly StoredBook[]>
}

export const readBooks = (db: Db): Books => ({
  of: (person) =>
    db
      .selectFrom('books')
      .where((eb) => eb.or([eb('owner', 'is', null), eb('owner', '=', person)]))
      .select(['id', 'name', 'kind', 'size'])
      .orderBy('kind')
      .orderBy('id')
      .execute(),
})

/** Changes the phonebooks of the company. */
export interface BookChanges {
  create(book: { readonly name: string; readonly kind: 'external' | 'crm' }): Promise<StoredBook>
  /** Throws `not-found`, also for a personal book. */
  rename(id: string, name: string): Promise<void>
  /** With all its contacts; throws `not-found`, and `not-allowed` for the two that are always there. */
  remove(id: string): Promise<void>
}

export const changeBooks = (tx: Tx, { id: createId }: Pick<StoreWorld, 'id'>): BookChanges => ({
  async create({ name, kind }) {
    const id = createId()
    await tx.insertInto('books').values({ id, name, kind }).execute()
    return { id, name, kind, size: 0 }
  },
  async rename(id, name) {
    const { numUpdatedRows } = await tx
      .updateTable('books')
      .where('id', '=', id)
      .where('owner', 'is', null)
      .set({ name })
      .executeTakeFirst()
    found(numUpdatedRows || undefined, 'book')
  },
  async remove(id) {
    if (id === internalBook || id === externalBook) throw new StoreError('not-allowed', 'That phonebook stays.')
    const { numDeletedRows } = await tx
      .deleteFrom('books')
      .where('id', '=', id)
      .where('owner', 'is', null)
      .executeTakeFirst()
    found(numDeletedRows || undefined, 'book')
  },
})
