import { type NumberPlan, numberPlans } from '@offhook/core'
import { CamelCasePlugin, Kysely } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Logger } from '../log/logger.ts'
import { countAttempts } from './attempts.ts'
import { createCursors } from './cursor.ts'
import type { Backend } from './database/backend.ts'
import { withStoreErrors } from './database/typed-failures.ts'
import { type Hub, openHub } from './events/hub.ts'
import { channel, skipLostIds } from './events/outbox.ts'
import { migrate } from './migrations/migrate.ts'
import { readingFrom } from './parts.ts'
import { reindex } from './reindex.ts'
import { secretOf } from './secrets.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'
import { firstTidyMs, tidyMs, tidyUp } from './tidy.ts'
import { createTransactions } from './transactions.ts'
import { createId, type Db, type Limits, type StoreWorld, usualLimits } from './world.ts'

/** The world of the store. */
export interface StoreOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly limits?: Partial<Limits>
  /** How numbers without a country are read; default as in the Netherlands. */
  readonly numbers?: NumberPlan
}

/** Makes a store of a database, which is brought to the schema of this program and closed with the store. */
export async function storeOn(backend: Backend, options: StoreOptions): Promise<Store> {
  const { clock, logger, limits, numbers = numberPlans.NL } = options
  const db: Db = new Kysely<Tables>({
    dialect: withStoreErrors(backend.dialect),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  let hub: Hub | undefined
  const close = async () => {
    await hub?.close()
    // there is one connection: whoever has it is waited for
    if (backend.isEmbedded) await db.connection().execute(async () => undefined)
    await db.destroy()
    await backend.close()
  }
  try {
    await migrate(db)
    await reindex(db, numbers)
    if (backend.isEmbedded) await skipLostIds(db, clock.now())
    const cursors = createCursors(await secretOf(db, 'cursors'))
    hub = await openHub({ db, clock, logger })
    await backend.listen(channel, hub.wake)
    // between the first look at the outbox and the listening something may have been told
    hub.wake()
    const world = { now: clock.now, id: createId, cursors, limits: { ...usualLimits, ...limits }, numbers }
    return assemble(db, { hub, world, clock, logger, isEmbedded: backend.isEmbedded, close })
  } catch (error) {
    await close()
    throw error
  }
}

interface Assembly extends Pick<StoreOptions, 'clock' | 'logger'>, Pick<Backend, 'isEmbedded' | 'close'> {
  readonly hub: Hub
  readonly world: StoreWorld
}

function assemble(db: Db, { hub, world, clock, logger, isEmbedded, close }: Assembly): Store {
  let closed: Promise<void> | undefined
  const { outside, transaction, once } = createTransactions(db, { ...world, isClosed: () => closed !== undefined })
  const tidy = () => tidyUp(outside, { now: clock.now(), isEmbedded })
  const stopTidying = repeat(clock, () => tidy().catch(() => logger.warn('store not tidied')))
  return {
    ...readingFrom(outside, world),
    transaction,
    once,
    events: hub,
    attempts: countAttempts(outside, world),
    secret: (name, make) => secretOf(outside, name, make),
    tidy,
    close() {
      stopTidying()
      closed ??= close()
      return closed
    },
  }
}

function repeat(clock: Clock, act: () => Promise<void>): () => void {
  let cancel = () => {}
  let isStopped = false
  const next = (ms: number) => {
    if (!isStopped) cancel = clock.after(ms, () => void act().then(() => next(tidyMs)))
  }
  next(firstTidyMs)
  return () => {
    isStopped = true
    cancel()
  }
}
