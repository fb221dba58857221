import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { openApi } from './api/api.ts'
import type { Clock } from './clock.ts'
import type { Settings } from './config/schema.ts'
import { createApp } from './http/app.ts'
import type { Logger } from './log/logger.ts'
import { openOffice } from './office/office.ts'
import type { Store } from './store/store.ts'
import type { StopOptions } from './switch/board.ts'
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

/** A port that is taken, where whoever asks is told to wait until there is something to serve. */
export interface Listening {
  readonly server: Server
  readonly address: Address
  /** Closes it, with every connection. */
  close(): Promise<void>
}

/** Takes the port first of all: what cannot listen must not make a database. Rejects with the error of the socket. */
export async function listen({ port, host }: Pick<Settings, 'port' | 'host'>): Promise<Listening> {
  const server = createServer()
  server.on('request', wait)
  return { server, address: await bind(server, port, host), close: () => closeServer(server) }
}

const wait = (_: IncomingMessage, response: ServerResponse) =>
  response.writeHead(503, { 'Retry-After': '1', 'Cache-Control': 'no-store' }).end('The exchange is starting.\n')

/** Serves the switchboard and the HTTP side over what is kept; the function it gives ends both. */
export async function serve(
  world: World,
  kept: Store | undefined,
  { server, address, close }: Listening,
): Promise<(options?: StopOptions) => Promise<void>> {
  const { settings, logger } = world
  const office = await openOffice({ ...world, port: address.port }, kept)
  const { store, desk } = office
  const api = store && (await openApi({ ...world, store, telephones: office, desk }))
  const switchboard = openSwitchboard(server, { ...world, office, kept: office.kept })
  const app = createApp({
    web: settings.web,
    // the page asks an issuer itself who somebody is
    connectSources: [...settings.connectSources, ...settings.providers.map(({ issuer }) => new URL(issuer).origin)],
    health: () => switchboard.counts,
    api: api && store && { ...api, store, logger, origins: settings.origins },
  })
  server.off('request', wait)
  server.on('request', getRequestListener(app.fetch))
  return async (options) => {
    const switchboardStopped = switchboard.stop(options)
    await api?.stop()
    const closed = close()
    await switchboardStopped
    await closed
    await office.close()
  }
}

function bind(server: Server, port: number, host: string): Promise<Address> {
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
