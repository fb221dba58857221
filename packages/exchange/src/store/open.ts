import { CamelCasePlugin, Kysely } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Logger } from '../log/logger.ts'
import { createCursors } from './cursor.ts'
import type { Backend, BackendWorld } from './database/backend.ts'
import { openPglite } from './database/pglite.ts'
import { openPostgres, type PoolOptions } from './database/postgres.ts'
import { withStoreErrors } from './database/typed-failures.ts'
import { openHub } from './events/hub.ts'
import { channel, skipLostIds } from './events/outbox.ts'
import { migrate } from './migrations/migrate.ts'
import { readingFrom } from './parts.ts'
import { secretOf } from './secrets.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'
import { tidyMs, tidyUp } from './tidy.ts'
import { createTransactions } from './transactions.ts'
import { createId, type Limits, type StoreWorld, usualLimits } from './world.ts'

/** Where everything is kept: in a folder, by this process alone, or in a PostgreSQL that several may use. */
export type StorePlace = { readonly data: string } | ({ readonly databaseUrl: string } & PoolOptions)

/** The world of the store. */
export interface StoreOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly limits?: Partial<Limits>
}

/**
 * Opens the store, and brings its database to the schema of this program. Throws `in-use` when another process has the
 * folder, `newer-schema` when a newer program made the database, and `unavailable` when it cannot be reached.
 */
export async function openStore(place: StorePlace, { clock, logger, limits }: StoreOptions): Promise<Store> {
  const backend = await openBackend(place, { clock, logger })
  const db = new Kysely<Tables>({
    dialect: withStoreErrors(backend.dialect),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  const close = async () => {
    await db.destroy()
    await backend.close()
  }
  try {
    await migrate(db)
    const cursors = createCursors(await secretOf(db, 'cursors'))
    const world = { now: clock.now, id: createId, cursors, limits: { ...usualLimits, ...limits } }
    return await assemble(db, { backend, clock, logger, world, close })
  } catch (error) {
    await close()
    throw error
  }
}

const openBackend = async (place: StorePlace, world: BackendWorld) =>
  'data' in place ? openPglite(place.data, world) : openPostgres(place.databaseUrl, world, place)

interface Assembly extends BackendWorld {
  readonly backend: Backend
  readonly world: StoreWorld
  close(): Promise<void>
}

async function assemble(db: Kysely<Tables>, { backend, clock, logger, world, close }: Assembly): Promise<Store> {
  if (backend.isEmbedded) await skipLostIds(db, clock.now())
  const hub = await openHub({ db, clock, logger })
  await backend.listen(channel, hub.wake)
  // between the first look at the outbox and the listening something may have been told
  hub.wake()
  const { outside, transaction, once } = createTransactions(db, world)
  const tidy = () => tidyUp(outside, { now: clock.now(), isEmbedded: backend.isEmbedded })
  const stopTidying = repeat(clock, tidyMs, () => tidy().catch(() => logger.warn('store not tidied')))
  let closed: Promise<void> | undefined
  return {
    ...readingFrom(outside, world),
    transaction,
    once,
    events: hub,
    secret: (name, make) => secretOf(outside, name, make),
    tidy,
    close() {
      closed ??= (async () => {
        stopTidying()
        await hub.close()
        await close()
      })()
      return closed
    },
  }
}

function repeat(clock: Clock, ms: number, act: () => Promise<void>): () => void {
  let cancel = () => {}
  let isStopped = false
  const next = () => {
    if (!isStopped) cancel = clock.after(ms, () => void act().then(next))
  }
  next()
  return () => {
    isStopped = true
    cancel()
  }
}
