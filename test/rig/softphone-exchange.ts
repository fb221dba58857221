import { type ChildProcess, fork, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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
    const env = { ...process.env }
    if (database === 'PostgreSQL') {
      writeConfig(data, config)
      const postgres = await startDatabase()
      ends.push(postgres.stop)
      env.DATABASE_URL = postgres.url
    } else {
      cpSync(await usedData(config), data, { recursive: true })
    }
    const program = startProgram(data, env)
    ends.push(() => ended(program, () => program.kill('SIGINT')))
    return { address: await addressSaidBy(program), data, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const startProgram = (data: string, env: NodeJS.ProcessEnv) =>
  spawn('node', ['scripts/start.mjs', '--port', '0', '--data', data], { cwd: root, env })

const writeConfig = (data: string, config: object) => writeFileSync(join(data, 'config.json'), JSON.stringify(config))

/** The data of an exchange that was started once: making a database anew takes a processor longer than most stories. */
async function usedData(config: object): Promise<string> {
  const ready = join(root, '.cache', `softphone-data-${markOf(config)}`)
  if (existsSync(ready)) return ready
  mkdirSync(join(root, '.cache'), { recursive: true })
  const data = mkdtempSync(`${ready}-`)
  writeConfig(data, config)
  const program = startProgram(data, process.env)
  await addressSaidBy(program)
  await ended(program, () => program.kill('SIGINT'))
  try {
    renameSync(data, ready)
  } catch {
    // another file of tests was first
    rmSync(data, { recursive: true, force: true })
  }
  return ready
}

/** Everything that data is made of; what is a demo's past begins today. */
function markOf(config: object): string {
  const hash = createHash('sha256').update(JSON.stringify(config)).update(new Date().toISOString().slice(0, 13))
  for (const file of [
    ...globSync('packages/{core,exchange,rest}/src/**/*.ts', { cwd: root }).sort(),
    'package-lock.json',
  ]) {
    hash.update(readFileSync(join(root, file)))
  }
  return hash.digest('hex').slice(0, 16)
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
