import { OffhookError, toOffhookError } from '../errors.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { handled, reached } from '../kernel/promise.ts'
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
  /** Connects and signs in; resolves when calls can come in, rejects when that is refused for good. Safe to repeat; throws `closed`. */
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
  const { getSnapshot, subscribe } = store
  const status = () => getSnapshot().status
  let refusal: OffhookError | undefined
  let turn = 0
  let isClosed = false

  const go = (next: ConnectionSnapshot) => {
    const mine = ++turn
    store.set(next)
    return mine
  }

  const signal = (news: ConnectionSignal) => {
    if (connectionMachine.signal(status(), news.type) !== undefined) go(after(news, clock.now()))
  }

  const give = (command: ConnectionCommand) => {
    const pending = connectionMachine.command(status(), command.type)
    refusal = undefined
    const mine = go(entering(pending))
    const send = async () => transport.send(command)
    send().catch((thrown) => {
      // a refusal of a command already overtaken by another, or by the news, must not move the connection
      if (turn !== mine) return
      refusal = toOffhookError(thrown, 'connection-refused')
      go(entering(connectionMachine.refused(pending, pending)))
    })
  }

  const isOnline = (now: ConnectionSnapshot) => {
    if (now.status === 'rejected') throw now.error
    if (now.status === 'offline') throw refusal ?? new OffhookError('offline')
    return now.status === 'online'
  }
  const isOffline = (now: ConnectionSnapshot) => {
    if (now.status === 'offline' && refusal !== undefined) throw refusal
    return now.status === 'offline'
  }

  const connection: Connection = {
    getSnapshot,
    subscribe,
    connect() {
      if (isClosed) throw new OffhookError('closed')
      if (status() !== 'online' && status() !== 'connecting') give({ type: 'connect' })
      return handled(reached(store, isOnline))
    },
    disconnect() {
      if (status() === 'offline') return Promise.resolve()
      if (status() !== 'disconnecting') give({ type: 'disconnect' })
      return handled(reached(store, isOffline))
    },
  }
  const stop = transport.open({ signal, mirrored: go })

  const close = () => {
    isClosed = true
    stop()
    refusal = undefined
    if (status() !== 'offline') go({ status: 'offline' })
  }
  return { connection, close }
}

/** The snapshot of a status that a command or its refusal leads to. */
function entering(status: ConnectionStatus): ConnectionSnapshot {
  return { status: status === 'connecting' || status === 'disconnecting' ? status : 'offline' }
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
