// A store on a small disk of its own that runs full, and what came of it: run by full-disk.test.ts in a mount of its own.
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../../clock.ts'
import { StoreError } from '../errors.ts'
import { openStore } from '../open.ts'
import type { Store } from '../store.ts'
import { quiet } from './databases.ts'

/** What came of it: codes of what failed, and counts of writes. */
export interface FullDisk {
  readonly newWhileFull: string
  readonly failed: readonly string[]
  readonly acknowledged: number
  readonly lost: number
  readonly half: number
  readonly unasked: number
  /** Writes that are there and were not told, and those told that are not there or were told before. */
  readonly untold: number
  readonly toldTooMuch: number
  readonly laterFailed: readonly string[]
  readonly openedWhileFull: string
  readonly openedAfter: number
}

const admin = { id: 'nobody', role: 'admin' } as const
const [, , disk = ''] = process.argv
const filler = join(disk, 'filler')

const open = () => openStore({ data: join(disk, 'data') }, { clock: systemClock, logger: quiet })

function fill(left: number): void {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)))
}

async function codeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act()
    return 'done'
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error)
  }
}

/** A book, a long contact in it, and an event: all of it or nothing. */
const write = (store: Store, name: string) =>
  store.transaction(async (tx) => {
    const { id } = await tx.books.create({ name, kind: 'crm' })
    const note = Array.from({ length: 300 }, () => Math.random().toString(36)).join('')
    await tx.contactsOf(admin).create(id, { name: { full: name }, note })
    tx.tell({ type: 'wrote', subject: name, data: {} })
  })

const books = async (store: Store) => (await store.books.of('')).filter(({ kind }) => kind === 'crm')

async function tryIt(): Promise<FullDisk> {
  fill(1_000_000)
  const newWhileFull = await codeOf(open)
  rmSync(filler)
  const store = await open()
  const told: string[] = []
  store.events.watch({ opened() {}, reset() {}, event: ({ subject = '' }) => void told.push(subject) })
  fill(300_000)
  const [acknowledged, failed]: [string[], string[]] = [[], []]
  for (let n = 0; n < 5000 && failed.length < 5; n += 1) {
    const code = await codeOf(() => write(store, `w${n}`))
    if (code === 'done') acknowledged.push(`w${n}`)
    else failed.push(code)
  }
  rmSync(filler)
  // it does not try to start at every question
  await delay(1100)
  const laterFailed = [await codeOf(() => write(store, 'later1')), await codeOf(() => write(store, 'later2'))]
  acknowledged.push('later1', 'later2')
  const kept = await books(store)
  const names = new Set(kept.map(({ name }) => name))
  for (let n = 0; told.length < names.size && n < 100; n += 1) await delay(50)
  await store.close()
  fill(0)
  const openedWhileFull = await codeOf(open)
  rmSync(filler)
  const again = await open()
  const openedAfter = (await books(again)).length
  await again.close()
  return {
    ...{ newWhileFull, failed, laterFailed, openedWhileFull, acknowledged: acknowledged.length },
    lost: acknowledged.filter((name) => !names.has(name)).length,
    half: kept.filter(({ size }) => size !== 1).length,
    unasked: kept.length - acknowledged.length,
    untold: kept.filter(({ name }) => !told.includes(name)).length,
    toldTooMuch: told.filter((name, place) => !names.has(name) || told.indexOf(name) !== place).length,
    openedAfter,
  }
}

process.stdout.write(JSON.stringify(await tryIt()))
