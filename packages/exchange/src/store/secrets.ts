import { randomBytes } from 'node:crypto'
import type { Db } from './world.ts'

/**
 * What this installation keeps to itself under a name: 256 random bits unless `make` makes something else. Made once,
 * whoever asks first, and the same ever after for every exchange on the database.
 */
export async function secretOf(db: Db, name: string, make = randomSecret): Promise<string> {
  const known = await read(db, name)
  if (known !== undefined) return known
  await db
    .insertInto('secrets')
    .values({ name, value: await make() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await read(db, name)) ?? ''
}

const randomSecret = async () => randomBytes(32).toString('base64url')

async function read(db: Db, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('secrets').where('name', '=', name).select('value').executeTakeFirst()
  return row?.value
}
