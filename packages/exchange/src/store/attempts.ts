import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, StoreWorld } from './world.ts'

/** Counts tries, for every exchange on the database together; each answers how long is to be waited first, milliseconds. */
export interface Attempts {
  /** One of `most` guesses, after which there are no more for `lockMs`; 0: it may be made, and was counted. */
  guess(name: string, lock: { readonly most: number; readonly lockMs: number }): Promise<number>
  /** Takes the guesses back. */
  forget(name: string): Promise<void>
  /** One each `everyMs`, and as many at once as `burstMs` has room for (GCRA, ITU-T I.371); 0: it may be done, and was counted. */
  pace(name: string, rate: { readonly everyMs: number; readonly burstMs: number }): Promise<number>
}

export function countAttempts(db: Db, { now }: Pick<StoreWorld, 'now'>): Attempts {
  const left = async (key: string) => {
    const row = await db.selectFrom('attempts').where('key', '=', key).select('until').executeTakeFirst()
    return row && row.until - now()
  }
  return {
    async guess(name, { most, lockMs }) {
      const [key, at] = [keyOf('guess', name), now()]
      const counted = await db
        .insertInto('attempts')
        .values({ key, count: 1, until: at + lockMs })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet({
              count: sql`case when attempts.until <= ${at} then 1 else attempts.count + 1 end`,
              until: at + lockMs,
            })
            .where((eb) => eb.or([eb('attempts.until', '<=', at), eb('attempts.count', '<', most)])),
        )
        .returning('key')
        .executeTakeFirst()
      return counted ? 0 : Math.max(1, (await left(key)) ?? 1)
    },
    async forget(name) {
      await db.deleteFrom('attempts').where('key', '=', keyOf('guess', name)).execute()
    },
    async pace(name, { everyMs, burstMs }) {
      const [key, at] = [keyOf('pace', name), now()]
      const next = sql<number>`greatest(attempts.until, ${at}) + ${everyMs}`
      const counted = await db
        .insertInto('attempts')
        .values({ key, count: 1, until: at + everyMs })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet({ until: next })
            .where('attempts.until', '<=', at + burstMs - everyMs),
        )
        .returning('key')
        .executeTakeFirst()
      return counted ? 0 : Math.max(1, ((await left(key)) ?? 0) - burstMs + everyMs)
    },
  }
}

/** Addresses of people who are not here are nobody's to keep, and may be as long as they like. */
const keyOf = (what: string, name: string) =>
  `${what} ${createHash('sha256').update(name.toLowerCase()).digest('base64url')}`
