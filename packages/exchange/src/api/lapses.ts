import type { Clock } from '../clock.ts'
import type { Logger } from '../log/logger.ts'
import type { Store } from '../store/store.ts'
import { presenceNews } from './news.ts'
import { type Telephones, withFacets } from './telephones.ts'

/** Puts people back to available when what they said is over. */
export interface Lapses {
  /** Looks anew when the next status ends. */
  wake(): void
  /** Resolves when nothing is done any more. */
  stop(): Promise<void>
}

// another exchange on the database may have been told of a status that ends sooner
const longestMs = 30_000
const retryMs = 1_000

/** Watches over the ends of statuses. */
export function watchLapses({
  store,
  clock,
  logger,
  telephones,
}: {
  readonly store: Store
  readonly clock: Clock
  readonly logger: Logger
  readonly telephones: Telephones
}): Lapses {
  let cancel = () => {}
  let isStopped = false
  let working = Promise.resolve()

  const lapse = () =>
    store.transaction(async (tx) => {
      for (const presence of await tx.presence.lapse()) tx.tell(presenceNews(withFacets(presence, telephones)))
    })

  const look = async () => {
    const end = await store.presence.nextEnd()
    if (end !== undefined && end <= clock.now()) await lapse()
    const next = end !== undefined && end <= clock.now() ? await store.presence.nextEnd() : end
    return Math.min(longestMs, Math.max(0, (next ?? Number.POSITIVE_INFINITY) - clock.now()))
  }

  const wake = () => {
    if (isStopped) return
    cancel()
    working = working
      .then(look)
      .catch(() => {
        logger.warn('ends of statuses cannot be read')
        return retryMs
      })
      .then((ms) => {
        cancel()
        if (!isStopped) cancel = clock.after(ms, wake)
      })
  }

  wake()
  return {
    wake,
    async stop() {
      isStopped = true
      cancel()
      await working
    },
  }
}
