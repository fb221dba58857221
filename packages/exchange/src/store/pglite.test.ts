import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { openStore } from './open.ts'
import type { Store } from './store.ts'
import { quiet } from './testing/databases.ts'
import { freshFolder } from './testing/fresh-folder.ts'
import type { Saying } from './testing/writer.ts'

const program = join(import.meta.dirname, 'testing/writer.ts')
const closing: (() => Promise<void>)[] = []
let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'offhook-store-'))
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => rm(root, { recursive: true }))

/** A folder with a database in it. */
async function fresh(): Promise<string> {
  const folder = await freshFolder()
  closing.push(() => rm(folder, { recursive: true }))
  return folder
}

async function open(folder: string): Promise<Store> {
  const store = await openStore({ data: folder }, { clock: systemClock, logger: quiet })
  closing.push(store.close)
  return store
}

/** A process that opens a folder and writes, and what it has said. */
function startWriter(folder: string) {
  const child = fork(program, [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  const said: Saying[] = []
  child.on('message', (saying: Saying) => said.push(saying))
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  closing.push(kill)
  return { child, said, kill, ended, wrote: () => said.flatMap((one) => ('wrote' in one ? [one.wrote] : [])) }
}

const patience = { timeout: 30_000 }
const books = async (store: Store) => (await store.books.of('')).filter(({ kind }) => kind === 'crm')

test('a folder is for one exchange at a time, in this process or another', async () => {
  const folder = await fresh()
  const store = await open(folder)
  await expect(open(folder)).rejects.toMatchObject({ code: 'in-use', folder, pid: process.pid })
  const { said, ended } = startWriter(folder)
  await ended
  expect(said).toEqual([{ refused: 'in-use', pid: process.pid, message: expect.stringContaining(folder) }])
  await store.transaction((tx) => tx.books.create({ name: 'mine', kind: 'crm' }))
  await store.close()
  expect(await books(await open(folder))).toMatchObject([{ name: 'mine' }])
}, 60_000)

test('of many that open a folder at once one gets it', async () => {
  const folder = await fresh()
  const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map(() => open(folder)))
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  expect(refused).toEqual(['in-use', 'in-use', 'in-use', 'in-use'])
}, 60_000)

test('a process that is killed while it writes loses nothing it has acknowledged, and the next one has the folder at once', async () => {
  const folder = await fresh()
  const acknowledged: string[] = []
  for (const least of [30, 60]) {
    const { child, wrote, kill } = startWriter(folder)
    await expect.poll(() => wrote().length, patience).toBeGreaterThan(least)
    await expect(open(folder)).rejects.toMatchObject({ code: 'in-use', pid: child.pid })
    await kill()
    acknowledged.push(...wrote())
  }
  const store = await open(folder)
  const kept = await books(store)
  expect(kept.map(({ name }) => name)).toEqual(expect.arrayContaining(acknowledged))
  // each write was a book, a contact in it and an event: all of it or nothing
  expect(new Set(kept.map(({ size }) => size))).toEqual(new Set([1]))
  expect(kept.length - acknowledged.length).toBeLessThanOrEqual(2 * 3 + 20)
  const { items } = await store.contactsOf({ id: '', role: 'person' }).page({}, { limit: 100_000 })
  expect(items.map(({ name }) => name.full).sort()).toEqual(kept.map(({ name }) => name).sort())
}, 60_000)

test('a process that is killed while it makes the database leaves nothing that stands in the way', async () => {
  const folder = join(root, 'half')
  const { said, kill } = startWriter(folder)
  await expect.poll(() => existsSync(join(folder, 'database', 'PG_VERSION')), { ...patience, interval: 2 }).toBe(true)
  await kill()
  expect(said).toEqual([])
  expect(existsSync(join(folder, 'database.making'))).toBe(true)
  expect(await books(await open(folder))).toEqual([])
  expect((await readdir(folder)).sort()).toEqual(['database', expect.stringMatching(/^exchange\.lock\.\d+$/)])
}, 60_000)

test('what is in the folder is for its owner alone', async () => {
  const folder = await fresh()
  await open(folder)
  expect((await stat(join(folder, 'database'))).mode & 0o777).toBe(0o700)
  for (const name of await readdir(folder)) {
    if (name.startsWith('exchange.lock')) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  }
}, 60_000)

test('a folder that cannot be one is refused with what it is called', async () => {
  const file = join(root, 'file')
  await writeFile(file, '')
  await chmod(file, 0o600)
  for (const folder of [file, join(file, 'below'), '/dev/null/x']) {
    await expect(open(folder)).rejects.toMatchObject({ name: 'StoreError', code: 'unavailable', folder })
  }
})
