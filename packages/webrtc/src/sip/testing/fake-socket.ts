type Listener = ((event: { readonly data?: unknown }) => void) | null

/** A WebSocket whose other end is a test. */
export interface FakeSocket {
  readonly url: string
  readonly protocol: string
  /** What was sent and not looked at yet; not what only asks whether anybody is there. */
  readonly sent: string[]
  /** Whether line ends are answered (RFC 5626 4.4.1); true unless told. */
  isThere: boolean
  readonly isClosed: boolean
  open(): void
  fail(): void
  /** The other end closes. */
  drop(): void
  receive(data: unknown): void
}

/** A WebSocket class for a page, and the sockets that were made of it, oldest first. */
export function createSockets() {
  const made: FakeSocket[] = []

  class Socket implements FakeSocket {
    static readonly OPEN = 1
    readyState = 0
    binaryType = 'blob'
    readonly sent: string[] = []
    isThere = true
    onopen: Listener = null
    onmessage: Listener = null
    onerror: Listener = null
    onclose: Listener = null
    readonly url: string
    readonly protocol: string

    constructor(url: string, protocol: string) {
      this.url = url
      this.protocol = protocol
      made.push(this)
    }
    get isClosed() {
      return this.readyState === 3
    }
    send(text: string) {
      if (text !== '\r\n\r\n' && !text.startsWith('OPTIONS ')) this.sent.push(text)
      else if (this.isThere && text === '\r\n\r\n') this.onmessage?.({ data: '\r\n' })
    }
    close() {
      this.readyState = 3
    }
    open() {
      if (this.isClosed) return
      this.readyState = 1
      this.onopen?.({})
    }
    fail() {
      this.readyState = 3
      this.onerror?.({})
      this.onclose?.({})
    }
    drop() {
      this.readyState = 3
      this.onclose?.({})
    }
    receive(data: unknown) {
      this.onmessage?.({ data })
    }
  }

  return {
    made,
    Socket,
    /** The socket that was made last. */
    last(): FakeSocket {
      const socket = made.at(-1)
      if (socket === undefined) throw new Error('No socket was made.')
      return socket
    },
    living: () => made.filter(({ isClosed }) => !isClosed).length,
  }
}
