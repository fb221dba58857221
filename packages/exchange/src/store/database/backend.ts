import type { Dialect } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { Logger } from '../../log/logger.ts'

/** A database, however it is reached. */
export interface Backend {
  readonly dialect: Dialect
  /** Calls back when something is told on a channel (NOTIFY), and when something may have been missed. */
  listen(channel: string, hear: () => void): Promise<void>
  /** Whether the database keeps its own house; where it does not, tables are vacuumed by whoever uses it. */
  readonly isSelfTidying: boolean
  /** Ends what kysely does not. */
  close(): Promise<void>
}

/** The world a database lives in. */
export interface BackendWorld {
  readonly clock: Clock
  readonly logger: Logger
}
