import type { PersonFacet, PersonStatus } from '@offhook/core'
import type { Selectable } from 'kysely'
import { pageOf } from './cursor.ts'
import { present, type Tables } from './tables.ts'
import { type Db, found, type Page, type Paging, type StoreWorld, type Tx } from './world.ts'

/** What somebody says of themselves. */
export interface StoredPresence {
  readonly id: string
  readonly person: PersonFacet
}

/** Reads what people say of themselves. A status whose time has ended is never seen, whether `lapse` was called or not. */
export interface Presences {
  of(person: string): Promise<StoredPresence | undefined>
  /** Everybody, by id. */
  page(paging: Paging): Promise<Page<StoredPresence>>
  /** When the next status ends, of anybody. */
  nextEnd(): Promise<number | undefined>
}

export interface PresenceChanges {
  /** Reads, and lets nobody else say anything for this person until the transaction is over. */
  lock(person: string): Promise<StoredPresence | undefined>
  /** Throws `not-found`. */
  set(person: string, said: Said): Promise<StoredPresence>
  /** Puts those whose time has ended back to available; answers who. */
  lapse(): Promise<readonly StoredPresence[]>
}

/** What somebody may say. */
export interface Said {
  readonly status: PersonStatus
  readonly note?: string
  readonly until?: number
}

type PresenceRow = Selectable<Tables['presence']>

const list = 'presence'

export function readPresence(db: Db, { now, cursors }: Pick<StoreWorld, 'now' | 'cursors'>): Presences {
  return {
    async of(person) {
      const row = await db.selectFrom('presence').where('personId', '=', person).selectAll().executeTakeFirst()
      return row && toPresence(row, now())
    },
    async page(paging) {
      const [after] = paging.cursor === undefined ? [] : cursors.read(list, paging.cursor)
      const rows = await db
        .selectFrom('presence')
        .$if(after !== undefined, (query) => query.where('personId', '>', String(after)))
        .selectAll()
        .orderBy('personId')
        .limit(paging.limit + 1)
        .execute()
      const at = now()
      return pageOf(rows, paging, {
        item: (row) => toPresence(row, at),
        next: ({ personId }) => cursors.write(list, [personId]),
      })
    },
    async nextEnd() {
      const row = await db
        .selectFrom('presence')
        .where('until', 'is not', null)
        .select('until')
        .orderBy('until')
        .limit(1)
        .executeTakeFirst()
      return row?.until ?? undefined
    },
  }
}

export function changePresence(tx: Tx, { now }: Pick<StoreWorld, 'now'>): PresenceChanges {
  return {
    async lock(person) {
      const query = tx.selectFrom('presence').where('personId', '=', person).selectAll().forUpdate()
      const row = await query.executeTakeFirst()
      return row && toPresence(row, now())
    },
    async set(person, { status, note = null, until = null }) {
      const at = now()
      const row = await tx
        .updateTable('presence')
        .where('personId', '=', person)
        .set({ status, note, until, since: at })
        .returningAll()
        .executeTakeFirst()
      return toPresence(found(row, 'person'), at)
    },
    async lapse() {
      const at = now()
      const rows = await tx
        .updateTable('presence')
        .where('until', '<=', at)
        .set((eb) => ({ status: 'available', note: null, until: null, since: eb.fn.coalesce('until', eb.val(at)) }))
        .returningAll()
        .execute()
      return rows.map((row) => toPresence(row, at))
    },
  }
}

function toPresence({ personId: id, ...said }: PresenceRow, now: number): StoredPresence {
  const { until } = said
  if (until !== null && until <= now) return { id, person: { status: 'available', since: until } }
  return { id, person: present(said) }
}
