import type { OffhookError } from '../errors.ts'
import type { ConnectionSnapshot } from './connection.ts'

/** Why a connection was lost. */
export type LostReason = 'unreachable' | 'closed' | 'silent' | 'network-changed' | 'not-registered'

/** News about the connection. */
export type ConnectionSignal =
  | { readonly type: 'online' }
  | {
      readonly type: 'lost'
      readonly reason: LostReason
      /** How often it was tried since it was last online, this time included. */
      readonly attempt: number
      /** When the next try begins: milliseconds since the Unix epoch. */
      readonly retryAt: number
    }
  | { readonly type: 'rejected'; readonly error: OffhookError }
  | { readonly type: 'offline' }

/** What an app asks of the connection. */
export type ConnectionCommand = { readonly type: 'connect' } | { readonly type: 'disconnect' }

/** Where a connection brings its news. */
export interface ConnectionSink {
  signal(signal: ConnectionSignal): void
  /** The connection is made elsewhere, and this is how it is there. */
  mirrored?(connection: ConnectionSnapshot): void
}

/** Makes and keeps the connection with the exchange; it reconnects by itself until told to disconnect. */
export interface ConnectionTransport {
  /** Starts bringing news; the function it returns closes the connection at once. */
  open(sink: ConnectionSink): () => void
  send(command: ConnectionCommand): Promise<void>
}
