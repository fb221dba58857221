// Many readers of event streams, as light as they can be: raw sockets, and one look at each event.
import { connect, type Socket } from 'node:net'

/** What all streams together heard. */
export interface Heard {
  /** Milliseconds from sending to hearing, of everything heard. */
  readonly delays: readonly number[]
  /** Events that came twice, out of order, or after one that did not come. */
  readonly faults: number
  /** The number of the last event that each stream heard; -1: none. */
  readonly last: readonly number[]
}

/** Opens streams, one for each token, and listens until `close` is called. */
export async function openListeners(url: string, tokens: readonly string[]) {
  const { hostname, port } = new URL(url)
  const delays: number[] = []
  const last = tokens.map(() => -1)
  let faults = 0

  const hear = (stream: number, text: string) => {
    const now = Date.now()
    for (const [, number, sentAt] of text.matchAll(/"note":"(\d+) (\d+)"/g)) {
      if (Number(number) !== (last[stream] ?? -1) + 1) faults += 1
      last[stream] = Number(number)
      delays.push(now - Number(sentAt))
    }
  }
  const open = (token: string, stream: number) =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      let rest = ''
      socket.on('error', reject)
      socket.on('data', (data) => {
        const text = rest + data.toString('latin1')
        const end = text.lastIndexOf('\n\n') + 2
        if (end < 2) {
          rest = text
          return
        }
        rest = text.slice(end)
        if (text.includes('stream.opened')) resolve(socket)
        hear(stream, text.slice(0, end))
      })
      const lines = [`Host: ${hostname}`, `Authorization: Bearer ${token}`]
      socket.write(`GET /v1/events HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    })

  const sockets: Socket[] = []
  // a few at a time, as browsers come and go
  for (let from = 0; from < tokens.length; from += 50) {
    const some = tokens.slice(from, from + 50).map((token, at) => open(token, from + at))
    sockets.push(...(await Promise.all(some)))
  }
  return {
    get heard(): Heard {
      return { delays, faults, last }
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
