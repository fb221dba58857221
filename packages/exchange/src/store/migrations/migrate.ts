import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { StoreError } from '../errors.ts'
import { people } from './0001-people.ts'
import { directory } from './0002-directory.ts'
import { calls } from './0003-calls.ts'
import { events } from './0004-events.ts'
import { liveCalls } from './0005-live-calls.ts'
import { attempts } from './0006-attempts.ts'
import { left } from './0007-left.ts'

/** Every step of the schema by name, in order. A step that was published never changes; what comes after it is a new one. */
const steps: Readonly<Record<string, readonly string[]>> = {
  '0001-people': people,
  '0002-directory': directory,
  '0003-calls': calls,
  '0004-events': events,
  '0005-live-calls': liveCalls,
  '0006-attempts': attempts,
  '0007-left': left,
}

const oldestServer = 150_000

/**
 * Brings a database to the schema of this program; throws `newer-schema` when a newer program made it, and `unavailable` when
 * its server is older than PostgreSQL 15 or keeps texts in something else than UTF-8.
 */
export async function migrate<Tables>(db: Kysely<Tables>): Promise<void> {
  await mustFit(db)
  const done = await stepsDone(db)
  const unknown = done.filter((name) => !Object.hasOwn(steps, name))
  if (unknown.length > 0) throw newerSchema(unknown)
  if (done.length === Object.keys(steps).length) return
  // the migrator lets one process do it, and the others wait
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations() } }).migrateToLatest()
  if (error) throw error
}

async function mustFit<Tables>(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ server: number; encoding: string }>`
    select current_setting('server_version_num')::int as server, current_setting('server_encoding') as encoding
  `.execute(db)
  const { server = 0, encoding = '' } = rows[0] ?? {}
  if (server >= oldestServer && encoding === 'UTF8') return
  const has = `server ${server} with texts in ${encoding}`
  throw new StoreError('unavailable', `The exchange needs PostgreSQL 15 or later with texts in UTF8; this is ${has}.`)
}

const migrations = () =>
  Object.fromEntries(
    Object.entries(steps).map(([name, statements]): [string, Migration] => [
      name,
      {
        async up(db) {
          for (const statement of statements) await sql.raw(statement).execute(db)
        },
      },
    ]),
  )

async function stepsDone<Tables>(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ known: boolean }>`select to_regclass('kysely_migration') is not null as known`.execute(
    db,
  )
  if (!rows[0]?.known) return []
  const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return done.rows.map(({ name }) => name)
}

const newerSchema = (names: readonly string[]) =>
  new StoreError(
    'newer-schema',
    `This database was changed by a newer version of the exchange (${names.join(', ')}). Start that version, or restore a backup.`,
  )
