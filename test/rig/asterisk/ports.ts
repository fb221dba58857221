import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { host } from './setup.ts'

/** The ports of one rig, its own until released. */
export interface Ports {
  http: number
  ami: number
  sip: number
  rtp: { first: number; last: number }
  release(): void
}

// below the range from which Linux hands out ports by itself
const [firstBlock, blockSize, blocks] = [21_000, 300, 38]

/** The port that was asked for cannot be had. */
export class PortError extends Error {
  override name = 'PortError'
}

/** Claims a block of ports on loopback; two rigs never share one, in whatever process they are. */
export async function claimPorts(http?: number): Promise<Ports> {
  const refusal = http === undefined ? undefined : await refusalOf(http)
  if (refusal)
    throw new PortError(`Port ${http} ${refusal === 'EADDRINUSE' ? 'is in use.' : `is refused: ${refusal}.`}`)
  for (let i = 0; i < blocks; i++) {
    const first = firstBlock + ((process.pid + i) % blocks) * blockSize
    const claim = await bind(first)
    if (!claim) continue
    const ports = { http: http ?? first + 1, ami: first + 2, sip: first + 3 }
    const free = [await isFree(ports.http), await isFree(ports.ami), await isFreeForUdp(ports.sip)]
    const rtp = { first: first + 10, last: first + blockSize - 1 }
    if (free.every(Boolean)) return { ...ports, rtp, release: () => claim.close() }
    claim.close()
  }
  throw new Error(`No block of ${blockSize} free ports on ${host} between ${firstBlock} and 32400.`)
}

/** The first port of a block, held open, is the claim: the kernel frees it when its process is gone, however that went. */
async function bind(port: number): Promise<Socket | undefined> {
  const socket = createSocket('udp4')
  try {
    socket.bind({ address: host, port, exclusive: true })
    await once(socket, 'listening')
    return socket.unref()
  } catch {
    socket.close()
    return undefined
  }
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = await bind(port)
  socket?.close()
  return socket !== undefined
}

const isFree = async (port: number) => (await refusalOf(port)) === undefined

/** The system's word for why nobody can listen there now, or nothing. */
async function refusalOf(port: number): Promise<string | undefined> {
  const server = createServer()
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return undefined
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
