import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Clock, systemClock } from './clock.ts'
import type { ExchangeConfig } from './config/schema.ts'
import { toSettings } from './config/settings.ts'
import { createApp } from './http/app.ts'
import { createLogger, type Logger } from './log/logger.ts'
import { createPeople } from './people/people.ts'
import { createGate } from './sip/gate.ts'
import { createLockout } from './sip/lockout.ts'
import { createNonces } from './sip/nonces.ts'
import { createRegistrar } from './sip/registrar.ts'
import { openSockets, type Sockets } from './sip/socket.ts'
import { createBoard } from './switch/board.ts'
import { receiveInvite } from './switch/invite.ts'
import { transfer } from './switch/transfer.ts'

/** Where a started exchange listens. */
export interface Address {
  readonly port: number
  /** Of the web page and `GET /healthz`; SIP is at `/sip` of the same host and port. */
  readonly url: string
}

/** A telephone exchange in this process. */
export interface Exchange {
  /** Listens; rejects with the error of the socket, `EADDRINUSE` when the port is taken. */
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

// how long the answers to our last BYEs are waited for
const lastWordsMs = 500

/** Makes an exchange; throws a ConfigError that names the first wrong key of the configuration. */
export function createExchange(
  config: ExchangeConfig = {},
  { logger = createLogger('warn'), clock = systemClock }: ExchangeOptions = {},
): Exchange {
  const settings = toSettings(config)
  const people = createPeople(settings.people, settings.realm)
  const nonces = createNonces({ clock, lifetimeMs: settings.nonceSeconds * 1000 })
  const lockout = createLockout({ clock, failures: settings.lockoutFailures, lockMs: settings.lockoutSeconds * 1000 })
  const gate = createGate({ people, realm: settings.realm, nonces, lockout })
  const registrar = createRegistrar({
    clock,
    minSeconds: settings.registrationMinSeconds,
    maxSeconds: settings.registrationMaxSeconds,
    maxContacts: settings.maxContacts,
  })
  const board = createBoard({ settings, clock, logger, people, registrar, referred: transfer })
  const app = createApp({
    web: settings.web,
    connectSources: settings.connectSources,
    health: () => ({
      people: people.count,
      registrations: registrar.count,
      calls: board.callCount,
      sockets: sockets.count,
    }),
  })
  const server = createServer(getRequestListener(app.fetch))
  const sockets = openSockets(server, {
    settings,
    clock,
    logger,
    gate,
    handlers: { register: registrar.register, invite: (admitted) => receiveInvite(board, admitted) },
  })
  let stopped: Promise<void> | undefined

  const stop = async () => {
    board.stop()
    await untilQuiet(sockets, clock)
    const closed = closeServer(server)
    await sockets.close()
    await closed
    registrar.dispose()
  }
  return {
    start: () => listen(server, settings.port, settings.host),
    stop: () => {
      stopped ??= stop()
      return stopped
    },
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

async function untilQuiet(sockets: Sockets, clock: Clock): Promise<void> {
  const until = clock.now() + lastWordsMs
  while (!sockets.quiet && clock.now() < until) await new Promise<void>((resolve) => void clock.after(10, resolve))
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve()
    server.close(() => resolve())
    server.closeIdleConnections()
    server.closeAllConnections()
  })
}
