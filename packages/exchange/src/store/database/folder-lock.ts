import { randomUUID } from 'node:crypto'
import { link, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { Clock } from '../../clock.ts'
import type { Logger } from '../../log/logger.ts'
import { StoreError } from '../errors.ts'
import { lifeOf, ownMark } from './process-life.ts'

/** A data folder that this process has for itself. */
export interface FolderLock {
  release(): Promise<void>
}

/** The world of a lock. */
export interface LockWorld {
  readonly clock: Clock
  readonly logger: Logger
  /** Somebody else has taken the folder, as this process gave no sign of life for long: nothing more may be written. */
  lost(): void
}

const Holder = z.object({ pid: z.number(), started: z.string(), place: z.string(), token: z.string() })
type Holder = z.output<typeof Holder>

/** A lock file as it lies there; one without a holder was left on purpose. */
interface Found {
  readonly number: number
  readonly holder: Holder | undefined
}

const beatMs = 2000
const watchMs = 3 * beatMs
const mostTries = 20

/**
 * Locks a folder for this process; throws `in-use` with the folder and the process that has it. The lock of a process that
 * is dead is taken over. Each holder has a file with the next number: making it is what only one can do, and none is
 * removed before there is a higher one, so that two that find the same dead holder never both have the folder.
 */
export async function lockFolder(folder: string, world: LockWorld): Promise<FolderLock> {
  const mine: Holder = { ...ownMark(), token: randomUUID() }
  for (let tries = 0; tries < mostTries; tries += 1) {
    const found = await newest(folder)
    if (found?.holder && (await isAlive(folder, found, world))) throw inUse(folder, found.holder)
    const number = (found?.number ?? 0) + 1
    if (!(await make(folder, number, mine))) continue
    if ((await newest(folder))?.number === number) return hold(folder, number, world)
    await rm(pathOf(folder, number), { force: true })
  }
  throw new StoreError('unavailable', `The folder ${folder} cannot be locked: others try the same all the time.`)
}

function hold(folder: string, number: number, { clock, logger, lost }: LockWorld): FolderLock {
  const path = pathOf(folder, number)
  let isHeld = true
  let cancel = () => {}

  const beat = async () => {
    const top = await newest(folder).catch(() => undefined)
    if (!isHeld) return
    if (top && top.number !== number) {
      isHeld = false
      logger.error('data folder lost', { pid: top.holder?.pid ?? 0 })
      return lost()
    }
    const now = clock.now() / 1000
    // a disk that fails now fails louder elsewhere
    await utimes(path, now, now).catch(() => undefined)
    if (isHeld) cancel = clock.after(beatMs, () => void beat())
  }
  void beat()
  void removeBelow(folder, number)
  return {
    async release() {
      cancel()
      if (!isHeld) return
      isHeld = false
      // the file stays, empty: a number is never given twice; where the folder is gone there is nothing to let go
      await writeFile(path, '').catch(() => undefined)
    },
  }
}

/** Whether the holder of a lock lives: as the machine says, or by its signs of life where the machine cannot tell. */
async function isAlive(folder: string, { number, holder }: Found, { clock }: LockWorld): Promise<boolean> {
  const life = holder === undefined ? 'dead' : lifeOf(holder)
  if (life !== 'unknown') return life === 'alive'
  const before = await beatOf(folder, number)
  await new Promise<void>((resolve) => void clock.after(watchMs, resolve))
  return (await beatOf(folder, number)) !== before
}

async function beatOf(folder: string, number: number): Promise<number> {
  const { mtimeMs } = await stat(pathOf(folder, number)).catch(() => ({ mtimeMs: 0 }))
  return mtimeMs
}

async function newest(folder: string): Promise<Found | undefined> {
  const numbers = (await readdir(folder)).flatMap((name) => numberIn(name) ?? [])
  const number = Math.max(...numbers)
  if (numbers.length === 0) return undefined
  try {
    return { number, holder: holderIn(await readFile(pathOf(folder, number), 'utf8')) }
  } catch (error) {
    // removed meanwhile: there is a higher one now, or will be. One that cannot be read may be anybody's
    if (isNotThere(error)) return { number, holder: undefined }
    throw error
  }
}

/** A link fails where the file is, as O_EXCL does, but what is written in it is there with it. */
async function make(folder: string, number: number, holder: Holder): Promise<boolean> {
  const draft = join(folder, `exchange.lock.${holder.token}`)
  try {
    await writeFile(draft, JSON.stringify(holder), { flag: 'wx', mode: 0o600 })
    await link(draft, pathOf(folder, number))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function removeBelow(folder: string, number: number): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const old = names.filter((name) => (numberIn(name) ?? number) < number)
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)))
}

const isNotThere = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const pathOf = (folder: string, number: number) => join(folder, `exchange.lock.${number}`)

const numberIn = (name: string) => {
  const [, digits] = /^exchange\.lock\.(\d{1,15})$/.exec(name) ?? []
  return digits === undefined ? undefined : Number(digits)
}

function holderIn(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

const inUse = (folder: string, { pid }: Holder) =>
  new StoreError(
    'in-use',
    `The folder ${folder} is in use by another exchange, process ${pid}. Stop it, or choose another folder.`,
    {
      folder,
      pid,
    },
  )
