import type { DatabaseConnection, Dialect, Driver } from 'kysely'
import { toConnectionError, toStoreError } from './failures.ts'

/** The same way to a database, on which every failure is a StoreError. */
export function withStoreErrors(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => typed(dialect.createDriver()),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  }
}

function typed(driver: Driver): Driver {
  const marked = new WeakSet<DatabaseConnection>()

  const mark = (connection: DatabaseConnection) => {
    if (marked.has(connection)) return connection
    marked.add(connection)
    const execute = connection.executeQuery.bind(connection)
    connection.executeQuery = (query, options) => execute<never>(query, options).catch(rethrow)
    return connection
  }
  return {
    init: (options) => driver.init(options),
    acquireConnection: (options) => driver.acquireConnection(options).then(mark, refuse),
    beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
    commitTransaction: (connection) => driver.commitTransaction(connection).catch(rethrow),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(connection),
    destroy: (options) => driver.destroy(options),
  }
}

function refuse(error: unknown): never {
  throw toConnectionError(error)
}

function rethrow(error: unknown): never {
  throw toStoreError(error)
}
