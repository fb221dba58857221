import { numberPlans } from '@offhook/core'
import { type Clock, systemClock } from './clock.ts'
import { provision } from './config/provision.ts'
import type { ExchangeConfig } from './config/schema.ts'
import { toSettings } from './config/settings.ts'
import { createLogger, type Logger } from './log/logger.ts'
import { type Address, listen, serve, type World } from './serve.ts'
import { openStore } from './store/open.ts'
import type { Store } from './store/store.ts'
import type { StopOptions } from './switch/board.ts'

/** A telephone exchange in this process. */
export interface Exchange {
  /**
   * Listens and opens the store; rejects with the error of the socket, `EADDRINUSE` when the port is taken, or of the store,
   * `in-use` when another exchange has the data folder.
   */
  start(): Promise<Address>
  /**
   * Ends every call, closes every socket and resolves when nothing is left running; may be called at any time. With `drain`,
   * calls that talk are not ended: their sound goes on, and the exchange that is started next over the same store goes on
   * with them, if that is within `graceSeconds`. Without a store they are ended.
   */
  stop(options?: StopOptions): Promise<void>
}

/** What may be handed to an exchange beside its configuration. */
export interface ExchangeOptions {
  /** Warnings and worse to standard error unless given. */
  readonly logger?: Logger
  readonly clock?: Clock
}

/** Makes an exchange; throws a ConfigError that names the first wrong key of the configuration. */
export function createExchange(
  config: ExchangeConfig = {},
  { logger = createLogger('warn'), clock = systemClock }: ExchangeOptions = {},
): Exchange {
  const settings = toSettings(config)
  let running: Promise<Running> | undefined
  let stopped: Promise<void> | undefined

  return {
    async start() {
      running ??= run({ settings, clock, logger })
      return (await running).address
    },
    stop(options) {
      // what did not start has nothing to stop
      stopped ??= (running ?? Promise.resolve(undefined)).then(
        (it) => it?.stop(options),
        () => {},
      )
      return stopped
    },
  }
}

/** Something that runs until it is stopped. */
interface Running {
  readonly address: Address
  stop(options?: StopOptions): Promise<void>
}

async function run(world: World): Promise<Running> {
  const listening = await listen(world.settings)
  let store: Store | undefined
  try {
    store = await openKept(world)
    const left = store ? await provision(store, world.settings) : 0
    if (left > 0) world.logger.warn('people are not in the configuration any more', { left })
    const end = await serve(world, store, listening)
    const stop = async (options?: StopOptions) => {
      await end(options)
      await store?.close()
    }
    return { address: listening.address, stop }
  } catch (error) {
    await listening.close()
    await store?.close()
    throw error
  }
}

/** What is kept is kept in a database, or in the data folder; with neither there is nothing to open. */
async function openKept({ settings, clock, logger }: World): Promise<Store | undefined> {
  const { data, databaseUrl, country } = settings
  const world = { clock, logger, numbers: numberPlans[country] }
  if (databaseUrl !== undefined) return openStore({ databaseUrl }, world)
  return data === undefined ? undefined : openStore({ data }, world)
}
