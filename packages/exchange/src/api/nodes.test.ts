// Two exchanges on one PostgreSQL: what one of them knows of sign-in, both know, and after a start too.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startServer } from '../store/testing/postgres.ts'
import { openCompany } from '../testing/company.ts'
import { eventually } from '../testing/house.ts'
import { openPhone } from '../testing/raw-phone.ts'

// a database server is started, and exchanges on it
vi.setConfig({ testTimeout: 60_000 })

type Company = Awaited<ReturnType<typeof openCompany>>

let server: Awaited<ReturnType<typeof startServer>>
let databaseUrl: string
let nodes: readonly [Company, Company]

const start = () => openCompany({ databaseUrl, lockoutFailures: 4, lockoutSeconds: 600 })

beforeAll(async () => {
  server = await startServer()
  databaseUrl = await server.database()
  nodes = [await start(), await start()]
}, 90_000)
afterAll(async () => {
  for (const node of nodes ?? []) await node.close()
  await server?.stop()
})

const grant = ({ ask }: Company, user: string, password: string) =>
  ask('POST /v1/sign-in', { body: { grant: 'password', email: `${user}@example.nl`, password } })
const sipOf = ({ url }: Company) => `${url.replace('http', 'ws')}/sip`

test('S5 guesses are counted for all exchanges together, and a start forgets none', async () => {
  const [one, two] = nodes
  const all = await Promise.all([one, two, one, two, one, two].map((node) => grant(node, 'carol', 'wrong')))
  expect(all.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 429, 429])
  const third = await start()
  const { status, body } = await grant(third, 'carol', 'carol')
  expect([status, body.code]).toEqual([429, 'locked-out'])
  await third.close()
})

test('S5 a session of one exchange is one of the other, with its telephone, until it ends on either', async () => {
  const [one, two] = nodes
  const alice = await one.signIn('alice')
  const { body: sip } = await alice.ask('GET /v1/me/sip')
  const there = two.as(alice.session)
  expect((await there.ask('GET /v1/me')).status).toBe(200)
  const phone = await openPhone(sipOf(two), 'alice', { password: String(sip.password) })
  await eventually(async () => (await phone.register()).status === 200)
  await there.ask('POST /v1/sign-out', { body: { everywhere: false } })
  expect((await alice.ask('GET /v1/me')).status).toBe(401)
  expect((await phone.register()).status).toBe(401)
  const elsewhere = await openPhone(sipOf(one), 'alice', { password: String(sip.password) })
  await eventually(async () => (await elsewhere.register()).status === 401)
  for (const { vanish } of [phone, elsewhere]) vanish()
})

test('S5 one address of the network has one allowance, whichever exchange it asks', async () => {
  const ask = ({ ask }: Company) => ask('POST /v1/password-reset', { body: { email: 'nobody@example.nl' } })
  const begin = performance.now()
  const all = await Promise.all(Array.from({ length: 100 }, (_, at) => ask(nodes[at % 2 === 0 ? 0 : 1])))
  const passed = all.filter(({ status }) => status === 202).length
  // forty at once, and ten more each second that this took
  const most = 40 + Math.ceil((performance.now() - begin) / 100) + 1
  expect(passed).toBeGreaterThanOrEqual(30)
  expect(passed).toBeLessThanOrEqual(most)
})
