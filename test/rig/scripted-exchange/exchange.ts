import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { createLine, type Line } from './line.ts'
import type { Message } from './message.ts'

/** What the exchange does of itself when a request comes; nothing: the test does it. */
export type Manners = Readonly<Record<string, (line: Line, asked: Message) => void>>

/** An exchange that does what a test tells it, and every fault one can think of. */
export interface ScriptedExchange {
  readonly url: string
  /** The next socket that a phone opens and that nobody has taken yet. */
  line(): Promise<Line>
  /** How many sockets were opened. */
  opened(): number
  /** How many sockets are open now. */
  living(): number
  close(): Promise<void>
}

/** How the exchange behaves; default: as a polite one that registers everybody. */
export interface ScriptedOptions {
  readonly manners?: Manners
  /** Refuses or delays the opening of a socket. */
  readonly opening?: 'polite' | 'refused' | 'endless'
}

const polite: Manners = {
  REGISTER: (line, asked) => {
    const contact = asked.header('Contact')
    line.reply(asked, 200, { headers: contact.includes('expires=0') ? [] : [`Contact: ${contact}`] })
  },
  BYE: (line, asked) => line.reply(asked, 200),
  // whoever asks whether anybody is there is told so, whatever else is kept from them
  OPTIONS: (line, asked) => line.reply(asked, 200),
  CANCEL(line, asked) {
    line.reply(asked, 200)
    const invite = line.lastOf('INVITE')
    if (invite !== undefined) line.reply(invite, 487)
  },
}

/** Opens an exchange on a free port of this machine. */
export async function openScriptedExchange({ manners, opening }: ScriptedOptions = {}): Promise<ScriptedExchange> {
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'sip' })
  const lines: Line[] = []
  let wake = () => {}
  let opened = 0

  const accept = (socket: WebSocket) => {
    lines.push(createLine(socket, { ...polite, ...manners }))
    wake()
  }
  const waiting = new Set<Duplex>()
  server.on('upgrade', (request, socket, head) => {
    opened++
    if (opening === 'refused') return void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
    // says nothing at all, and keeps the caller waiting
    if (opening === 'endless') return void waiting.add(socket)
    sockets.handleUpgrade(request, socket, head, accept)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    url: `ws://127.0.0.1:${port}/sip`,
    opened: () => opened,
    living: () => sockets.clients.size,
    async line() {
      while (lines.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const [next] = lines.splice(0, 1)
      if (next === undefined) throw new Error('Two tests wait for one line.')
      return next
    },
    async close() {
      for (const client of sockets.clients) client.terminate()
      for (const socket of waiting) socket.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
