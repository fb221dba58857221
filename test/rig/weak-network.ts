import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A network between a phone and its exchange, that can break. */
export interface WeakNetwork {
  readonly port: number
  /** Breaks every connection there is; new ones get through. */
  cut(): void
  /** Carries nothing on the connections there are, and breaks none of them: nobody is told. New ones get through. */
  freeze(): void
  stop(): Promise<void>
}

/** Starts a proxy to a port of this machine. */
export async function startWeakNetwork(target: number): Promise<WeakNetwork> {
  const pairs = new Set<readonly [Socket, Socket]>()
  const server = createServer((phone) => {
    const exchange = connect(target, '127.0.0.1')
    const pair = [phone, exchange] as const
    pairs.add(pair)
    phone.pipe(exchange).pipe(phone)
    for (const socket of pair) {
      socket.on('error', () => {})
      socket.on('close', () => {
        for (const each of pair) each.destroy()
        pairs.delete(pair)
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }
  return {
    // a TCP server has no other kind of address
    port: (server.address() as AddressInfo).port,
    cut,
    freeze() {
      for (const [phone, exchange] of pairs) {
        phone.unpipe(exchange)
        exchange.unpipe(phone)
        phone.pause()
        exchange.pause()
      }
    },
    async stop() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
