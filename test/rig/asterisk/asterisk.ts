import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ensureAsterisk } from '../../../scripts/machine.mjs'
import type { AmiAction, AmiAnswer, AmiMessage, AmiOptions } from './ami.ts'
import { boot } from './boot.ts'
import { writeFiles } from './config/files.ts'
import { createFolder, removeFolder } from './folder.ts'
import { claimPorts } from './ports.ts'
import { host, logFile, operator, type Setup } from './setup.ts'

export interface AsteriskOptions {
  /** The port for SIP over WebSocket; a free one unless given. Throws when it is in use. */
  port?: number
}

/** A real Asterisk with the people of `people.ts`, on loopback, alone with its ports and its folder. */
export interface Asterisk {
  readonly sipUrl: string
  readonly domain: string
  readonly version: string
  readonly pid: number | undefined
  readonly folder: string
  /** The REST interface. */
  readonly ari: { url: string; user: string; password: string }
  /** Sends an action to the manager interface, and with `until` collects what happens after it. */
  ami(action: AmiAction, options?: AmiOptions): Promise<AmiAnswer>
  /** Collects the events of the manager interface from now on, until one for which `until` is true. */
  events(until: (event: AmiMessage) => boolean, options?: { timeout?: number }): Promise<readonly AmiMessage[]>
  /** All that Asterisk logged, also after it was stopped. */
  log(): string
  /** Starts it again on the same ports, after ending it if it runs. */
  restart(): Promise<void>
  /** Ends it at once as a crash would; `restart` brings it back. */
  kill(): Promise<void>
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

/** Starts an Asterisk of one's own, fetching it first where it was never fetched; ready for calls in about half a second. */
export async function startAsterisk({ port }: AsteriskOptions = {}): Promise<Asterisk> {
  const { tree, why } = await ensureAsterisk({ log: console.error })
  if (!tree) throw new Error(`There is no Asterisk to start: ${why}`)
  const ports = await claimPorts(port)
  const setup: Setup = { tree, folder: createFolder(), ports, secret: randomUUID() }
  const tidyUp = () => removeFolder(setup.folder)
  process.once('exit', tidyUp)
  const release = () => {
    process.removeListener('exit', tidyUp)
    tidyUp()
    ports.release()
  }
  try {
    writeFiles(setup)
    return await run(setup, release)
  } catch (error) {
    release()
    throw error
  }
}

async function run(setup: Setup, release: () => void): Promise<Asterisk> {
  const { folder, ports, secret } = setup
  let running = await boot(setup)
  let lastLog: string | undefined
  let stopped: Promise<void> | undefined

  async function end(how: 'stop' | 'kill'): Promise<void> {
    running.ami.close()
    await running.program[how]()
  }

  async function stop(): Promise<void> {
    await end('stop')
    lastLog = readLog()
    release()
  }

  const readLog = () => lastLog ?? readFileSync(logFile(folder), 'utf8')

  return {
    sipUrl: `ws://${host}:${ports.http}/ws`,
    domain: host,
    version: running.version,
    get pid() {
      return running.program.pid
    },
    folder,
    ari: { url: `http://${host}:${ports.http}/ari`, user: operator, password: secret },
    ami: (action, options) => running.ami.send(action, options),
    events: (until, options) => running.ami.events(until, options),
    log: readLog,
    async restart() {
      await end('stop')
      running = await boot(setup)
    },
    kill: () => end('kill'),
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}
