import type { Clock } from '../../clock.ts'
import type { Logger } from '../../log/logger.ts'
import type { Db } from '../world.ts'
import { createFollowers, type Events } from './followers.ts'
import { newestEvent, readEvents } from './outbox.ts'

/** The world of the hub. */
export interface HubWorld {
  readonly db: Db
  readonly clock: Clock
  readonly logger: Logger
}

/** Reads the outbox once for all who follow it. */
export interface Hub extends Events {
  /** There may be something new. */
  wake(): void
  /** Tells nobody anything any more; resolves when nothing is being read. */
  close(): Promise<void>
}

const pageSize = 500
// a notification may get lost where a proxy stands before the database
const pollMs = 5000
const firstRetryMs = 100
const longestRetryMs = 5000

/** Starts reading, from the newest event on. */
export async function openHub({ db, clock, logger }: HubWorld): Promise<Hub> {
  const followers = createFollowers({ db, clock, logger }, await newestEvent(db))
  let reading: Promise<void> | undefined
  let isWoken = false
  let isClosed = false
  let wait = firstRetryMs
  let cancel = () => {}

  const readOn = async () => {
    do {
      isWoken = false
      const piece = await readEvents(db, { after: followers.position, limit: pageSize })
      if (isClosed) return
      followers.tell(piece)
      if (piece.events.length === pageSize) isWoken = true
    } while (isWoken)
  }

  const again = (ms: number) => {
    if (!isClosed) cancel = clock.after(ms, wake)
  }

  const wake = () => {
    isWoken = true
    if (reading || isClosed) return
    cancel()
    reading = readOn().then(
      () => {
        reading = undefined
        wait = firstRetryMs
        if (isWoken) wake()
        else again(pollMs)
      },
      () => {
        reading = undefined
        logger.warn('events cannot be read')
        again(wait)
        wait = Math.min(wait * 2, longestRetryMs)
      },
    )
  }

  again(pollMs)
  return {
    follow: followers.follow,
    watch: followers.watch,
    wake,
    async close() {
      isClosed = true
      cancel()
      await Promise.all([reading, followers.close()])
    },
  }
}
