import type { Clock } from '@offhook/core'
import { EmitterImpl, type Transport, TransportState } from 'sip.js'

/** What a socket is given by who makes it. */
export interface SocketOptions {
  /** The address to connect to next; another one each time when there are several. */
  nextUrl(): string
  readonly clock: Clock
  /** Sees every message, before it is sent and as it comes. */
  seen(direction: 'out' | 'in', message: string): void
}

const openWithin = 5_000

/** SIP over WebSocket (RFC 7118) as sip.js wants its transport: one socket at a time, no recovery of its own. */
export function createSocket({ nextUrl, clock, seen }: SocketOptions): Transport {
  const changed = new EmitterImpl<TransportState>()
  let state = TransportState.Disconnected
  let socket: WebSocket | undefined
  let connecting: Promise<void> | undefined

  const enter = (next: TransportState) => {
    if (state === next) return
    const before = state
    state = next
    changed.emit(next)
    if (next === TransportState.Connected) transport.onConnect?.()
    if (before === TransportState.Connected) transport.onDisconnect?.(new Error('The socket was closed.'))
  }

  const drop = () => {
    const old = socket
    socket = undefined
    connecting = undefined
    if (old !== undefined) release(old)
    enter(TransportState.Disconnected)
  }

  const receive = ({ data }: MessageEvent) => {
    if (typeof data !== 'string' || /^(\r\n)*$/.test(data)) return
    seen('in', data)
    transport.onMessage?.(data)
  }

  const connect = () => {
    enter(TransportState.Connecting)
    return open(nextUrl(), clock).then((opened) => {
      socket = opened
      opened.onmessage = receive
      opened.onclose = drop
      enter(TransportState.Connected)
    })
  }

  const transport: Transport = {
    protocol: 'WS',
    get state() {
      return state
    },
    stateChange: changed,
    onConnect: undefined,
    onDisconnect: undefined,
    onMessage: undefined,
    isConnected: () => state === TransportState.Connected,
    connect() {
      if (state === TransportState.Connected) return Promise.resolve()
      connecting ??= connect().catch((error: unknown) => {
        drop()
        throw error
      })
      return connecting
    },
    disconnect: async () => drop(),
    dispose: async () => drop(),
    async send(message) {
      if (socket?.readyState !== WebSocket.OPEN) throw new Error('The socket is not open.')
      seen('out', message)
      socket.send(message)
    },
  }
  return transport
}

function open(url: string, clock: Clock): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'sip')
    const fail = (why: string) => {
      cancel()
      release(socket)
      reject(new Error(why))
    }
    const cancel = clock.after(openWithin, () => fail('The socket did not open in time.'))
    socket.onopen = () => {
      cancel()
      resolve(socket)
    }
    socket.onerror = () => fail('The socket could not be opened.')
    socket.onclose = () => fail('The socket was closed at once.')
  })
}

function release(socket: WebSocket) {
  socket.onopen = socket.onmessage = socket.onerror = socket.onclose = null
  socket.close()
}
