import type { CallSignal, IncomingCall, ResumedCall } from '../call/signal.ts'
import type { CallCommand, CallId, CallSink, CallTransport } from '../call/transport.ts'
import type { ConnectionCommand, ConnectionSignal, ConnectionTransport } from '../connection/transport.ts'
import { type ErrorCode, toOffhookError } from '../errors.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { createDisguise } from './redacted.ts'

/** One thing that happened; `at`: milliseconds since the Unix epoch. */
export type SupportEntry = { readonly at: number } & (
  | { readonly kind: 'incoming'; readonly id: CallId; readonly call: IncomingCall }
  | { readonly kind: 'resumed'; readonly id: CallId; readonly call: ResumedCall }
  | { readonly kind: 'signal'; readonly id: CallId; readonly signal: CallSignal }
  | { readonly kind: 'command'; readonly id: CallId; readonly command: CallCommand }
  | {
      readonly kind: 'settled'
      readonly id: CallId
      readonly command: CallCommand['type']
      /** Why it was refused; absent when it was handed over. */
      readonly code?: ErrorCode
    }
  | { readonly kind: 'asked'; readonly command: ConnectionCommand['type'] }
  | { readonly kind: 'connection'; readonly signal: RecordedConnectionSignal }
  | { readonly kind: 'trace'; readonly line: string }
  | { readonly kind: 'note'; readonly text: string }
)

/** News about the connection as it is written down: of an error only its code. */
export type RecordedConnectionSignal =
  | Exclude<ConnectionSignal, { readonly type: 'rejected' }>
  | { readonly type: 'rejected'; readonly code: ErrorCode }

/** What happened lately, to send along with a question: JSON, without names, numbers, digits or secrets. */
export interface SupportBundle {
  readonly version: 1
  readonly exportedAt: number
  /** How many older entries were forgotten. */
  readonly forgotten: number
  /** Oldest first. */
  readonly entries: readonly SupportEntry[]
}

/** What can be watched. */
export interface WatchedTransports {
  readonly calls?: CallTransport
  readonly connection?: ConnectionTransport
}

/** Remembers what happened lately. */
export interface SupportRecorder {
  /** The same transports, with every command and all news written down: `createPhone(recorder.watch(sipTransport(…)))`. */
  watch<T extends WatchedTransports>(transports: T): T
  /** Writes down a line of a protocol; it must be redacted already, as `sipTransport({ trace: recorder.trace })` does. */
  readonly trace: (line: string) => void
  /** Writes down something of the app's own; nothing of it is redacted. */
  note(text: string): void
  /** What is remembered now, to replay with `replayBundle` of `@offhook/core/testing`. */
  bundle(): SupportBundle
}

/** The world of a recorder, each with a default. */
export interface RecorderOptions {
  readonly clock?: Clock
  /** How many entries are remembered; default 2000. */
  readonly size?: number
}

type Happened = SupportEntry extends infer Entry ? (Entry extends SupportEntry ? Omit<Entry, 'at'> : never) : never

/** Makes a recorder; it writes to memory and to nothing else. */
export function createSupportRecorder({ clock = systemClock, size = 2_000 }: RecorderOptions = {}): SupportRecorder {
  const disguise = createDisguise()
  let entries: SupportEntry[] = []
  let forgotten = 0

  const write = (happened: Happened) => {
    entries.push({ ...happened, at: clock.now() })
    // in one go each time a tenth is too much, not one by one
    if (entries.length <= size * 1.1) return
    forgotten += entries.length - size
    entries = entries.slice(-size)
  }

  const watchedSink = (sink: CallSink): CallSink => ({
    ...sink,
    incoming(id, call) {
      write({ kind: 'incoming', id, call: disguise.incoming(call) })
      sink.incoming(id, call)
    },
    resumed(id, call) {
      write({ kind: 'resumed', id, call: disguise.incoming(call) })
      sink.resumed(id, call)
    },
    signal(id, signal) {
      write({ kind: 'signal', id, signal: disguise.signal(signal) })
      sink.signal(id, signal)
    },
  })
  const watchedCalls = (calls: CallTransport): CallTransport => ({
    open: (sink) => calls.open(watchedSink(sink)),
    async send(id, command) {
      write({ kind: 'command', id, command: disguise.command(command) })
      const settled = { kind: 'settled', id, command: command.type } as const
      try {
        await calls.send(id, command)
      } catch (error) {
        write({ ...settled, code: toOffhookError(error).code })
        throw error
      }
      write(settled)
    },
  })
  const watchedConnection = (connection: ConnectionTransport): ConnectionTransport => ({
    open: (sink) =>
      connection.open({
        ...sink,
        signal(signal) {
          const isRejected = signal.type === 'rejected'
          write({ kind: 'connection', signal: isRejected ? { type: signal.type, code: signal.error.code } : signal })
          sink.signal(signal)
        },
      }),
    send(command) {
      write({ kind: 'asked', command: command.type })
      return connection.send(command)
    },
  })

  return {
    watch: (transports) => ({
      ...transports,
      ...(transports.calls && { calls: watchedCalls(transports.calls) }),
      ...(transports.connection && { connection: watchedConnection(transports.connection) }),
    }),
    trace: (line) => write({ kind: 'trace', line }),
    note: (text) => write({ kind: 'note', text }),
    bundle: () => ({
      version: 1,
      exportedAt: clock.now(),
      forgotten: forgotten + Math.max(0, entries.length - size),
      entries: entries.slice(-size),
    }),
  }
}
