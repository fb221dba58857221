import type { Clock } from '../clock.ts'
import type { Settings } from '../config/schema.ts'
import type { Logger } from '../log/logger.ts'
import type { Store } from '../store/store.ts'
import type { Telephones } from './telephones.ts'

/** What the routes work with. */
export interface ApiWorld {
  readonly store: Store
  readonly settings: Settings
  readonly clock: Clock
  readonly logger: Logger
  readonly telephones: Telephones
}
