import { StoreError, type StoreErrorCode } from '../errors.ts'

/** What a database says went wrong (PostgreSQL, appendix A), by SQLSTATE or the beginning of it; the longest counts. */
const codes: Readonly<Record<string, StoreErrorCode>> = {
  '08': 'unavailable',
  '22': 'invalid',
  '23502': 'invalid',
  '23503': 'not-found',
  '23505': 'duplicate',
  '23514': 'invalid',
  // read only, as a server is that waits to take over or has no room left
  '25006': 'unavailable',
  '25P03': 'unavailable',
  '28': 'unavailable',
  '3D000': 'unavailable',
  '40001': 'unavailable',
  '40P01': 'unavailable',
  '42501': 'unavailable',
  '53': 'unavailable',
  '54': 'invalid',
  '55P03': 'unavailable',
  '57': 'unavailable',
  '58': 'unavailable',
}

/** What Node says of a connection that cannot be made or broke. */
const broken = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOENT|ENOTFOUND|EAI_)/
const brokenText =
  /Connection terminated|connection (timeout|is closed)|timeout exceeded when trying to connect|not queryable/i

const endedText = /already been destroyed|after calling end on the pool/

/** Whether the same transaction may well succeed when it is tried again at once. */
export const isContention = (error: unknown): boolean => /^(40001|40P01)$/.test(sqlStateOf(causeOf(error)))

/** What went wrong on the way to a connection, as a StoreError. */
export function toConnectionError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof StoreError) return thrown
  if (endedText.test(thrown.message)) return closedError()
  return new StoreError('unavailable', `The database cannot be reached: ${thrown.message}`, { cause: thrown })
}

/** What is said to those who ask a store that was closed. */
export const closedError = (): StoreError => new StoreError('closed', 'The store was closed.')

/** Anything a database or its driver throws, as a StoreError where it is known; anything else stays itself. */
export function toStoreError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof StoreError) return thrown
  const state = sqlStateOf(thrown)
  const code = broken.test(state) || brokenText.test(thrown.message) ? 'unavailable' : codeOf(state)
  if (code === undefined) return thrown
  // the detail of a database may hold the values of a row, which are nobody's business in a log
  return new StoreError(code, `The database refused that: ${thrown.message}`, {
    cause: thrown,
    ...constraintOf(thrown),
  })
}

function codeOf(state: string): StoreErrorCode | undefined {
  if (!/^[0-9A-Z]{5}$/.test(state)) return undefined
  return codes[state] ?? codes[state.slice(0, 2)]
}

const sqlStateOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const causeOf = (error: unknown) => (error instanceof StoreError ? error.cause : error)

const constraintOf = (error: Error) =>
  'constraint' in error && typeof error.constraint === 'string' ? { what: error.constraint } : {}
