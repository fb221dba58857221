import pg from 'pg'
import type { BackendWorld } from './backend.ts'
import { toStoreError } from './failures.ts'

/** A connection that listens, and is made again whenever it breaks. */
export interface Ear {
  close(): Promise<void>
}

/** How to listen, and what is done when something is heard or may have been missed. */
export interface EarOptions extends BackendWorld {
  readonly settings: pg.ClientConfig
  hear(): void
}

const firstRetryMs = 100
const longestRetryMs = 5000

/** Listens on a channel; resolves when it does. */
export async function listenOn(channel: string, { settings, hear, clock, logger }: EarOptions): Promise<Ear> {
  let client: pg.Client | undefined
  let cancel = () => {}
  let wait = firstRetryMs
  let isClosed = false

  const connect = async () => {
    client = await connected(channel, { settings, hear })
    wait = firstRetryMs
    client.once('end', again)
    if (isClosed) await client.end()
  }
  const again = () => {
    if (isClosed) return
    logger.warn('database events interrupted')
    cancel = clock.after(wait * (0.5 + Math.random() / 2), () => void connect().then(hear, again))
    wait = Math.min(wait * 2, longestRetryMs)
  }

  await connect()
  return {
    async close() {
      isClosed = true
      cancel()
      await client?.end()
    },
  }
}

async function connected(channel: string, { settings, hear }: Pick<EarOptions, 'settings' | 'hear'>) {
  const client = new pg.Client(settings)
  client.on('notification', hear)
  client.on('error', () => undefined) // 'end' follows
  try {
    await client.connect()
    await client.query(`listen ${client.escapeIdentifier(channel)}`)
    return client
  } catch (error) {
    void client.end().catch(() => undefined)
    throw toStoreError(error)
  }
}
