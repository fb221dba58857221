import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type RawData, type WebSocket, WebSocketServer, WebSocket as WsClient } from 'ws'

/** A network that carries the sound of a phone as well as its signalling, and can break either. */
export interface WeakMedia {
  /** Where the phone finds its exchange through it. */
  readonly url: string
  /** No path there is carries sound any more; one that is agreed on later does. The signalling is left alone. */
  move(): void
  /** Loses this share of the packets, from 0 to 1. */
  lose(share: number): void
  stop(): Promise<void>
}

interface State {
  lossShare: number
  readonly relays: Set<Relay>
}

/** Carries packets between whoever sends to it and one address. */
interface Relay {
  readonly port: number
  isDead: boolean
  close(): void
}

/**
 * Starts a proxy for SIP over WebSocket that puts itself in the place of every address in a description, on this machine
 * only: the connectivity checks of ICE go by names, not by addresses, and never notice.
 */
export async function startWeakMedia(exchange: string): Promise<WeakMedia> {
  const state: State = { lossShare: 0, relays: new Set() }
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' })
  await once(server, 'listening')
  server.on('connection', (phone) => {
    const upstream = new WsClient(exchange, 'sip')
    const opened = once(upstream, 'open')
    carry(phone, upstream, opened, state)
    carry(upstream, phone, opened, state)
  })
  return {
    // a server on a port has no other kind of address
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    move() {
      for (const relay of state.relays) relay.isDead = true
    },
    lose(share) {
      state.lossShare = share
    },
    async stop() {
      for (const client of server.clients) client.terminate()
      for (const relay of state.relays) relay.close()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Carries messages one way, in their order. */
function carry(from: WebSocket, to: WebSocket, ready: Promise<unknown>, state: State): void {
  let queue: Promise<unknown> = ready
  from.on('message', (data: RawData) => {
    const text = data.toString()
    queue = queue.then(async () => to.send(await withRelays(text, state))).catch(() => {})
  })
  from.on('close', () => to.close())
  from.on('error', () => to.close())
}

/** A message whose description names relays in the place of addresses. */
async function withRelays(message: string, state: State): Promise<string> {
  const end = message.indexOf('\r\n\r\n')
  const [head, body] = [message.slice(0, end), message.slice(end + 4)]
  if (!/^a=candidate:/m.test(body)) return message
  const lines = await Promise.all(body.split('\r\n').map((line) => relayed(line, state)))
  const changed = lines.filter((line) => line !== undefined).join('\r\n')
  return `${head.replace(/^(Content-Length|l): *\d+/im, `$1: ${Buffer.byteLength(changed)}`)}\r\n\r\n${changed}`
}

/** A line with a relay in the place of its address; none for what cannot be relayed. */
async function relayed(line: string, state: State): Promise<string | undefined> {
  if (!line.startsWith('a=candidate:')) return line
  const [, before, address = '', port, after] = /^(\S+ \d+ udp \d+) ([\d.]+) (\d+) (.*)$/i.exec(line) ?? []
  if (before === undefined) return undefined
  const relay = await openRelay(address, Number(port), state)
  return `${before} ${address} ${relay.port} ${after}`
}

async function openRelay(address: string, port: number, state: State): Promise<Relay> {
  const front = await bound(address)
  const backs = new Map<string, Promise<Socket>>()
  const isLost = () => relay.isDead || Math.random() < state.lossShare
  const backOf = async (peerPort: number, peerAddress: string) => {
    const back = await bound(address)
    back.on('message', (packet) => isLost() || front.send(packet, peerPort, peerAddress))
    return back
  }
  front.on('message', async (packet, peer) => {
    const key = `${peer.address}:${peer.port}`
    const found = backs.get(key) ?? backOf(peer.port, peer.address)
    backs.set(key, found)
    const back = await found
    if (!isLost()) back.send(packet, port, address)
  })
  const relay: Relay = {
    port: front.address().port,
    isDead: false,
    close() {
      front.close()
      for (const back of backs.values()) void back.then((socket) => socket.close())
    },
  }
  state.relays.add(relay)
  return relay
}

async function bound(address: string): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.on('error', () => {})
  socket.bind(0, address)
  await once(socket, 'listening')
  return socket
}
