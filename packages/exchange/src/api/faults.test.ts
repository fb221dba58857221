import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startServer } from '../store/testing/postgres.ts'
import { openCompany, type SignedIn } from '../testing/company.ts'

// a database server is started, and again
vi.setConfig({ testTimeout: 60_000 })

let server: Awaited<ReturnType<typeof startServer>>
let company: Awaited<ReturnType<typeof openCompany>>
let alice: SignedIn

beforeAll(async () => {
  server = await startServer()
  company = await openCompany({ databaseUrl: await server.database() })
  alice = await company.signIn('alice')
}, 90_000)
afterAll(async () => {
  await company?.close()
  await server?.stop()
})

test('PostgreSQL that crashes under load: what was acknowledged is there, the rest says when to try again', async () => {
  const { body: books } = await alice.ask('GET /v1/books')
  const book = books.items.find(({ kind }) => kind === 'personal')?.id
  const acknowledged: string[] = []
  const refused = new Set<string>()
  let isDone = false
  const write = async (writer: number) => {
    for (let count = 0; !isDone; count += 1) {
      const body = { name: { full: `Writer ${writer} ${count}` } }
      const { status, body: answer, headers } = await alice.ask(`POST /v1/books/${book}/contacts`, { body })
      if (status === 201) acknowledged.push(answer.uid)
      else {
        refused.add(`${status} ${answer.code} ${headers.get('retry-after')}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }
  const writers = [0, 1, 2, 3].map(write)
  const until = async (count: number) => {
    const target = acknowledged.length + count
    while (acknowledged.length < target) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await until(20)
  await server.crash()
  await until(20)
  isDone = true
  await Promise.all(writers)
  expect([...refused].every((one) => one === '503 unavailable 2')).toBe(true)
  const there = new Set<string>()
  let path: string | undefined = `/v1/contacts?book=${book}&limit=100`
  while (path !== undefined) {
    const { body, headers } = await alice.ask(`GET ${path}`)
    for (const { uid } of body.items) there.add(uid)
    path = /^<(.+)>/.exec(headers.get('link') ?? '')?.[1]
  }
  expect(acknowledged.filter((uid) => !there.has(uid))).toEqual([])
  const { body: after } = await alice.ask('GET /v1/books')
  expect(after.items.find(({ kind }) => kind === 'personal')?.size).toBe(there.size)
})
