// A PostgreSQL of one's own, on a Unix socket in a folder of its own. Started as a program with an IPC channel it tells its
// address, does what it is told, and ends with whoever started it: so tests of a package can have one too.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** A running PostgreSQL server; nobody needs a password, and nobody else can reach it. */
export interface Postgres {
  /** The server's own version: `15.20`. */
  readonly version: string
  readonly pid: number | undefined
  /** The address of a database, which is made when it is not there. */
  url(database: string): string
  /** Ends it as a crash would (every connection breaks), and starts it again on the same data. */
  crash(): Promise<void>
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

/** What the program is told, and what it tells. */
export type Order = { readonly order: 'crash' } | { readonly order: 'database'; readonly name: string }
export type Told =
  | { readonly told: 'ready'; readonly url: string; readonly version: string }
  | { readonly told: 'done' }

const owner = 'offhook'
// PGHOST and the like are about another server
const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' }
const patienceMs = 60_000

/** Starts a server: PostgreSQL 15 where it is installed, or the newest there is. */
export async function startPostgres(): Promise<Postgres> {
  const programs = findPrograms()
  const user = serverUser()
  const folder = mkdtempSync(join(tmpdir(), 'offhook-pg-'))
  chmodSync(folder, 0o700)
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const run = (program: string, ...args: string[]) => {
    const { status, stderr, stdout } = spawnSync(join(programs, program), args, {
      ...{ cwd: folder, encoding: 'utf8' as const, env },
      ...user,
    })
    if (status !== 0) throw new Error(`${program} failed: ${stderr || stdout}`)
    return stdout
  }
  try {
    const ready = readyMade(run('postgres', '--version'), user)
    if (existsSync(ready)) copy(ready, data)
    else {
      run('initdb', '-D', data, ...cluster)
      keep(data, ready)
    }
    let server = await launch(programs, folder, user)
    const sql = (text: string) => run('psql', '-XqtA', '-h', folder, '-U', owner, '-d', 'postgres', '-c', text).trim()
    const made = new Set<string>()
    return {
      version: sql('show server_version').split(' ')[0] ?? '',
      get pid() {
        return server.pid
      },
      url(database) {
        if (!/^[a-z][a-z0-9_]{0,40}$/.test(database)) throw new Error(`${database} is no name for a database`)
        if (!made.has(database)) sql(`create database ${database}`)
        made.add(database)
        return `postgresql://${owner}@localhost/${database}?host=${encodeURIComponent(folder)}`
      },
      async crash() {
        await end(server, 'SIGQUIT')
        server = await launch(programs, folder, user)
      },
      async stop() {
        await end(server, 'SIGINT')
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

// names in the Dutch order of ICU, so that what is sorted by the database and should not be is noticed
const order = ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=nl']
const cluster = ['-U', owner, '--auth=trust', '--no-sync', ...order]

const cache = join(import.meta.dirname, '../../.cache')

/** Where the data of a server that never ran is kept: to make it takes longer than to start a server on it. */
function readyMade(version: string, user: User | undefined): string {
  const hash = createHash('sha256').update(JSON.stringify([version, cluster, user ?? process.getuid?.()]))
  return join(cache, `postgres-${hash.digest('hex').slice(0, 16)}`)
}

/** Whoever has it keeps it: several may at once, and then the first one counts. */
function keep(data: string, ready: string): void {
  mkdirSync(cache, { recursive: true })
  const making = join(cache, `making-${randomUUID()}`)
  copy(data, making)
  try {
    renameSync(making, ready)
  } catch {
    rmSync(making, { recursive: true, force: true })
  }
}

/** As it is, and whose it is. */
function copy(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8', env })
  if (status !== 0) throw new Error(`cp failed: ${stderr}`)
}

interface User {
  readonly uid: number
  readonly gid: number
}

async function launch(programs: string, folder: string, user: User | undefined): Promise<ChildProcess> {
  const settings = {
    // nothing here must survive the machine, only the server
    ...{ listen_addresses: '', unix_socket_directories: folder, fsync: 'off', max_connections: '60' },
    ...{ logging_collector: 'off', autovacuum_naptime: '10s' },
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const as = user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : []
  // it ends with us, however we end
  const command = ['--pdeathsig=INT', ...as, join(programs, 'postgres'), '-D', join(folder, 'data'), ...args]
  // in a process group of its own: Ctrl-C is for us, and we end it in order
  const child = spawn('setpriv', command, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], detached: true, env })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4000)
  })
  const ready = join(programs, 'pg_isready')
  for (const until = Date.now() + patienceMs; Date.now() < until; ) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`PostgreSQL ended: ${said}`)
    if (spawnSync(ready, ['-q', '-h', folder], { cwd: folder }).status === 0) return child
    await delay(50)
  }
  await end(child, 'SIGQUIT')
  throw new Error(`PostgreSQL does not answer: ${said}`)
}

async function end(child: ChildProcess, signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

/** Where `postgres` and `initdb` lie. */
function findPrograms(): string {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const folders = ['15', ...versions].map((version) => join(root, version, 'bin'))
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')))
  if (!found) throw new Error('There is no PostgreSQL server here. On Debian: apt-get install postgresql-15')
  return found
}

/** PostgreSQL refuses to run as root: then it runs as its own user, or as nobody. */
function serverUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  const { status, stdout } = spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' })
  const uid = status === 0 ? Number(stdout) : 65_534
  return {
    uid,
    gid: uid === 65_534 ? 65_534 : Number(spawnSync('id', ['-g', 'postgres'], { encoding: 'utf8' }).stdout),
  }
}

async function serve(tell: (told: Told) => void): Promise<void> {
  const postgres = await startPostgres()
  process.on('disconnect', () => void postgres.stop().then(() => process.exit(0)))
  process.on('message', (order: Order) => {
    if (order.order === 'database') tell({ told: 'ready', url: postgres.url(order.name), version: postgres.version })
    else void postgres.crash().then(() => tell({ told: 'done' }))
  })
}

if (import.meta.main && process.send) await serve((told) => void process.send?.(told))
