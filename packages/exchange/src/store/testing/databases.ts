import { rm } from 'node:fs/promises'
import { Kysely, sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { createManualClock } from '../../testing/manual-clock.ts'
import { type StoreOptions, storeOn } from '../assemble.ts'
import type { Backend, BackendWorld } from '../database/backend.ts'
import { openPglite } from '../database/pglite.ts'
import { openPostgres } from '../database/postgres.ts'
import type { Store } from '../store.ts'
import { freshFolder } from './fresh-folder.ts'
import { takeOn } from './people.ts'
import { startServer } from './postgres.ts'

/** One of the two databases, for the tests of one file: every store that is opened on it begins with nothing in it. */
export interface Database {
  open(options?: Partial<StoreOptions>): Promise<Opened>
  close(): Promise<void>
}

/** A store of one test, and its clock. */
export interface Opened {
  readonly store: Store
  readonly clock: ReturnType<typeof createManualClock>
}

export const quiet = { debug() {}, info() {}, warn() {}, error() {} }

// a test is some hundred questions to a database, on a machine that may have browsers to run too
const patienceMs = 20_000

/** Tells a story on both databases: what holds, holds on both. */
export const onBoth = (tell: (open: Database['open']) => void): void =>
  describe.each(databases)('on $name', { timeout: patienceMs }, ({ start }) => {
    let database: Database
    const stores: Store[] = []

    beforeAll(async () => {
      database = await start()
      // the first one makes the tables, and the embedded database is slow until its code was compiled
      const { store } = await database.open()
      await takeOn(store, 'first')
      await store.close()
    }, 60_000)
    afterEach(async () => {
      for (const store of stores.splice(0)) await store.close()
    })
    afterAll(() => database.close())

    tell(async (options) => {
      const opened = await database.open(options)
      stores.push(opened.store)
      return opened
    })
  })

const databases: readonly { readonly name: string; start(): Promise<Database> }[] = [
  { name: 'PGlite', start: startPglite },
  { name: 'PostgreSQL 15', start: startPostgres },
]

async function startPglite(): Promise<Database> {
  const folder = await freshFolder()
  const backend = await openPglite(folder, world())
  return {
    // opening it takes a second: it stays open from test to test
    open: (options) => opened({ ...backend, close: async () => undefined }, options),
    async close() {
      await backend.close()
      await rm(folder, { recursive: true })
    },
  }
}

async function startPostgres(): Promise<Database> {
  const server = await startServer()
  const url = await server.database()
  return {
    open: (options) => opened(openPostgres(url, world()), options),
    close: server.stop,
  }
}

const world = (): BackendWorld => ({ clock: createManualClock(), logger: quiet })

async function opened(backend: Backend, options: Partial<StoreOptions> = {}): Promise<Opened> {
  const clock = createManualClock(Date.UTC(2026, 10, 23, 9))
  const store = await storeOn(backend, { clock, logger: quiet, ...options })
  await empty(backend)
  return { store, clock }
}

async function empty({ dialect }: Backend): Promise<void> {
  const db = new Kysely({ dialect })
  for (const statement of leftovers) await sql.raw(statement).execute(db)
}

const leftovers = [
  'delete from people',
  "delete from books where id not in ('internal', 'external')",
  'delete from contacts',
  'update books set size = 0',
  'delete from office',
  'delete from attempts',
  'delete from live_calls',
]
