import { createHash, randomUUID } from 'node:crypto'
import { cpSync, existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../clock.ts'
import { openStore } from '../open.ts'

const store = join(import.meta.dirname, '..')
const cache = join(store, '../../../../.cache')

/**
 * A new data folder with the embedded database in it, empty and ready: to make one takes seconds of the processor, to copy
 * one a blink. Who asks removes it.
 */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'offhook-store-'))
  // one after the other: a thousand small files asked for at once take six times as long
  cpSync(await readyMade(), folder, { recursive: true })
  return folder
}

async function readyMade(): Promise<string> {
  const ready = join(cache, `store-${version()}`)
  if (existsSync(ready)) return ready
  await mkdir(cache, { recursive: true })
  const making = join(cache, `making-${randomUUID()}`)
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  await (await openStore({ data: making }, { clock: systemClock, logger })).close()
  await removeOld(ready)
  // several may make it at once: the first one counts
  await rename(making, ready).catch(() => rm(making, gone))
  return ready
}

const gone = { recursive: true, force: true }
const longestMakingMs = 600_000

/** Those of other versions of the schema, and what was left by somebody who was ended while they made one. */
async function removeOld(ready: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name)
    const isOther = /^store-[0-9a-f]{16}$/.test(name) && path !== ready
    const isLeft = name.startsWith('making-') && Date.now() - (await stat(path)).mtimeMs > longestMakingMs
    if (isOther || isLeft) await rm(path, gone)
  }
}

/** Of the engine, of how it is started, and of the schema. */
function version(): string {
  const engine = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const own = globSync('{migrations/*,database/pglite-worker}.ts', { cwd: store }).sort()
  const files = [join(engine, '../../package.json'), ...own.map((file) => join(store, file))]
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}
