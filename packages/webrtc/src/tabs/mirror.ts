import type { CallSink, CallSnapshot, CallTransport, Clock, ConnectionSink, ConnectionTransport } from '@offhook/core'
import { connectionOf } from './failure.ts'
import type { Request, Shared } from './message.ts'

/** The phone of one tab, as the tab that carries the calls has it. */
export interface Mirror {
  readonly calls: CallTransport
  readonly connection: ConnectionTransport
  /** This is how everything is now. */
  show(shared: Pick<Shared, 'calls' | 'connection'>): void
}

/** What a mirror needs of the tab around it. */
export interface MirrorWorld {
  readonly clock: Clock
  /** Asks the tab that carries the calls. */
  ask(request: Request): Promise<void>
  /** Somebody looks into the mirror; the function it returns is called when nobody does any more. */
  opened(): () => void
}

/** Makes the mirror of a tab. */
export function createMirror({ clock, ask, opened }: MirrorWorld): Mirror {
  let calls: CallSink | undefined
  let connection: ConnectionSink | undefined
  let asked = 0
  let shown: Pick<Shared, 'calls' | 'connection'> | undefined

  const show: Mirror['show'] = (next) => {
    const before = shown?.calls ?? []
    shown = next
    for (const call of next.calls) calls?.mirrored?.(call)
    const isGone = ({ id, status }: CallSnapshot) => status !== 'ended' && !next.calls.some((call) => call.id === id)
    // the tab that carried it went, and no other could take it up
    for (const call of before.filter(isGone)) calls?.mirrored?.(lost(call, clock.now()))
    showConnection()
  }
  /** While it is told to connect, how it was before that is no news. */
  const showConnection = () => {
    if (shown !== undefined && asked === 0) connection?.mirrored?.(connectionOf(shown.connection))
  }

  return {
    show,
    calls: {
      open(sink) {
        calls = sink
        const close = opened()
        return () => {
          calls = undefined
          close()
        }
      },
      send: (id, command) => ask({ of: 'call', id, command }),
    },
    connection: {
      open(sink) {
        connection = sink
        showConnection()
        return () => {
          connection = undefined
        }
      },
      async send(command) {
        asked++
        await ask({ of: 'connection', command }).finally(() => asked--)
        showConnection()
      },
    },
  }
}

function lost(call: CallSnapshot, endedAt: number): CallSnapshot {
  const { id, direction, remote, dialled, via, startedAt, muted, remoteHold, remoteConnection, timings } = call
  const since = 'connectedAt' in call && call.connectedAt !== undefined ? { connectedAt: call.connectedAt } : {}
  return {
    ...{ id, direction, remote, via, startedAt, muted, remoteHold, remoteConnection, timings, endedAt, ...since },
    media: 'none',
    ...(dialled === undefined ? {} : { dialled }),
    ...{ status: 'ended', reason: 'connection-lost', by: 'network' },
  }
}
