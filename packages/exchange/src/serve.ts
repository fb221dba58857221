import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { openApi } from './api/api.ts'
import type { Clock } from './clock.ts'
import type { Settings } from './config/schema.ts'
import { createApp } from './http/app.ts'
import type { Logger } from './log/logger.ts'
import { openOffice } from './office/office.ts'
import type { Store } from './store/store.ts'
import { openSwitchboard } from './switch/switchboard.ts'

/** Where a started exchange listens. */
export interface Address {
  readonly port: number
  /** Of the web page and `GET /healthz`; SIP is at `/sip` of the same host and port. */
  readonly url: string
}

/** What every part of an exchange shares. */
export interface World {
  readonly settings: Settings
  readonly clock: Clock
  readonly logger: Logger
}

/** Something that runs until it is stopped. */
export interface Running {
  readonly address: Address
  stop(): Promise<void>
}

/** Opens the switchboard and the HTTP side over what is kept, and listens; whoever opened the store closes it if that fails. */
export async function serve(world: World, kept: Store | undefined): Promise<Running> {
  const { settings, logger } = world
  const server = createServer()
  const office = await openOffice(world, kept)
  const { store, desk } = office
  const switchboard = openSwitchboard(server, { ...world, office })
  const api = store && (await openApi({ ...world, store, telephones: office, desk }))
  const app = createApp({
    web: settings.web,
    // the page asks an issuer itself who somebody is
    connectSources: [...settings.connectSources, ...settings.providers.map(({ issuer }) => new URL(issuer).origin)],
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
