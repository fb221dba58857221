import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreError } from '../errors.ts'
import type { Backend, BackendWorld } from './backend.ts'
import { closedError } from './failures.ts'
import { lockFolder } from './folder-lock.ts'
import { createPgliteDialect } from './pglite-dialect.ts'
import { type Engine, startEngine } from './pglite-engine.ts'

// a start takes a second of the processor: while it cannot succeed, not every question is worth one
const restMs = 1000

/**
 * Opens the embedded database of a data folder; throws `in-use` when another exchange has it, and `unavailable` when the
 * folder cannot be written.
 */
export async function openPglite(data: string, world: BackendWorld): Promise<Backend> {
  try {
    return await openFolder(data, world)
  } catch (cause) {
    if (cause instanceof StoreError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StoreError('unavailable', `The folder ${data} cannot be used: ${why}`, { cause, folder: data })
  }
}

async function openFolder(data: string, { clock, logger }: BackendWorld): Promise<Backend> {
  await mkdir(data, { recursive: true })
  const folder = join(data, 'database')
  const lock = await lockFolder(data, { clock, logger, lost: () => void engines.end('kill') })
  const engines = createEngines(folder, { clock, logger })
  try {
    const finish = await prepare(folder)
    await engines.now()
    await finish()
  } catch (error) {
    await lock.release()
    throw error
  }
  return {
    dialect: createPgliteDialect(engines.now),
    listen: engines.listen,
    isEmbedded: true,
    async close() {
      await engines.end('close')
      await lock.release()
    },
  }
}

/**
 * Makes the folder of a database; the function it answers is called when the database is there. As long as it was not, a
 * mark stands beside the folder: what somebody left who was killed in the middle is made anew.
 */
async function prepare(folder: string): Promise<() => Promise<void>> {
  const mark = `${folder}.making`
  if ((await isThere(mark)) || !(await isThere(folder))) {
    await writeFile(mark, '')
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder)
  }
  // what the database writes is for all to read, and passwords are in it, though hashed
  await chmod(folder, 0o700)
  return () => rm(mark, { force: true })
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
      throw error
    },
  )

/** The engine of a folder, and the next one when it was lost. */
function createEngines(folder: string, { clock, logger }: BackendWorld) {
  const listeners = new Map<string, () => void>()
  let current: Promise<Engine> | undefined
  let failure: { readonly error: unknown; readonly at: number } | undefined
  let isEnded = false

  const start = async () => {
    if (failure && clock.now() - failure.at < restMs) throw failure.error
    try {
      const engine = await startEngine(folder)
      for (const [channel, hear] of listeners) await engine.listen(channel, hear)
      return engine
    } catch (error) {
      failure = { error, at: clock.now() }
      logger.error('database not started')
      throw error
    }
  }

  const now = async (): Promise<Engine> => {
    if (isEnded) throw closedError()
    current ??= start()
    const asked = current
    const engine = await asked.catch(() => undefined)
    if (engine && !engine.isLost) return engine
    // two on one folder would spoil it
    await engine?.gone
    // several may have waited for the same one
    if (current === asked) current = undefined
    if (!engine) return asked
    logger.error('database restarts')
    const next = await now()
    for (const hear of listeners.values()) hear()
    return next
  }

  return {
    now,
    async listen(channel: string, hear: () => void) {
      listeners.set(channel, hear)
      await (await now()).listen(channel, hear)
    },
    async end(how: 'close' | 'kill') {
      isEnded = true
      const engine = await current?.catch(() => undefined)
      await engine?.[how]()
    },
  }
}
