import { createPhone } from '@offhook/core'
import { expect, onTestFinished, test } from 'vitest'
import type { BackendOptions, IdentityProvider } from '../index.ts'
import { openBackend } from '../testing/backend.fixture.ts'
import { json, noNetwork, problem } from '../testing/fake-server.fixture.ts'

const profile = {
  ...{ id: 'alice', name: 'Alice', initials: 'A', email: 'alice@example.nl', extension: '201', language: 'nl' },
  ...{ theme: 'system', role: 'person', picture: '/v1/pictures/p1' },
}
const microsoft = {
  id: 'microsoft',
  name: 'Microsoft',
  issuer: 'https://login.example',
  clientId: 'c',
  scopes: ['openid'],
}

function open(options: Partial<BackendOptions> = {}) {
  const fake = openBackend(options)
  fake.on('GET /v1/sign-in', () => json({ password: true, reset: false, providers: [microsoft] }))
  fake.on('POST /v1/sign-in', () => json({ accessToken: 'a', expiresIn: 300, refreshToken: 'r', personId: 'alice' }))
  fake.on('GET /v1/me', () => json(profile))
  const { account, close } = createPhone({ account: fake.backend.account }, { clock: fake.clock })
  onTestFinished(close)
  const becomes = (status: string) => fake.until(() => account.getSnapshot().status === status, `it is ${status}`)
  return { ...fake, account, becomes }
}

test('S5 somebody signs in with an issuer of the server, in the turn in which they clicked', async () => {
  const asked: IdentityProvider[] = []
  const provider = {
    async signIn(wanted: IdentityProvider) {
      asked.push(wanted)
      return { idToken: 'id-token', nonce: 'n' }
    },
  }
  const { account, becomes, outcome, at, until } = open({ provider })
  await becomes('signed-out')
  await until(() => account.getSnapshot().methods !== undefined, 'it is known how to sign in')
  const signing = account.signIn({ provider: 'microsoft' })
  expect(asked).toEqual([microsoft])
  expect(await outcome(signing)).toBe('done')
  expect(at('POST /v1/sign-in').map(({ body }) => body)).toEqual([
    { grant: 'provider', provider: 'microsoft', idToken: 'id-token', nonce: 'n' },
  ])
})

test('S5 who comes back from an issuer is signed in without being asked again', async () => {
  const identity = { provider: 'microsoft', idToken: 'id-token', nonce: 'n' }
  const provider = { signIn: () => new Promise<never>(() => {}), returned: async () => identity }
  const { becomes, at } = open({ provider, remember: true })
  await becomes('signed-in')
  expect(at('POST /v1/sign-in').map(({ body }) => body)).toEqual([{ grant: 'provider', ...identity, cookie: true }])
})

test('S5 an issuer nobody knows, or that the app cannot ask, is unsupported', async () => {
  const without = open()
  await without.becomes('signed-out')
  expect(await without.outcome(without.account.signIn({ provider: 'microsoft' }))).toBe('unsupported')
  const other = open({ provider: { signIn: async () => ({ idToken: 'x', nonce: 'y' }) } })
  await other.becomes('signed-out')
  expect(await other.outcome(other.account.signIn({ provider: 'nobody' }))).toBe('unsupported')
  expect(other.account.getSnapshot().status).toBe('signed-out')
})

test('S5 how to sign in is asked until the server says so', async () => {
  const { account, next, becomes, until, at } = open()
  next('GET /v1/sign-in', noNetwork, noNetwork, noNetwork, noNetwork)
  await becomes('signed-out')
  await until(() => account.getSnapshot().methods !== undefined, 'it is known how to sign in')
  expect(account.getSnapshot().methods?.providers).toEqual([microsoft])
  expect(at('GET /v1/sign-in').length).toBe(5)
})

test.each([
  ['signed-out', 'asked'],
  ['revoked', 'revoked'],
] as const)('S5 a session that is %s elsewhere is over here', async (reason, told) => {
  const { account, becomes, streams, until } = open({ token: async () => 'opaque' })
  await becomes('signed-in')
  await until(() => streams.count() === 1, 'it listens')
  streams.event(3, 'session.ended', { reason })
  await becomes('signed-out')
  expect(account.getSnapshot()).toMatchObject({ reason: told, isLive: false })
})

test('S6 a picture is sent as it is, shown from where the server is, and taken away', async () => {
  const { account, becomes, on, outcome, at } = open({ token: async () => 'opaque' })
  await becomes('signed-in')
  expect(account.getSnapshot()).toMatchObject({ profile: { picture: 'https://phone.example.nl/v1/pictures/p1' } })
  const { picture: _, ...without } = profile
  on('PUT /v1/me/picture', () => json({ ...profile, picture: '/v1/pictures/p2' }))
  on('GET /v1/me', () => json({ ...profile, picture: '/v1/pictures/p2' }))
  const bytes = new Uint8Array([1, 2, 3])
  expect(await outcome(account.update({ picture: { type: 'image/png', bytes } }))).toBe('done')
  const [sent] = at('PUT /v1/me/picture')
  expect([sent?.headers.get('content-type'), sent?.body]).toEqual(['image/png', bytes])
  expect(account.getSnapshot()).toMatchObject({ profile: { picture: 'https://phone.example.nl/v1/pictures/p2' } })
  on('DELETE /v1/me/picture', () => json(without))
  on('GET /v1/me', () => json(without))
  expect(await outcome(account.update({ picture: null }))).toBe('done')
  expect(account.getSnapshot()).not.toMatchObject({ profile: { picture: expect.anything() } })
})

test('S6 a picture that is too large is refused, and nothing else of the change is sent', async () => {
  const { account, becomes, on, outcome, at } = open({ token: async () => 'opaque' })
  await becomes('signed-in')
  on('PUT /v1/me/picture', () => problem(413, 'too-large'))
  const picture = { type: 'image/png', bytes: new Uint8Array(8) } as const
  expect(await outcome(account.update({ name: 'Alice', picture }))).toBe('too-large')
  expect(at('PATCH /v1/me').length).toBe(0)
})

test('two phones of one page share a session and a stream', async () => {
  const { backend, becomes, at, clock, until, streams } = open({ token: async () => 'opaque' })
  await becomes('signed-in')
  await until(() => streams.count() === 1, 'it listens')
  const second = createPhone({ account: backend.account }, { clock })
  await until(() => second.account.getSnapshot().status === 'signed-in', 'the second is signed in too')
  expect([streams.count(), at('GET /v1/events').length]).toEqual([1, 1])
  second.close()
  await becomes('signed-in')
  expect(streams.count()).toBe(1)
})

test('S5 who signs out everywhere may hear of it before it is answered', async () => {
  const { account, becomes, on, streams, until, outcome } = open({ token: async () => 'opaque' })
  await becomes('signed-in')
  await until(() => streams.count() === 1, 'it listens')
  let answer = (_: Response) => {}
  on('POST /v1/sign-out', () => {
    streams.event(4, 'session.ended', { reason: 'signed-out' })
    return new Promise((resolve) => {
      answer = resolve
    })
  })
  const leaving = account.signOut({ everywhere: true })
  await becomes('signed-out')
  answer(new Response(null, { status: 204 }))
  expect(await outcome(leaving)).toBe('done')
})

test('S5 who has no profile is not signed in, and the error says why', async () => {
  const { account, becomes, on, outcome, next, pass } = open()
  await becomes('signed-out')
  on('GET /v1/me', () => problem(403, 'not-allowed'))
  const credentials = { email: 'alice@example.nl', password: 'alice' }
  expect(await outcome(account.signIn(credentials))).toBe('not-allowed')
  await pass(1_000)
  expect(account.getSnapshot()).toMatchObject({ status: 'signed-out' })
  on('GET /v1/me', () => json(profile))
  next('GET /v1/me', noNetwork)
  expect(await outcome(account.signIn(credentials))).toBe('done')
})
