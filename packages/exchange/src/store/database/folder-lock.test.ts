import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createManualClock } from '../../testing/manual-clock.ts'
import { quiet } from '../testing/databases.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { lifeOf, ownMark } from './process-life.ts'

const patience = { timeout: 10_000 }

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offhook-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

const clock = createManualClock()
const lock = (lost = () => {}): Promise<FolderLock> => lockFolder(folder, { clock, logger: quiet, lost })
const holder = (more: object) => JSON.stringify({ ...ownMark(), token: 'other', ...more })
const leave = (text: string, number = 1) => writeFile(join(folder, `exchange.lock.${number}`), text)

test('one has it until it lets go', async () => {
  const first = await lock()
  await expect(lock()).rejects.toMatchObject({ code: 'in-use', folder, pid: process.pid })
  await first.release()
  await first.release()
  const second = await lock()
  await expect(lock()).rejects.toMatchObject({ code: 'in-use' })
  await second.release()
})

test('of many that find the same dead one, one takes over', async () => {
  const child = spawn('true')
  await once(child, 'exit')
  await leave(holder({ pid: child.pid }))
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => lock()))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'in-use' })
  expect((await readdir(folder)).filter((name) => !/^exchange\.lock\.\d+$/.test(name))).toEqual([])
})

test('a number that another process has now is not the one that had the lock', async () => {
  await leave(holder({ started: '1' }))
  await (await lock()).release()
})

test('what is no lock, or was written half when the power went, holds nothing', async () => {
  for (const text of ['', '{', 'null', '{"pid":1}', '\u0000'.repeat(100)]) {
    await leave(text)
    await (await lock()).release()
    for (const name of await readdir(folder)) await rm(join(folder, name), { force: true })
  }
})

test('a lock that cannot be read is not taken over', async () => {
  await symlink('exchange.lock.1', join(folder, 'exchange.lock.1'))
  await expect(lock()).rejects.toThrow('ELOOP')
})

test('where the machine cannot tell, signs of life decide', async () => {
  await leave(holder({ place: 'elsewhere' }))
  const path = join(folder, 'exchange.lock.1')
  const tried = async (beats: boolean) => {
    const locked = lock().then(
      (one) => one.release().then(() => 'locked'),
      ({ code }) => code,
    )
    // it has looked once, and waits for a while
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (beats) await utimes(path, 5, 5)
    clock.advance(10_000)
    return locked
  }
  expect(await tried(true)).toBe('in-use')
  expect(await tried(false)).toBe('locked')
})

test('who was thought dead and finds another in its place stops writing', async () => {
  let isLost = false
  const first = await lock(() => {
    isLost = true
  })
  await leave(holder({ pid: 1 }), 7)
  await expect
    .poll(() => {
      clock.advance(2000)
      return isLost
    }, patience)
    .toBe(true)
  await first.release()
  expect(await readFile(join(folder, 'exchange.lock.7'), 'utf8')).toContain('"pid":1')
})

test('a process that has ended is dead, also while nobody has looked after it', async () => {
  // the shell becomes something that never waits for its child
  const child = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'])
  const [said] = await once(child.stdout, 'data')
  const pid = Number(said)
  const stat = () => readFile(`/proc/${pid}/stat`, 'utf8')
  await expect.poll(stat, patience).toContain(') Z ')
  const started = (await stat()).split(') ')[1]?.split(' ')[19] ?? ''
  expect(lifeOf({ ...ownMark(), pid, started })).toBe('dead')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(lifeOf(ownMark())).toBe('alive')
  expect(lifeOf({ ...ownMark(), place: 'elsewhere' })).toBe('unknown')
})
