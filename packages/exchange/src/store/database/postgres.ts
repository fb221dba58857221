import { PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Backend, BackendWorld } from './backend.ts'
import { type Ear, listenOn } from './postgres-ear.ts'

/** How large the pool of connections is, beside the one that listens. */
export interface PoolOptions {
  readonly connections?: number
}

const int8 = 20
const connectMs = 5000
const keepAliveMs = 10_000
// whoever sleeps in the middle of a transaction may hold up everybody's events: see events/outbox.ts
const idleInTransactionMs = 30_000

/** Opens a PostgreSQL database by its address. */
export function openPostgres(
  connectionString: string,
  { clock, logger }: BackendWorld,
  { connections = 8 }: PoolOptions = {},
): Backend {
  const settings: pg.ClientConfig = {
    connectionString,
    application_name: 'offhook-exchange',
    connectionTimeoutMillis: connectMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    // a machine that is gone without a word is noticed by whoever waits for its answer
    keepAliveInitialDelayMillis: keepAliveMs,
    types: { getTypeParser },
  }
  const pool = new pg.Pool({ ...settings, max: connections })
  // the pool replaces a connection that breaks while nobody uses it
  pool.on('error', () => logger.warn('database connection lost'))
  // one that breaks while somebody has it tells them with their next query; unheard, its event would end the process
  pool.on('connect', (client) => client.on('error', () => undefined))
  const ears: Ear[] = []
  return {
    dialect: new PostgresDialect({ pool }),
    isEmbedded: false,
    async listen(channel, hear) {
      ears.push(await listenOn(channel, { settings, hear, clock, logger }))
    },
    // kysely ends the pool
    close: async () => void (await Promise.all(ears.map((ear) => ear.close()))),
  }
}

/** As the embedded database reads them: whole numbers as numbers, the rest as the driver does. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === int8 ? Number : pg.types.getTypeParser(oid, format)
}
