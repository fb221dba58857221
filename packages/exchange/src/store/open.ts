import { type StoreOptions, storeOn } from './assemble.ts'
import { openPglite } from './database/pglite.ts'
import { openPostgres, type PoolOptions } from './database/postgres.ts'
import type { Store } from './store.ts'

/** Where everything is kept: in a folder, by this process alone, or in a PostgreSQL that several may use. */
export type StorePlace = { readonly data: string } | ({ readonly databaseUrl: string } & PoolOptions)

/**
 * Opens the store, and brings its database to the schema of this program. Throws `in-use` when another process has the
 * folder, `newer-schema` when a newer program made the database, and `unavailable` when it cannot be reached.
 */
export async function openStore(place: StorePlace, options: StoreOptions): Promise<Store> {
  const backend =
    'data' in place ? await openPglite(place.data, options) : openPostgres(place.databaseUrl, options, place)
  return storeOn(backend, options)
}
