import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where an exchange keeps what it knows. */
export type Database = 'PGlite' | 'PostgreSQL'

/** `npm start` on one of the databases. */
export interface StartedExchange {
  readonly address: string
  /** Its data folder. */
  readonly data: string
  stop(): Promise<void>
}

const root = resolve(import.meta.dirname, '../..')

/** Starts an exchange with its demo people, and its PostgreSQL where it is to have one. */
export async function startExchange(database: Database, config: object): Promise<StartedExchange> {
  const data = mkdtempSync(join(tmpdir(), 'offhook-softphone-'))
  const ends: (() => Promise<unknown>)[] = [async () => rmSync(data, { recursive: true, force: true })]
  const stop = async () => {
    for (const end of ends.reverse()) await end()
  }
  try {
    writeFileSync(join(data, 'config.json'), JSON.stringify(config))
    const env = { ...process.env }
    if (database === 'PostgreSQL') {
      const postgres = await startDatabase()
      ends.push(postgres.stop)
      env.DATABASE_URL = postgres.url
    }
    const program = spawn('node', ['scripts/start.mjs', '--port', '0', '--data', data], { cwd: root, env })
    ends.push(() => ended(program, () => program.kill('SIGINT')))
    return { address: await addressSaidBy(program), data, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A PostgreSQL in a process of its own, so that what waits for it here goes on. */
async function startDatabase() {
  const program = fork(join(import.meta.dirname, 'postgres.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const stop = () => ended(program, () => program.disconnect())
  const failed = once(program, 'exit').then(() => Promise.reject(new Error('PostgreSQL did not start.')))
  failed.catch(() => {})
  const answer = once(program, 'message')
  program.send({ order: 'database', name: 'softphone' })
  const [{ url }] = await Promise.race([answer, failed])
  return { url: String(url), stop }
}

async function ended(program: ChildProcess, end: () => void): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  const gone = once(program, 'exit')
  end()
  await gone
}

/** The address a starting exchange says. */
function addressSaidBy(program: ChildProcess): Promise<string> {
  return new Promise((found, refused) => {
    let said = ''
    const listen = (chunk: unknown) => {
      said += String(chunk)
      const url = /ready at (http:\S+)/.exec(said)?.[1]
      if (url !== undefined) found(url)
    }
    program.stdout?.on('data', listen)
    program.stderr?.on('data', listen)
    program.once('exit', (code) => refused(new Error(`npm start ended with ${code}.\n${said}`)))
  })
}
