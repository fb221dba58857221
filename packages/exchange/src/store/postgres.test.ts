import { inspect } from 'node:util'
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { systemClock } from '../clock.ts'
import { writeEvents } from './events/outbox.ts'
import { openStore } from './open.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'
import { quiet } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'
import { type Server, startServer } from './testing/postgres.ts'

const patience = { timeout: 20_000 }

// a server, several exchanges, and perhaps browsers beside them
vi.setConfig({ testTimeout: 60_000 })

let server: Server
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  server = await startServer()
}, 60_000)
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})
afterAll(() => server.stop())

async function exchange(databaseUrl: string): Promise<Store> {
  const store = await openStore({ databaseUrl }, { clock: systemClock, logger: quiet })
  closing.push(store.close)
  return store
}

/** The database as somebody else reaches it. */
function reach(connectionString: string): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString })
  pool.on('error', () => undefined)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] })
  closing.push(() => db.destroy())
  return db
}

/** What an exchange tells everybody, by subject. */
function watch(store: Store): string[] {
  const told: string[] = []
  store.events.watch({
    opened: () => undefined,
    reset: () => void told.push('reset'),
    event: ({ subject = '' }) => void told.push(subject),
  })
  return told
}

const said = (subject: string) => ({ type: 'said', subject, data: {} })

test('exchanges that open one new database at once all get it, made once', async () => {
  const url = await server.database()
  const stores = await Promise.all([1, 2, 3, 4].map(() => exchange(url)))
  const { id } = await takeOn(stores[0] ?? expect.fail(), 'ada')
  for (const store of stores) expect(await store.people.get(id)).toMatchObject({ user: 'ada' })
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(reach(url))
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  // a cursor of one is read by the others: they share the secret
  const [one, other] = stores
  await takeOn(stores[0] ?? expect.fail(), 'bob')
  const { next } = (await one?.presence.page({ limit: 1 })) ?? {}
  expect((await other?.presence.page({ limit: 1, cursor: next }))?.items).toHaveLength(1)
})

test('what one exchange tells, all are told', async () => {
  const url = await server.database()
  const [one, other] = [await exchange(url), await exchange(url)]
  const told = [watch(one), watch(other)]
  await one.transaction(async (tx) => tx.tell(said('1')))
  await other.transaction(async (tx) => tx.tell(said('2')))
  for (const each of told) await expect.poll(() => each, patience).toEqual(['1', '2'])
})

test('an event whose transaction ends late is not passed by one that came after it', async () => {
  const url = await server.database()
  const store = await exchange(url)
  const told = watch(store)
  const slow = await reach(url).startTransaction().execute()
  await writeEvents(slow, [said('slow')], 0)
  const fast = store.transaction(async (tx) => tx.tell(said('fast')))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(told).toEqual([])
  await slow.commit().execute()
  await fast
  await expect.poll(() => told, patience).toEqual(['slow', 'fast'])
})

test('a server that crashes under load: what fails says `unavailable`, what was answered is kept, all is told', async () => {
  const url = await server.database()
  const [store, other] = [await exchange(url), await exchange(url)]
  const told = [watch(store), watch(other)]
  const [kept, failures]: [string[], unknown[]] = [[], []]
  let isOver = false
  const writer = async (name: string) => {
    for (let n = 0; !isOver; n += 1) {
      const subject = `${name}${n}`
      const write = async (tx: Parameters<Parameters<Store['transaction']>[0]>[0]) => {
        await tx.books.create({ name: subject, kind: 'crm' })
        tx.tell(said(subject))
      }
      await store.transaction(write).then(
        () => kept.push(subject),
        (error: unknown) => failures.push(error),
      )
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
  const writers = ['a', 'b', 'c', 'd'].map(writer)
  await expect.poll(() => kept.length, patience).toBeGreaterThan(50)
  const before = kept.length
  await server.crash()
  await expect.poll(() => kept.length, patience).toBeGreaterThan(before + 50)
  await server.crash()
  const between = kept.length
  await expect.poll(() => kept.length, patience).toBeGreaterThan(between + 50)
  isOver = true
  await Promise.all(writers)

  expect(failures.length).toBeGreaterThan(0)
  for (const error of failures) expect(error, inspect(error)).toMatchObject({ name: 'StoreError', code: 'unavailable' })
  const names = (await store.books.of('')).filter(({ kind }) => kind === 'crm').map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(kept))
  // one that was not answered may have been carried out, and then it is told; none is told that was not
  for (const each of told) {
    await expect.poll(() => each.length, patience).toBe(names.length)
    expect([...each].sort()).toEqual([...names].sort())
  }
  await store.transaction(async (tx) => tx.tell(said('after')))
  for (const each of told) await expect.poll(() => each.at(-1), patience).toBe('after')
})

test('a database that cannot be reached says so, and its password to nobody', async () => {
  const secret = 'pa55word'
  for (const url of [
    `postgresql://offhook:${secret}@127.0.0.1:1/nothing`,
    `postgresql://offhook:${secret}@localhost/nothing?host=/nowhere`,
    `postgresql://offhook:${secret}%zz@[::1`,
    `postgresql://offhook:${secret}@nowhere.invalid/x`,
    (await server.database()).replace(/\/test_\d+/, '/not_there'),
    (await server.database()).replace('offhook@', `nobody:${secret}@`),
  ]) {
    const error: unknown = await exchange(url).then(
      () => 'opened',
      (refused: unknown) => refused,
    )
    expect(error, url).toMatchObject({ name: 'StoreError', code: 'unavailable' })
    expect(inspect(error, { depth: 9 }), url).not.toContain(secret)
  }
})

test('a database that cannot keep every letter is refused', async () => {
  const url = await server.database()
  await sql`create database latin encoding 'LATIN1' locale 'C' locale_provider libc template template0`.execute(
    reach(url),
  )
  const refused = exchange(url.replace(/\/test_\d+/, '/latin'))
  await expect(refused).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('LATIN1') })
})

test('a database of a newer program is left alone', async () => {
  const url = await server.database()
  await (await exchange(url)).close()
  await sql`insert into kysely_migration (name, timestamp) values ('9999-tomorrow', '2030')`.execute(reach(url))
  await expect(exchange(url)).rejects.toMatchObject({
    code: 'newer-schema',
    message: expect.stringContaining('9999-tomorrow'),
  })
})
