import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { openApi } from './api/api.ts'
import { type Clock, systemClock } from './clock.ts'
import { provision } from './config/provision.ts'
import type { ExchangeConfig, Settings } from './config/schema.ts'
import { toSettings } from './config/settings.ts'
import { createApp } from './http/app.ts'
import { createLogger, type Logger } from './log/logger.ts'
import { openOffice } from './office/office.ts'
import { openStore } from './store/open.ts'
import type { Store } from './store/store.ts'
import { openSwitchboard } from './switch/switchboard.ts'

/** Where a started exchange listens. */
export interface Address {
  readonly port: number
  /** Of the web page and `GET /healthz`; SIP is at `/sip` of the same host and port. */
  readonly url: string
}

/** A telephone exchange in this process. */
export interface Exchange {
  /**
   * Opens the store and listens; rejects with the error of the socket, `EADDRINUSE` when the port is taken, or of the store,
   * `in-use` when another exchange has the data folder.
   */
  start(): Promise<Address>
  /** Ends every call, closes every socket and resolves when nothing is left running; may be called at any time. */
  stop(): Promise<void>
}

/** What may be handed to an exchange beside its configuration. */
export interface ExchangeOptions {
  /** Warnings and worse to standard error unless given. */
  readonly logger?: Logger
  readonly clock?: Clock
}

/** What every part of an exchange shares. */
interface World {
  readonly settings: Settings
  readonly clock: Clock
  readonly logger: Logger
}

/** Something that runs until it is stopped. */
interface Running {
  readonly address: Address
  stop(): Promise<void>
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
    stop() {
      // what did not start has nothing to stop
      stopped ??= (running ?? Promise.resolve(undefined)).then(
        (it) => it?.stop(),
        () => {},
      )
      return stopped
    },
  }
}

async function run(world: World): Promise<Running> {
  const store = await openKept(world)
  try {
    if (store) await provision(store, world.settings)
    return await serve(world, store)
  } catch (error) {
    await store?.close()
    throw error
  }
}

/** What is kept is kept in a database, or in the data folder; with neither there is nothing to open. */
async function openKept({ settings: { data, databaseUrl }, ...world }: World): Promise<Store | undefined> {
  if (databaseUrl !== undefined) return openStore({ databaseUrl }, world)
  return data === undefined ? undefined : openStore({ data }, world)
}

async function serve(world: World, kept: Store | undefined): Promise<Running> {
  const { settings, logger } = world
  const server = createServer()
  const office = await openOffice(world, kept)
  const { store, desk } = office
  const switchboard = openSwitchboard(server, { ...world, office })
  const api = store && (await openApi({ ...world, store, telephones: office, desk }))
  const app = createApp({
    web: settings.web,
    connectSources: settings.connectSources,
    health: () => switchboard.counts,
    api: api && store && { ...api, store, logger, origins: settings.origins },
  })
  server.on('request', getRequestListener(app.fetch))
  const stop = async () => {
    const switchboardStopped = switchboard.stop()
    await api?.stop()
    const closed = closeServer(server)
    await switchboardStopped
    await closed
    await office.close()
    await kept?.close()
  }
  try {
    return { address: await listen(server, settings.port, settings.host), stop }
  } catch (error) {
    await switchboard.stop()
    await api?.stop()
    await office.close()
    throw error
  }
}

function listen(server: Server, port: number, host: string): Promise<Address> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const { port: given, address } = server.address() as AddressInfo // a TCP server has no other kind of address
      const name = address.includes(':') ? `[${address}]` : address
      resolve({ port: given, url: `http://${name}:${given}` })
    })
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve()
    server.close(() => resolve())
    server.closeIdleConnections()
    server.closeAllConnections()
  })
}
