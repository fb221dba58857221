import type { NumberPlan } from '@offhook/core'
import { writeIndex } from './contact-changes.ts'
import type { Db } from './world.ts'

// raised when contacts are found by other words than before
const version = 1
const atOnce = 500
const name = 'contact-index'

/** Makes the words of all contacts anew where they were made by another version, or for another country. */
export async function reindex(db: Db, numbers: NumberPlan): Promise<void> {
  const value = `${version} ${numbers.countryCode}`
  const made = await db.selectFrom('secrets').where('name', '=', name).select('value').executeTakeFirst()
  if (made?.value === value) return
  for (let last: string | undefined = ''; last !== undefined; ) last = await reindexAfter(db, last, numbers)
  await db
    .insertInto('secrets')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}

/** Those that come next; answers the last of them, if there may be more. */
const reindexAfter = (db: Db, last: string, numbers: NumberPlan): Promise<string | undefined> =>
  db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom('contacts')
      .where('uid', '>', last)
      .orderBy('uid')
      .limit(atOnce)
      .select(['uid', 'fields'])
      .forUpdate()
      .execute()
    for (const { uid, fields } of rows) await writeIndex(tx, uid, { fields, numbers })
    return rows.length < atOnce ? undefined : rows.at(-1)?.uid
  })
