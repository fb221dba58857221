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

/** What a socket hears, for whoever judges whether anybody is there. */
export interface SocketLife {
  /** Something came in; `isPong`: line ends that answer ours. */
  heard(isPong: boolean): void
  /** A request went out, and somebody must say something. */
  asked(): void
}

/** A transport as sip.js wants it, that can ask whether anybody is there. */
export interface SipSocket extends Transport {
  /** Sends two line ends, to be answered by one (RFC 5626 4.4.1). */
  ping(): void
  /** Tells what comes and goes from now on. */
  watch(life: SocketLife): void
}

const openWithin = 5_000

/** SIP over WebSocket (RFC 7118) as sip.js wants its transport: one socket at a time, no recovery of its own. */
export function createSocket({ nextUrl, clock, seen }: SocketOptions): SipSocket {
  const changed = new EmitterImpl<TransportState>()
  let state = TransportState.Disconnected
  let socket: WebSocket | undefined
  let opening: Opening | undefined
  let life: SocketLife | undefined

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
    opening?.giveUp()
    opening = undefined
    if (old !== undefined) release(old)
    enter(TransportState.Disconnected)
  }

  const receive = ({ data }: MessageEvent) => {
    const message = typeof data === 'string' ? data : new TextDecoder().decode(data)
    const isLineEnds = /^(?:\r\n)*$/.test(message)
    life?.heard(isLineEnds)
    if (isLineEnds) return pong(message)
    seen('in', message)
    try {
      transport.onMessage?.(message)
    } catch {
      // sip.js throws on some messages it cannot read: they are passed over, as those that its parser refuses
    }
  }

  /** Two line ends ask whether we are there, one says so (RFC 5626 4.4.1). */
  const pong = (message: string) => {
    if (message === '\r\n\r\n' && socket?.readyState === WebSocket.OPEN) socket.send('\r\n')
  }

  const connect = async () => {
    enter(TransportState.Connecting)
    const mine = open(nextUrl(), clock)
    opening = mine
    const opened = await mine.opened.catch((error: unknown) => {
      if (opening === mine) drop()
      throw error
    })
    if (opening !== mine) throw notWanted()
    socket = opened
    socket.binaryType = 'arraybuffer'
    socket.onmessage = receive
    socket.onclose = drop
    enter(TransportState.Connected)
  }

  let connecting: Promise<void> | undefined
  const transport: SipSocket = {
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
      if (state === TransportState.Disconnected || connecting === undefined) connecting = connect()
      return connecting
    },
    disconnect: async () => drop(),
    dispose: async () => drop(),
    async send(message) {
      if (socket?.readyState !== WebSocket.OPEN) throw new Error('The socket is not open.')
      seen('out', message)
      socket.send(message)
      if (!/^(?:SIP\/2\.0|ACK) /.test(message)) life?.asked()
    },
    ping() {
      if (socket?.readyState === WebSocket.OPEN) socket.send('\r\n\r\n')
    },
    watch(given) {
      life = given
    },
  }
  return transport
}

/** A socket that is about to open. */
interface Opening {
  readonly opened: Promise<WebSocket>
  /** Closes it, open or not; `opened` rejects unless it has resolved. */
  giveUp(): void
}

function open(url: string, clock: Clock): Opening {
  let giveUp = () => {}
  const opened = new Promise<WebSocket>((resolve, reject) => {
    const socket = new WebSocket(url, 'sip')
    const fail = (why: Error) => {
      cancel()
      release(socket)
      reject(why)
    }
    const cancel = clock.after(openWithin, () => fail(new Error('The socket did not open in time.')))
    socket.onopen = () => {
      cancel()
      resolve(socket)
    }
    socket.onerror = () => fail(new Error('The socket could not be opened.'))
    socket.onclose = () => fail(new Error('The socket was closed at once.'))
    giveUp = () => fail(notWanted())
  })
  return { opened, giveUp }
}

const notWanted = () => new Error('The socket is not wanted any more.')

function release(socket: WebSocket) {
  socket.onopen = socket.onmessage = socket.onerror = socket.onclose = null
  socket.close()
}
