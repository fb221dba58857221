import {
  AbortedTransactionError,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Engine } from './pglite-engine.ts'

/** How SQL gets to the engine that runs now; kysely lets one at a time have the one connection there is. */
export function createPgliteDialect(engineNow: () => Promise<Engine>): Dialect {
  return {
    createAdapter: () => new PGliteAdapter(),
    createDriver: () => createDriver(engineNow),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function createDriver(engineNow: () => Promise<Engine>): Driver {
  const say = (connection: DatabaseConnection, sql: string) =>
    connection.executeQuery<{ readonly command?: string }>(CompiledQuery.raw(sql))
  return {
    init: async () => undefined,
    // never fails: kysely would keep the one connection for itself for good
    acquireConnection: async () => connectionTo(engineNow),
    beginTransaction: async (connection) => void (await say(connection, 'begin')),
    async commitTransaction(connection) {
      const { rows } = await say(connection, 'commit')
      // that is how PostgreSQL answers when something in the transaction had failed
      if (rows[0]?.command === 'ROLLBACK') throw new AbortedTransactionError()
    },
    rollbackTransaction: async (connection) => void (await say(connection, 'rollback')),
    releaseConnection: async () => undefined,
    // who started the engine ends it
    destroy: async () => undefined,
  }
}

/** Bound to one engine: what is left of a transaction must never reach the engine that is started after a lost one. */
function connectionTo(engineNow: () => Promise<Engine>): DatabaseConnection {
  let bound: Promise<Engine> | undefined
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      bound ??= engineNow()
      const { rows, affected, command } = await (await bound).query(sql, parameters)
      if (command === 'COMMIT' || command === 'ROLLBACK') return { rows: [{ command } as Row] }
      // the compiler of queries knows what their rows are, the database does not
      return { rows: [...rows] as Row[], numAffectedRows: BigInt(affected) }
    },
    // biome-ignore lint/correctness/useYield: it is not offered
    async *streamQuery() {
      throw new Error('Rows cannot be streamed from the embedded database.')
    },
  }
}
