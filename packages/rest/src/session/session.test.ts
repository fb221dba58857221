import { createPhone, type OffhookError } from '@offhook/core'
import { expect, onTestFinished, test } from 'vitest'
import { type BackendOptions, createBackend, passwordGrant } from '../index.ts'
import {
  type Arrived,
  createFakeServer,
  createFakeStreams,
  type FakeServer,
  json,
  noNetwork,
  problem,
} from '../testing/fake-server.fixture.ts'

const profile = {
  ...{ id: 'alice', name: 'Alice', initials: 'A', email: 'alice@example.nl', extension: '201', language: 'nl' },
  ...{ theme: 'system', role: 'person' },
}
const credentials = { email: 'alice@example.nl', password: 'alice' }
const five = 300

/** A server whose tokens are `access-1`, `access-2`, … and live five minutes. */
function open(options: Partial<BackendOptions> = {}, prepare: (server: FakeServer) => void = () => {}) {
  const server = createFakeServer()
  let born = 0
  server.on('GET /v1/sign-in', () => json({ password: true, reset: true, providers: [] }))
  server.on('POST /v1/sign-in', () => {
    born++
    return json({ accessToken: `access-${born}`, expiresIn: five, refreshToken: `refresh-${born}`, personId: 'alice' })
  })
  server.on('GET /v1/events', createFakeStreams(server).answer)
  server.on('POST /v1/sign-out', () => new Response(null, { status: 204 }))
  server.on('GET /v1/me', () => json(profile))
  server.on('PATCH /v1/me', () => json(profile))
  prepare(server)
  const backend = createBackend({
    url: 'https://phone.example.nl',
    fetch: server.fetch,
    clock: server.clock,
    ...options,
  })
  const phone = createPhone({ account: backend.account }, { clock: server.clock })
  onTestFinished(() => phone.close())
  const status = () => phone.account.getSnapshot().status
  const becomes = (wanted: string) => server.until(() => status() === wanted, `the account is ${wanted}`)
  /** Asks for something that wants a token. */
  const use = async () => {
    const asked = phone.account.update({ theme: 'dark' })
    let error: OffhookError | undefined
    let isDone = false
    asked.then(
      () => {
        isDone = true
      },
      (thrown) => {
        error = thrown
      },
    )
    await server.until(() => isDone || error !== undefined, 'it was answered')
    return error?.code
  }
  const bearer = ({ headers }: Arrived) => headers.get('authorization')
  const grants = () => server.at('POST /v1/sign-in').map(({ body }) => Object(body).grant)
  return { ...server, backend, phone, status, becomes, use, bearer, grants }
}

test('nobody is signed in until somebody signs in', async () => {
  const { phone, becomes, grants, at } = open()
  await becomes('signed-out')
  expect(phone.account.getSnapshot()).toMatchObject({ reason: 'none', methods: { password: true } })
  phone.account.signIn(credentials)
  await becomes('signed-in')
  expect([grants(), at('POST /v1/sign-in')[0]?.body]).toEqual([['password'], { grant: 'password', ...credentials }])
})

test('a token is renewed before it ends, once for all who ask at the same time', async () => {
  const { becomes, phone, pass, grants, at, bearer, until } = open({
    token: passwordGrant('alice@example.nl', 'alice'),
  })
  await becomes('signed-in')
  await pass((five - 50) * 1_000)
  const before = at('PATCH /v1/me').length
  for (let count = 0; count < 10; count++) phone.account.update({ theme: 'dark' }).catch(() => {})
  await until(() => at('PATCH /v1/me').length === before + 10, 'all have asked')
  expect(grants()).toEqual(['password', 'refresh'])
  expect(new Set(at('PATCH /v1/me').map(bearer))).toEqual(new Set(['Bearer access-2']))
})

test('a refresh token is good once: each renewal brings the next', async () => {
  const { becomes, use, pass, at } = open({ token: passwordGrant('alice@example.nl', 'alice') })
  await becomes('signed-in')
  for (let count = 0; count < 3; count++) {
    await pass(five * 1_000)
    expect(await use()).toBeUndefined()
  }
  const sent = at('POST /v1/sign-in').map(({ body }) => Object(body).refreshToken)
  expect(sent).toEqual([undefined, 'refresh-1', 'refresh-2', 'refresh-3'])
})

test('a session that cannot be renewed is over, and says why', async () => {
  const { phone, becomes, pass, next, use, at } = open({ token: passwordGrant('alice@example.nl', 'alice') })
  const told: string[] = []
  phone.on('signed-out', (reason) => told.push(reason))
  await becomes('signed-in')
  await pass(five * 1_000)
  next('POST /v1/sign-in', () => problem(401, 'bad-credentials'))
  expect(await use()).toBe('signed-out')
  await becomes('expired')
  expect(told).toEqual(['expired'])
  const count = at('').length
  await pass(120_000)
  expect(at('').length).toBe(count)
})

test('a server that does not answer ends no session: what is good still is used, and it is asked again', async () => {
  const { becomes, pass, on, use, status, at, bearer } = open({ token: passwordGrant('alice@example.nl', 'alice') })
  await becomes('signed-in')
  await pass((five - 50) * 1_000)
  on('POST /v1/sign-in', noNetwork)
  expect(await use()).toBeUndefined()
  expect(at('PATCH /v1/me').map(bearer)).toEqual(['Bearer access-1'])
  await pass(60_000)
  on('POST /v1/sign-in', () => problem(503, 'unavailable'))
  expect([await use(), status()]).toEqual(['unavailable', 'signed-in'])
  on('POST /v1/sign-in', () => json({ accessToken: 'access-9', expiresIn: five, personId: 'alice' }))
  expect(await use()).toBeUndefined()
  expect(at('PATCH /v1/me').map(bearer).at(-1)).toBe('Bearer access-9')
})

test('a renewal whose answer was lost is asked for again at once, before the old token counts as stolen', async () => {
  const { becomes, pass, next, use, at, status } = open({ token: passwordGrant('alice@example.nl', 'alice') })
  await becomes('signed-in')
  await pass(five * 1_000)
  next('POST /v1/sign-in', noNetwork)
  expect([await use(), status()]).toEqual([undefined, 'signed-in'])
  const sent = at('POST /v1/sign-in').map(({ body }) => Object(body).refreshToken)
  expect(sent).toEqual([undefined, 'refresh-1', 'refresh-1'])
})

const jwt = (claims: object) => `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims))}.`

test.each([-3_600, 0, 3_600])(
  'tokens of the app itself count by how long they live, with clocks %i seconds apart',
  async (apart) => {
    const asked: boolean[] = []
    const clock = () => Math.floor(Date.UTC(2026, 10, 23, 10) / 1_000) + apart
    const token = async ({ isRefused }: { isRefused: boolean }) => {
      asked.push(isRefused)
      return jwt({ iat: clock(), exp: clock() + 600, jti: asked.length })
    }
    const { becomes, use, pass } = open({ token })
    await becomes('signed-in')
    await pass(500_000)
    await use()
    expect(asked).toEqual([false])
    await pass(60_000)
    await use()
    expect(asked).toEqual([false, false])
  },
)

test('a token that says nothing is used until it is refused', async () => {
  const asked: boolean[] = []
  const { becomes, use, pass, next } = open({ token: async ({ isRefused }) => `opaque-${asked.push(isRefused)}` })
  await becomes('signed-in')
  await pass(1_000_000)
  expect(await use()).toBeUndefined()
  next('PATCH /v1/me', () => problem(401, 'signed-out'))
  expect(await use()).toBeUndefined()
  expect(asked).toEqual([false, true])
})

test('an app that has no token has nobody signed in; one that cannot say is asked again', async () => {
  const none = open({ token: async () => undefined })
  await none.becomes('signed-out')
  let turn = 0
  const later = open({
    async token() {
      if (++turn < 3) throw new Error('no network')
      return 'opaque'
    },
  })
  await later.becomes('signed-in')
  expect(turn).toBe(3)
})

test('a new token that is refused too ends the session instead of asking for ever', async () => {
  const { becomes, on, use, at, pass } = open({ token: async () => 'opaque' })
  await becomes('signed-in')
  on('PATCH /v1/me', () => problem(401, 'signed-out'))
  expect(await use()).toBe('signed-out')
  await becomes('expired')
  await pass(60_000)
  expect(at('PATCH /v1/me').length).toBe(2)
})

test('what the app gave and the server refused is told with the reason', async () => {
  const { phone, becomes } = open({ token: passwordGrant('alice@example.nl', 'wrong') }, ({ on }) =>
    on('POST /v1/sign-in', () => problem(401, 'bad-credentials')),
  )
  await becomes('expired')
  expect(phone.account.getSnapshot()).toMatchObject({ error: { code: 'bad-credentials' } })
})

test('a session in a cookie is there again after a reload, and no script sees it', async () => {
  const { becomes, at, arrived } = open({ remember: true })
  await becomes('signed-in')
  expect(at('POST /v1/sign-in').map(({ body, init }) => [body, init.credentials])).toEqual([
    [{ grant: 'refresh' }, 'include'],
  ])
  expect(arrived.every(({ init }) => init.credentials === 'include')).toBe(true)
  const nobody = open({ remember: true }, ({ on }) => on('POST /v1/sign-in', () => problem(401, 'bad-credentials')))
  await nobody.becomes('signed-out')
})

test('a server that is not there yet is asked until it is', async () => {
  const { becomes, status, grants, pass } = open({ remember: true }, ({ next }) =>
    next('POST /v1/sign-in', noNetwork, noNetwork, () => problem(503, 'unavailable')),
  )
  await pass(500)
  expect(status()).toBe('resuming')
  await becomes('signed-in')
  expect(grants().length).toBe(4)
})

test('who signs in while a session is looked for is signed in, whatever is found', async () => {
  let answer = (_: Response) => {}
  const { phone, becomes, pass, bearer, at } = open({ remember: true }, ({ next }) =>
    next(
      'POST /v1/sign-in',
      () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    ),
  )
  await pass(100)
  phone.account.signIn(credentials)
  await becomes('signed-in')
  answer(problem(401, 'bad-credentials'))
  await pass(5_000)
  expect(phone.account.getSnapshot().status).toBe('signed-in')
  expect(at('GET /v1/me').map(bearer)).toContain('Bearer access-1')
})

test('who signs out is signed out here, also when the server is gone; everywhere only when it says so', async () => {
  const { phone, becomes, on, pass, status } = open({ token: passwordGrant('alice@example.nl', 'alice') })
  await becomes('signed-in')
  on('POST /v1/sign-out', noNetwork)
  const everywhere = phone.account.signOut({ everywhere: true }).catch(({ code }) => code)
  await pass(200)
  expect([await everywhere, status()]).toEqual(['unavailable', 'signed-in'])
  const here = phone.account.signOut()
  await becomes('signed-out')
  await here
})

test('a session in a cookie that could not be ended is not called ended', async () => {
  const { phone, becomes, on, pass, status } = open({ remember: true })
  await becomes('signed-in')
  on('POST /v1/sign-out', noNetwork)
  const here = phone.account.signOut().catch(({ code }) => code)
  await pass(200)
  expect([await here, status()]).toEqual(['unavailable', 'signed-in'])
})

test('tokens are nowhere to be seen', async () => {
  const { becomes, backend, phone, arrived } = open({ token: passwordGrant('alice@example.nl', 'alice') })
  await becomes('signed-in')
  const seen = JSON.stringify([backend, phone.account.getSnapshot(), arrived.map(({ line }) => line)])
  for (const secret of ['access-', 'refresh-']) expect(seen).not.toContain(secret)
  expect(Object.keys(globalThis).filter((name) => /storage/i.test(name))).toEqual(
    Object.keys(globalThis).filter((name) => /storage/i.test(name)),
  )
})
