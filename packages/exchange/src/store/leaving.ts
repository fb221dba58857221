import { internalBook } from './books.ts'
import { removeContact } from './contact-changes.ts'
import type { StoreWorld, Tx } from './world.ts'

/** Who comes and goes with the configuration. What is theirs stays: they are the same when they come back. */
export interface Leaving {
  /** Notes that these user names are of the configuration; answers who was and is not any more. */
  configured(users: readonly string[]): Promise<readonly string[]>
  /** Nobody sees or reaches them any more, and they cannot sign in; answers the sessions that ended with it. */
  leave(id: string): Promise<readonly string[]>
  /** Puts somebody back as of whom `leave` was said, before anything of them is changed; answers who, if there is one. */
  comeBack(user: string, as: { readonly extension: string; readonly email: string }): Promise<string | undefined>
}

export function changeLeaving(tx: Tx, { now }: Pick<StoreWorld, 'now'>): Leaving {
  return {
    async configured(users) {
      const names = users.map((user) => user.toLowerCase())
      const there = tx.updateTable('people').where('leftAt', 'is', null).where('isConfigured', '=', false)
      if (names.length > 0) await there.where('userName', 'in', names).set({ isConfigured: true }).execute()
      const rows = await tx
        .selectFrom('people')
        .where('leftAt', 'is', null)
        .where('isConfigured', '=', true)
        .$if(names.length > 0, (query) => query.where('userName', 'not in', names))
        .select('id')
        .orderBy('id')
        .execute()
      return rows.map(({ id }) => id)
    },
    async leave(id) {
      await tx
        .updateTable('people')
        .where('id', '=', id)
        .set((eb) => ({ leftAt: now(), version: eb('version', '+', 1) }))
        .execute()
      await removeContact(tx, { uid: id, bookId: internalBook })
      for (const table of ['presence', 'identities', 'passwordResets'] as const) {
        await tx.deleteFrom(table).where('personId', '=', id).execute()
      }
      const ended = await tx.deleteFrom('sessions').where('personId', '=', id).returning('id').execute()
      return ended.map((session) => session.id)
    },
    async comeBack(user, as) {
      const who = tx
        .selectFrom('people')
        .where('userName', '=', user.toLowerCase())
        .where('leftAt', 'is not', null)
        .orderBy('leftAt', 'desc')
        .limit(1)
      const row = await who.select('id').executeTakeFirst()
      if (!row) return undefined
      await tx
        .updateTable('people')
        .where('id', '=', row.id)
        .set({ ...as, leftAt: null })
        .execute()
      await tx.insertInto('presence').values({ personId: row.id, status: 'available', since: now() }).execute()
      return row.id
    },
  }
}
