import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import type { FullDisk } from './testing/full-disk.ts'

// a small disk in memory that nobody else sees, and that is gone with its process
const own = ['--user', '--map-root-user', '--mount', 'sh', '-c']
const mount = 'mount -t tmpfs -o size=70m offhook "$1"'
const program = join(import.meta.dirname, 'testing/full-disk.ts')

const folder = mkdtempSync(join(tmpdir(), 'offhook-disk-'))
afterAll(() => rmdirSync(folder))

const canMount = spawnSync('unshare', [...own, mount, 'sh', folder]).status === 0

test('a disk that runs full: a typed error, nothing lost and nothing half-written, and on it goes when there is room', async ({
  skip,
}) => {
  skip(!canMount, 'this machine lets nobody mount a small disk')
  const command = `${mount} && exec "$2" --conditions=offhook-source "$3" "$1"`
  const run = promisify(execFile)('unshare', [...own, command, 'sh', folder, process.execPath, program])
  const came: FullDisk = JSON.parse((await run).stdout)
  expect(came).toEqual({
    ...{
      newWhileFull: 'unavailable',
      openedWhileFull: 'unavailable',
      lost: 0,
      half: 0,
      untold: 0,
      toldTooMuch: 0,
      laterFailed: ['done', 'done'],
    },
    failed: Array(5).fill('unavailable'),
    acknowledged: expect.any(Number),
    unasked: expect.any(Number),
    openedAfter: came.acknowledged + came.unasked,
  })
  expect(came.acknowledged).toBeGreaterThan(5)
  // one that was not answered may have been carried out
  expect(came.unasked).toBeLessThanOrEqual(1)
}, 60_000)
