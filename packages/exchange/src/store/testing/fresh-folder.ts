import { createHash, randomUUID } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
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
  await cp(await readyMade(), folder, { recursive: true })
  return folder
}

async function readyMade(): Promise<string> {
  const ready = join(cache, `store-${version()}`)
  if (existsSync(ready)) return ready
  await mkdir(cache, { recursive: true })
  const making = join(cache, `store-${randomUUID()}`)
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  await (await openStore({ data: making }, { clock: systemClock, logger })).close()
  for (const name of await readdir(cache)) {
    // those of other versions of the schema; one that is being made has another kind of name
    if (/^store-[0-9a-f]{16}$/.test(name) && join(cache, name) !== ready) await rm(join(cache, name), gone)
  }
  // several may make it at once: the first one counts
  await rename(making, ready).catch(() => rm(making, gone))
  return ready
}

const gone = { recursive: true, force: true }

/** Of the engine and of the schema. */
function version(): string {
  const engine = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const files = [join(engine, '../../package.json'), ...globSync(join(store, 'migrations/*.ts')).sort()]
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}
