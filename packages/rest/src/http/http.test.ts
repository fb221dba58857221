import { OffhookError } from '@offhook/core'
import { expect, test } from 'vitest'
import { routes } from '../contract/index.ts'
import { createFakeServer, json, noNetwork, problem } from '../testing/fake-server.fixture.ts'
import { createHttp } from './http.ts'

const missed = { unseen: 2 }
const fields = { name: { full: 'Jan' } }
const contact = {
  ...{
    ...fields,
    uid: 'c1',
    book: 'personal',
    kind: 'individual',
    organizations: [],
    titles: [],
    phones: [],
    emails: [],
  },
  ...{ readOnly: false, favourite: false },
}

/** The requests of somebody whose token is `token-1` until it is refused. */
function client(timeout = 15_000) {
  const server = createFakeServer()
  const renewed: (string | undefined)[] = []
  const over: string[] = []
  let renewal: Promise<string> | undefined
  const http = createHttp({
    ...{ url: 'https://phone.example.nl', fetch: server.fetch, clock: server.clock, timeout, hasCookie: false },
    token(refused) {
      if (refused === undefined) return renewal ?? Promise.resolve('token-1')
      renewed.push(refused)
      renewal ??= Promise.resolve('token-2')
      return renewal
    },
    over: (token) => void over.push(token),
    era: () => 1,
  })
  /** Lets time pass until something is answered. */
  const outcome = async <T>(asked: Promise<T>): Promise<T | OffhookError> => {
    let settled: { readonly is: T | OffhookError } | undefined
    asked.then(
      (value) => {
        settled = { is: value }
      },
      (error) => {
        settled = { is: error }
      },
    )
    await server.until(() => settled !== undefined, 'there is an answer')
    if (settled === undefined) throw new Error('There is no answer.')
    return settled.is
  }
  return { ...server, http, outcome, renewed, over }
}
const codeOf = (outcome: unknown) => (outcome instanceof OffhookError ? outcome.code : outcome)

test('a server that stumbles is asked again, three times in all, and then it is an error', async () => {
  const { http, outcome, next, on, at } = client()
  next(
    'GET /v1/me/history/missed',
    noNetwork,
    () => problem(503, 'unavailable'),
    () => json(missed),
  )
  expect(await outcome(http.call(routes.missed, {}))).toEqual({ value: missed })
  on('GET /v1/me/history/missed', () => problem(500, 'refused', { detail: 'The disk is full.' }))
  const error = await outcome(http.call(routes.missed, {}))
  expect(error).toMatchObject({ code: 'refused', message: 'The disk is full.' })
  expect(at('GET /v1/me/history/missed').length).toBe(6)
})

test('a change that a server failed at is not tried again behind the back of who asked', async () => {
  const { http, outcome, on, at } = client()
  on('PUT /v1/me/presence', () => problem(500, 'refused'))
  expect(codeOf(await outcome(http.call(routes.setPresence, { body: { status: 'lunch' } })))).toBe('refused')
  expect(at('PUT /v1/me/presence').length).toBe(1)
})

test('what would be done twice is not sent twice; with an Idempotency-Key it is, with the same key', async () => {
  const { http, outcome, on, at } = client()
  for (const line of ['POST ', 'PUT ', 'PATCH ']) on(line, noNetwork)
  expect(codeOf(await outcome(http.call(routes.signOut, { body: { everywhere: true } })))).toBe('unavailable')
  expect(at('POST /v1/sign-out').length).toBe(1)
  const based = { params: { uid: 'c1' }, body: fields, ifMatch: '"1"' }
  expect(codeOf(await outcome(http.call(routes.updateContact, based)))).toBe('unavailable')
  expect(at('PUT /v1/contacts/c1').length).toBe(1)
  expect(codeOf(await outcome(http.call(routes.createContact, { params: { book: 'b' }, body: fields })))).toBe(
    'unavailable',
  )
  const keys = at('POST /v1/books/b/contacts').map(({ headers }) => headers.get('idempotency-key'))
  expect(keys.length).toBe(3)
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
})

test('too often waits as long as the server says, whatever is asked; too long is for the app to decide', async () => {
  const { http, outcome, next, clock, at } = client()
  const tooMany = (after: string) => () => problem(429, 'too-many', {}, { 'Retry-After': after })
  next('POST /v1/sign-out', tooMany('2'), () => new Response(null, { status: 204 }))
  const before = clock.now()
  expect(await outcome(http.call(routes.signOut, { body: { everywhere: false } }))).toEqual({ value: undefined })
  expect(clock.now() - before).toBeGreaterThanOrEqual(2_000)
  next('GET /v1/me/history/missed', tooMany('3600'))
  const error = await outcome(http.call(routes.missed, {}))
  expect(error).toMatchObject({ code: 'too-many', retryAfter: 3_600_000 })
  expect(at('GET /v1/me/history/missed').length).toBe(1)
})

test('a date in Retry-After counts from the clock of the server, which may be an hour off', async () => {
  const { http, outcome, next, clock } = client()
  const theirs = clock.now() + 3_600_000
  const headers = { Date: new Date(theirs).toUTCString(), 'Retry-After': new Date(theirs + 60_000).toUTCString() }
  next('GET /v1/me/history/missed', () => problem(503, 'unavailable', {}, headers))
  expect(await outcome(http.call(routes.missed, {}))).toMatchObject({ code: 'unavailable', retryAfter: 60_000 })
})

test('what locks somebody out is not asked again', async () => {
  const { http, outcome, on, at } = client()
  on('POST /v1/sign-in', () => problem(429, 'locked-out', { retryAfter: 1 }))
  const body = { grant: 'password', email: 'alice@example.nl', password: 'wrong' } as const
  expect(await outcome(http.call(routes.signIn, { body }))).toMatchObject({ code: 'locked-out', retryAfter: 1_000 })
  expect(at('POST /v1/sign-in').length).toBe(1)
})

test.each([
  [
    'a page of a hotel',
    () => new Response('<html>Welcome to the Wi-Fi</html>', { headers: { 'Content-Type': 'text/html' } }),
  ],
  ['nonsense', () => new Response('{"unseen":')],
  ['another language', () => json({ unseen: 'many' })],
  ['nothing', () => new Response(null, { status: 204 })],
])('what answers with %s is no exchange', async (_, answer) => {
  const { http, outcome, on } = client()
  on('GET /v1/me/history/missed', answer)
  expect(codeOf(await outcome(http.call(routes.missed, {})))).toBe('unavailable')
})

test('an error of a proxy, which knows no problem documents, still has a code', async () => {
  const { http, outcome, on } = client()
  const codes = {
    403: 'not-allowed',
    404: 'not-found',
    412: 'conflict',
    413: 'too-large',
    418: 'refused',
    502: 'unavailable',
  }
  for (const [status, code] of Object.entries(codes)) {
    on('PUT /v1/me/forwarding', () => new Response('<h1>No</h1>', { status: Number(status) }))
    const asked = http.call(routes.saveForwarding, { body: { rules: [] } })
    expect([status, codeOf(await outcome(asked))]).toEqual([status, code])
  }
})

test('a body that breaks off is asked for again', async () => {
  const { http, outcome, next } = client()
  const broken = () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('{"unse'))
        controller.error(new TypeError('terminated'))
      },
    })
    return new Response(body)
  }
  next('GET /v1/me/history/missed', broken, () => json(missed))
  expect(await outcome(http.call(routes.missed, {}))).toEqual({ value: missed })
})

test('who is not answered at all stops waiting, also when only the end of an answer does not come', async () => {
  const { http, outcome, on, clock } = client(1_000)
  on('GET /v1/me/history/missed', () => new Promise(() => {}))
  const before = clock.now()
  expect(codeOf(await outcome(http.call(routes.missed, {})))).toBe('timeout')
  expect(clock.now() - before).toBeGreaterThanOrEqual(3_000)
  on('POST /v1/sign-out', ({ init }) => {
    const start = (controller: ReadableStreamDefaultController) =>
      init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason))
    return new Response(new ReadableStream({ start }))
  })
  expect(codeOf(await outcome(http.call(routes.signOut, { body: { everywhere: true } })))).toBe('timeout')
})

test('who does not want an answer any more is told so, and nothing more is sent', async () => {
  const { http, outcome, on, at, pass } = client()
  on('GET /v1/contacts', noNetwork)
  const typing = new AbortController()
  const asked = http.call(routes.contacts, { query: { text: 'ja' }, signal: typing.signal })
  asked.catch(() => {})
  await pass(50)
  typing.abort(new Error('typed on'))
  expect(await outcome(asked)).toMatchObject({ message: 'typed on' })
  await pass(20_000)
  expect(at('GET /v1/contacts?text=ja').length).toBe(1)
})

test('twenty requests whose token was refused ask for one other token, and each is sent once more', async () => {
  const { http, outcome, on, at, renewed, over } = client()
  on('PATCH /v1/me', ({ headers }) =>
    headers.get('authorization') === 'Bearer token-2' ? problem(412, 'conflict') : problem(401, 'signed-out'),
  )
  const all = Array.from({ length: 20 }, () => outcome(http.call(routes.updateProfile, { body: { theme: 'dark' } })))
  expect((await Promise.all(all)).map(codeOf)).toEqual(Array(20).fill('conflict'))
  expect(at('PATCH /v1/me').length).toBe(40)
  expect(new Set(renewed)).toEqual(new Set(['token-1']))
  expect(over).toEqual([])
})

test('a new token that is refused too ends it: no third try', async () => {
  const { http, outcome, on, at, over } = client()
  on('GET /v1/me', () => problem(401, 'signed-out'))
  expect(codeOf(await outcome(http.call(routes.profile, {})))).toBe('signed-out')
  expect([at('GET /v1/me').length, over]).toEqual([2, ['token-2']])
})

test('a wrong password is no reason for another token', async () => {
  const { http, outcome, on, renewed } = client()
  on('POST /v1/me/password', () => problem(401, 'bad-credentials'))
  const asked = http.call(routes.changePassword, { body: { from: 'x', to: 'a long new password' } })
  expect(codeOf(await outcome(asked))).toBe('bad-credentials')
  expect(renewed).toEqual([])
})

test('what is wrong with which field is told as the server says', async () => {
  const { http, outcome, on } = client()
  const errors = [{ pointer: '/name/full', code: 'too-long', detail: 'At most 200 characters.' }]
  on('POST /v1/books/b/contacts', () => problem(400, 'invalid', { errors }))
  const asked = http.call(routes.createContact, { params: { book: 'b' }, body: fields })
  expect(await outcome(asked)).toMatchObject({ code: 'invalid', problems: errors })
})

test('what the lost answer had taken away already is away', async () => {
  const { http, outcome, next } = client()
  next('DELETE /v1/me/history/r1', noNetwork, () => problem(404, 'not-found'))
  expect(await outcome(http.call(routes.removeRecord, { params: { id: 'r1' } }))).toEqual({ value: undefined })
})

test('the version of an answer comes with it, and goes back with a change', async () => {
  const { http, outcome, on, at } = client()
  on('PUT /v1/contacts/c%2F1', () => json(contact, { headers: { ETag: '"7"' } }))
  const asked = http.call(routes.updateContact, { params: { uid: 'c/1' }, body: fields, ifMatch: '"6"' })
  expect(await outcome(asked)).toEqual({ value: contact, etag: '"7"' })
  expect(at('PUT /v1/contacts/')[0]?.headers.get('if-match')).toBe('"6"')
})

test('the token is in the header, and neither in an address nor in an error', async () => {
  const { http, outcome, on, arrived } = client()
  on('GET /v1/contacts', () => problem(401, 'signed-out', { detail: 'No.' }))
  const error = await outcome(http.call(routes.contacts, { query: { text: 'a&b=c ü' } }))
  expect(arrived[0]?.headers.get('authorization')).toBe('Bearer token-1')
  expect(arrived[0]?.line).toBe('GET /v1/contacts?text=a%26b%3Dc+%C3%BC')
  expect(arrived.map(({ line }) => line).join()).not.toContain('token-')
  expect(
    `${JSON.stringify(error)} ${error instanceof Error ? `${error.stack} ${JSON.stringify(error.cause)}` : ''}`,
  ).not.toContain('token-1')
})
