import { OffhookError, toOffhookError } from '../errors.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import { type ConnectionStatus, connectionMachine } from './machine.ts'
import type { ConnectionCommand, ConnectionSignal, ConnectionTransport, LostReason } from './transport.ts'

/** The connection as it is now, and what it is doing about it. */
export type ConnectionSnapshot =
  | { readonly status: 'offline' | 'connecting' | 'disconnecting' }
  | { readonly status: 'online'; readonly since: number }
  | { readonly status: 'reconnecting'; readonly reason: LostReason; readonly attempt: number; readonly retryAt: number }
  | { readonly status: 'rejected'; readonly error: OffhookError }

/** The connection with the exchange. */
export interface Connection extends Readable<ConnectionSnapshot> {
  /** Connects and signs in; resolves when calls can come in, rejects when that is refused for good. Safe to repeat. */
  connect(): Promise<void>
  /** Signs out and closes the connection. */
  disconnect(): Promise<void>
}

/** A connection and what closes it. */
export interface LiveConnection {
  readonly connection: Connection
  close(): void
}

/** Keeps the one truth about the connection of a transport. */
export function createConnection(
  transport: ConnectionTransport,
  { clock = systemClock }: { clock?: Clock } = {},
): LiveConnection {
  const store = createStore<ConnectionSnapshot>({ status: 'offline' })
  const status = () => store.getSnapshot().status

  const signal = (news: ConnectionSignal) => {
    if (connectionMachine.signal(status(), news.type) !== undefined) store.set(after(news, clock.now()))
  }

  const give = async (command: ConnectionCommand) => {
    const pending = connectionMachine.command(status(), command.type)
    if (pending === 'connecting' || pending === 'disconnecting') store.set({ status: pending })
    try {
      await transport.send(command)
    } catch (thrown) {
      if (status() === pending) store.set({ status: 'offline' })
      throw toOffhookError(thrown, 'connection-refused')
    }
  }

  const reached = (wanted: ConnectionStatus) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        const now = store.getSnapshot()
        const isOver = now.status === 'offline' && wanted !== 'offline'
        if (now.status !== wanted && now.status !== 'rejected' && !isOver) return
        stop()
        if (now.status === wanted) return resolve()
        reject(now.status === 'rejected' ? now.error : new OffhookError('offline'))
      }
      const stop = store.subscribe(check)
      check()
    })

  const connection: Connection = {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    async connect() {
      if (status() === 'online') return
      if (status() !== 'connecting') await give({ type: 'connect' })
      await reached('online')
    },
    async disconnect() {
      if (status() === 'offline') return
      if (status() !== 'disconnecting') await give({ type: 'disconnect' })
      await reached('offline')
    },
  }
  return { connection, close: transport.open({ signal }) }
}

function after(news: ConnectionSignal, now: number): ConnectionSnapshot {
  switch (news.type) {
    case 'online':
      return { status: 'online', since: now }
    case 'lost':
      return { status: 'reconnecting', reason: news.reason, attempt: news.attempt, retryAt: news.retryAt }
    case 'rejected':
      return { status: 'rejected', error: news.error }
    case 'offline':
      return { status: 'offline' }
  }
}
