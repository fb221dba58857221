import { createManualClock } from '@offhook/core/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createSocket } from './socket.ts'
import { createSockets } from './testing/fake-socket.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))

afterEach(() => {
  vi.unstubAllGlobals()
})

function setUp(urls = ['wss://a.nl', 'wss://b.nl']) {
  const sockets = createSockets()
  vi.stubGlobal('WebSocket', sockets.Socket)
  const clock = createManualClock()
  const seen: string[] = []
  const heard: string[] = []
  const disconnected = vi.fn()
  let turn = -1
  const transport = createSocket({
    clock,
    nextUrl: () => urls[++turn % urls.length] ?? '',
    seen: (direction, message) => void seen.push(`${direction} ${message}`),
  })
  transport.onMessage = (message) => void heard.push(message)
  transport.onDisconnect = disconnected
  const outcome = (promise: Promise<void>) => {
    const result = { is: 'pending' }
    promise.then(
      () => {
        result.is = 'open'
      },
      (error: Error) => {
        result.is = error.message
      },
    )
    return result
  }
  return { sockets, clock, seen, heard, disconnected, transport, outcome }
}

describe('opening', () => {
  test('is done with the subprotocol of RFC 7118, and once for all who ask', async () => {
    const { sockets, transport, outcome } = setUp()
    const [first, second] = [outcome(transport.connect()), outcome(transport.connect())]
    sockets.last().open()
    await settle()
    expect([first.is, second.is, transport.state]).toEqual(['open', 'open', 'Connected'])
    expect(sockets.made.map(({ url, protocol }) => [url, protocol])).toEqual([['wss://a.nl', 'sip']])
    await transport.connect()
    expect(sockets.made).toHaveLength(1)
  })

  test('fails when it is refused, and tries the next address the next time', async () => {
    const { sockets, transport, outcome, disconnected } = setUp()
    const first = outcome(transport.connect())
    sockets.last().fail()
    await settle()
    expect(first.is).toContain('could not be opened')
    expect(transport.state).toBe('Disconnected')
    expect(disconnected).not.toHaveBeenCalled()
    const second = outcome(transport.connect())
    sockets.last().open()
    await settle()
    expect([second.is, sockets.last().url]).toEqual(['open', 'wss://b.nl'])
  })

  test('fails after five seconds, and leaves no socket behind', async () => {
    const { sockets, transport, outcome, clock } = setUp()
    const first = outcome(transport.connect())
    clock.advance(4_999)
    await settle()
    expect(first.is).toBe('pending')
    clock.advance(1)
    await settle()
    expect(first.is).toContain('in time')
    expect(sockets.living()).toBe(0)
  })

  test('is given up by a disconnect, also when the socket opens at that moment', async () => {
    const { sockets, transport, outcome } = setUp()
    const early = outcome(transport.connect())
    await transport.disconnect()
    sockets.last().open()
    await settle()
    expect([early.is, transport.state, sockets.last().isClosed]).toEqual([
      'The socket is not wanted any more.',
      'Disconnected',
      true,
    ])
    const late = outcome(transport.connect())
    sockets.last().open()
    await transport.disconnect()
    await settle()
    expect([late.is, transport.state, sockets.living()]).toEqual([
      'The socket is not wanted any more.',
      'Disconnected',
      0,
    ])
    const again = outcome(transport.connect())
    sockets.last().open()
    await settle()
    expect(again.is).toBe('open')
  })

  test('fails where the browser refuses the address at once', async () => {
    const { transport, outcome } = setUp()
    vi.stubGlobal('WebSocket', function Refusing() {
      throw new DOMException('mixed content', 'SecurityError')
    })
    const first = outcome(transport.connect())
    await settle()
    expect(first.is).toContain('mixed content')
    expect(transport.state).toBe('Disconnected')
  })
})

describe('an open socket', () => {
  async function connected() {
    const world = setUp()
    const opening = world.transport.connect()
    world.sockets.last().open()
    await opening
    return { ...world, socket: world.sockets.last() }
  }

  test('shows every message to whoever traces, and hands it on', async () => {
    const { transport, socket, seen, heard } = await connected()
    await transport.send('REGISTER')
    socket.receive('SIP/2.0 200 OK')
    expect(socket.sent).toEqual(['REGISTER'])
    expect(heard).toEqual(['SIP/2.0 200 OK'])
    expect(seen).toEqual(['out REGISTER', 'in SIP/2.0 200 OK'])
  })

  test('reads binary frames as text', async () => {
    const { socket, heard } = await connected()
    socket.receive(new TextEncoder().encode('SIP/2.0 200 OK ☎').buffer)
    expect(heard).toEqual(['SIP/2.0 200 OK ☎'])
  })

  test('answers a ping with a pong, and nothing else of line ends', async () => {
    const { socket, heard } = await connected()
    for (const ends of ['\r\n\r\n', '\r\n', '']) socket.receive(ends)
    expect(socket.sent).toEqual(['\r\n'])
    expect(heard).toEqual([])
  })

  test('passes over what its reader chokes on', async () => {
    const { transport, socket } = await connected()
    transport.onMessage = () => {
      throw new Error('Contact undefined.')
    }
    expect(() => socket.receive('INVITE')).not.toThrow()
  })

  test('that is closed by the other side says so once, and sends no more', async () => {
    const { transport, socket, disconnected } = await connected()
    socket.drop()
    expect(transport.state).toBe('Disconnected')
    expect(disconnected).toHaveBeenCalledOnce()
    await expect(transport.send('BYE')).rejects.toThrow('not open')
    await transport.disconnect()
    expect(disconnected).toHaveBeenCalledOnce()
  })

  test('a message that comes after it was let go is not heard', async () => {
    const { transport, socket, heard } = await connected()
    await transport.disconnect()
    socket.receive('SIP/2.0 200 OK')
    expect(heard).toEqual([])
  })
})
