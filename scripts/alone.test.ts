import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { alone } from './alone.mjs'

let folder: string
let told: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-alone-'))
  told = []
})
afterEach(() => rmSync(folder, { recursive: true }))
const inTurn = <T>(work: () => Promise<T>) => alone('build', work, { folder, log: (line) => told.push(line) })
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 20))

test('two at once take turns, and who waits is told for whom', async () => {
  const order: string[] = []
  const work = (name: string) => async () => {
    order.push(`${name} begins`)
    await pause()
    order.push(`${name} ends`)
  }
  await Promise.all([inTurn(work('one')), inTurn(work('other'))])
  expect(order).toEqual(['one begins', 'one ends', 'other begins', 'other ends'])
  expect(told).toEqual([expect.stringContaining(`process ${process.pid}`)])
})

test('work that fails makes room, and nothing is left', async () => {
  await expect(inTurn(() => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk')
  expect(await inTurn(async () => 'done')).toBe('done')
  expect(readdirSync(folder)).toEqual([])
})

test('an owner that died does not count', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeFileSync(join(folder, 'build.lock'), String(pid))
  expect(await inTurn(async () => 'done')).toBe('done')
  expect(told).toEqual([])
})
