import { createPhone } from '@offhook/core'
import { expect, onTestFinished, test } from 'vitest'
import { createBackend, passwordGrant } from './index.ts'
import { createFakeServer, createFakeStreams, json, noNetwork } from './testing/fake-server.fixture.ts'

const contact = {
  ...{
    uid: 'doctor',
    book: 'own',
    kind: 'individual',
    name: { full: 'The doctor' },
    readOnly: false,
    favourite: false,
  },
  ...{ organizations: [], titles: [], phones: [{ number: '+31201234567' }], emails: [] },
}
const alice = {
  ...{ id: 'alice', name: 'Alice', initials: 'A', email: 'alice@example.nl', extension: '201', language: 'nl' },
  ...{ theme: 'dark', role: 'person' },
}
const access = {
  ...{ uri: 'sip:alice@example.nl', user: 'alice', password: 'p', servers: ['wss://x.example/sip'], iceServers: [] },
  ...{ expiresAt: '2026-11-23T11:00:00Z', expiresIn: 60 },
}

function serve() {
  const server = createFakeServer()
  server.on('GET /v1/events', createFakeStreams(server).answer)
  server.on('POST /v1/sign-in', () => json({ accessToken: 'a', expiresIn: 300, refreshToken: 'r', personId: 'alice' }))
  server.on('POST /v1/sign-out', () => new Response(null, { status: 204 }))
  server.on('GET /v1/sign-in', () => json({ password: true, reset: true, providers: [] }))
  server.on('GET /v1/me/sip', () => json(access))
  server.on('GET /v1/capabilities', () =>
    json({ version: '1.2.3', engine: 'embedded', parts: ['presence', 'telepathy'] }),
  )
  return server
}

test('what to register with is there before there is a phone, and one who is not signed in gets none', async () => {
  const { fetch, clock, arrived } = serve()
  const token = passwordGrant('alice@example.nl', 'alice')
  const backend = createBackend({ url: 'https://phone.example.nl', fetch, clock, token })
  expect(arrived).toEqual([])
  const [first, second] = await Promise.all([backend.sip(), backend.sip()])
  expect([first.user, second.user]).toEqual(['alice', 'alice'])
  expect(arrived.filter(({ line }) => line === 'POST /v1/sign-in').length).toBe(1)
  const nobody = createBackend({ url: 'https://phone.example.nl', fetch, clock })
  await expect(nobody.sip()).rejects.toMatchObject({ code: 'signed-out' })
})

test('what a server can do may be more than this version knows', async () => {
  const { fetch, clock } = serve()
  const backend = createBackend({ url: 'https://phone.example.nl', fetch, clock })
  expect(await backend.capabilities()).toEqual({
    version: '1.2.3',
    engine: 'embedded',
    parts: ['presence', 'telepathy'],
  })
})

test.each(['', 'phone.example.nl', 'wss://phone.example.nl', 'javascript:alert(1)'])(
  '%j is no address of a server',
  (url) => {
    expect(() => createBackend({ url })).toThrow(expect.objectContaining({ code: 'bad-option' }))
  },
)

test('a server may be under a path, and the slash at the end does not matter', async () => {
  const { fetch, clock, arrived } = serve()
  for (const url of ['https://example.nl/phone', 'https://example.nl/phone//']) {
    await createBackend({ url, fetch, clock })
      .capabilities()
      .catch(() => {})
  }
  expect(arrived.map(({ line }) => line)).toEqual(Array(2).fill('GET /phone/v1/capabilities'))
})

test('what was one person is not for whoever signs in next, also when their own cannot be read', async () => {
  const { fetch, clock, on, until } = serve()
  const person = { status: 'available', since: '2026-11-23T09:00:00Z' }
  const presence = { id: 'alice', person, line: 'idle', device: 'reachable' }
  on('GET /v1/me', () => json(alice))
  on('GET /v1/me/presence', () => json(presence))
  on('GET /v1/presence', () => json({ items: [] }))
  on('GET /v1/me/history/missed', () => json({ unseen: 3 }))
  const call = { direction: 'incoming', kind: 'missed', startedAt: person.since, endedAt: person.since, seen: false }
  on('GET /v1/me/history?', () => json({ items: [{ id: 'r1', ...call, from: {}, to: {}, via: [], devices: [] }] }))
  on('GET /v1/books', () =>
    json({ items: [{ id: 'own', name: 'Own', kind: 'personal', readOnly: false, held: 'whole' }] }),
  )
  on('GET /v1/contacts', () => json({ items: [contact] }))
  const phone = createPhone(createBackend({ url: 'https://phone.example.nl', fetch, clock }), { clock })
  onTestFinished(() => phone.close())
  const status = () => phone.account.getSnapshot().status
  const calls = phone.history.list()
  await until(() => status() === 'signed-out', 'nobody is signed in')
  phone.account.signIn({ email: 'alice@example.nl', password: 'alice' })
  await until(
    () => calls.getSnapshot().records.length === 1 && phone.directory.lookup('+31201234567').length === 1,
    'it is read',
  )

  on('GET /v1/books', noNetwork)
  on('GET /v1/me/history', noNetwork)
  on('GET /v1/presence', noNetwork)
  phone.account.signOut()
  await until(() => status() === 'signed-out', 'alice is signed out')
  phone.account.signIn({ email: 'bob@example.nl', password: 'bob' })
  await until(() => status() === 'signed-in', 'bob is signed in')
  expect(phone.directory.lookup('+31201234567')).toEqual([])
  expect(phone.directory.search('doctor')).toEqual([])
  expect([calls.getSnapshot().records, phone.history.getSnapshot(), phone.presence.team.getSnapshot()]).toEqual([
    [],
    { unseenMissed: undefined },
    [],
  ])
})

test("an answer that comes after somebody signed out is nobody's", async () => {
  const { fetch, clock, on, pass, until } = serve()
  let answer = (_: Response) => {}
  on('GET /v1/me', () => json(alice))
  on('GET /v1/contacts', () => {
    return new Promise((resolve) => {
      answer = resolve
    })
  })
  const held = { id: 'big', name: 'Big', kind: 'external', readOnly: true, held: 'asked' }
  on('GET /v1/books', () => json({ items: [held] }))
  on('GET /v1/contacts?book', () => json({ items: [] }))
  const phone = createPhone(createBackend({ url: 'https://phone.example.nl', fetch, clock }), { clock })
  onTestFinished(() => phone.close())
  phone.account.signIn({ email: 'alice@example.nl', password: 'alice' })
  const isRead = () =>
    phone.directory.getSnapshot().books.length === 1 && phone.account.getSnapshot().status === 'signed-in'
  await until(isRead, 'the books are read')
  const asked = phone.directory.find('doctor')
  await pass(100)
  phone.account.signOut().catch(() => {})
  await until(() => phone.directory.getSnapshot().books.length === 0, 'nobody is signed in')
  answer(json({ items: [contact] }))
  expect(await asked).toEqual([])
})
