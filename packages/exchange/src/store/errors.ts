/** What the store refuses or cannot do, by code. */
export type StoreErrorCode =
  /** Another exchange has this data folder open; `folder` and `pid` say which. */
  | 'in-use'
  /** The database was made by a newer program. */
  | 'newer-schema'
  | 'not-found'
  /** It was changed since the version the change is based on. */
  | 'conflict'
  /** Something else has that name, number or address already; `what` says which. */
  | 'duplicate'
  /** Not for this person to change. */
  | 'not-allowed'
  /** There are as many as there may be. */
  | 'limit'
  /** A value that cannot be kept, such as a text with a NUL in it. */
  | 'invalid'
  /** A cursor this store never gave, or gave to somebody else. */
  | 'bad-cursor'
  /** The database cannot be reached now, or gave up; what was asked was not done, or nobody knows. */
  | 'unavailable'
  /** The store was closed. */
  | 'closed'

/** Facts about one error beside its code. */
export interface StoreErrorFacts {
  readonly cause?: unknown
  readonly folder?: string
  readonly pid?: number
  /** Which name, number or limit. */
  readonly what?: string
}

/** Every error the store throws on purpose. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  readonly folder: string | undefined
  readonly pid: number | undefined
  readonly what: string | undefined

  constructor(code: StoreErrorCode, message: string, { cause, folder, pid, what }: StoreErrorFacts = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.folder = folder
    this.pid = pid
    this.what = what
  }
}
