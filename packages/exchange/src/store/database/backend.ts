import type { Dialect } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { Logger } from '../../log/logger.ts'

/** A database, however it is reached. */
export interface Backend {
  readonly dialect: Dialect
  /** Calls back when something is told on a channel (NOTIFY), and when something may have been missed. */
  listen(channel: string, hear: () => void): Promise<void>
  /** Whether it runs in this process: then nobody else keeps its house, and a power cut may take back what it acknowledged. */
  readonly isEmbedded: boolean
  /** Ends what kysely does not. */
  close(): Promise<void>
}

/** The world a database lives in. */
export interface BackendWorld {
  readonly clock: Clock
  readonly logger: Logger
}
