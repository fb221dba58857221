import type { DatabaseConnection, Dialect, Driver } from 'kysely'
import { toConnectionError, toStoreError } from './failures.ts'

/** The same way to a database, on which every failure is a StoreError, and which ends when nobody is on it any more. */
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
  let users = 0
  let lastLeft = () => {}

  const mark = (connection: DatabaseConnection) => {
    if (marked.has(connection)) return connection
    marked.add(connection)
    const execute = connection.executeQuery.bind(connection)
    connection.executeQuery = (query, options) => execute<never>(query, options).catch(rethrow)
    return connection
  }
  const leave = () => {
    users -= 1
    if (users === 0) lastLeft()
  }
  // a pool that is ended while somebody waits for a connection lets them wait in vain
  const empty = () =>
    new Promise<void>((resolve) => {
      lastLeft = resolve
      if (users === 0) resolve()
    })
  return {
    init: (options) => driver.init(options),
    acquireConnection(options) {
      users += 1
      return driver.acquireConnection(options).then(mark, (error: unknown) => {
        leave()
        throw toConnectionError(error)
      })
    },
    beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
    commitTransaction: (connection) => driver.commitTransaction(connection).catch(rethrow),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(connection).finally(leave),
    async destroy(options) {
      await empty()
      await driver.destroy(options)
    },
  }
}

function rethrow(error: unknown): never {
  throw toStoreError(error)
}
