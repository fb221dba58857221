import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCompany, type SignedIn } from '../testing/company.ts'

let company: Awaited<ReturnType<typeof openCompany>>
let alice: SignedIn

beforeAll(async () => {
  company = await openCompany({ origins: ['https://crm.example'] })
  alice = await company.signIn('alice')
}, 60_000)
afterAll(() => company.close())

const jan = { name: { full: 'Jan Jansen' } }
const personalBook = async (client: SignedIn) => {
  const { body } = await client.ask('GET /v1/books')
  return String(body.items.find(({ kind }) => kind === 'personal')?.id)
}

describe('a request that cannot be carried out is a problem document', () => {
  test('where nothing is, 404; with a method that is not there, 405 and which are', async () => {
    const nowhere = await alice.ask('GET /v1/nowhere')
    expect(nowhere.status).toBe(404)
    expect(nowhere.headers.get('content-type')).toBe('application/problem+json')
    expect(nowhere.body).toEqual({
      type: '/problems/not-found',
      title: 'That is not there.',
      status: 404,
      code: 'not-found',
      instance: expect.stringMatching(/^urn:uuid:/),
    })
    const wrong = await alice.ask('DELETE /v1/me')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, PATCH'])
    expect(wrong.body.status).toBe(405)
    const page = await company.ask(`GET ${nowhere.body.type}`)
    expect(page.body).toContain('That is not there.')
  })

  test.each<[string, unknown, Record<string, string>, string]>([
    ['what is no JSON', '{"name":', {}, ' bad-format'],
    ['what is no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, ' bad-format'],
    ['a form', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }, ' bad-format'],
    ['nothing', undefined, { 'content-type': 'application/json' }, ' required'],
    ['a name of 10,000 characters', { name: 'x'.repeat(10_000) }, {}, '/name too-long'],
    ['null for a name', { name: null }, {}, '/name bad-value'],
    ['a NUL', { name: 'a\u0000b' }, {}, ' bad-value'],
    ['half a character', { name: 'a\ud800b' }, {}, ' bad-format'],
  ])('%s is refused by field', async (_, body, headers, wanted) => {
    const { status, body: problem } = await alice.ask('PATCH /v1/me', { body, headers })
    expect(problem.errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([wanted])
    expect([status, problem.code]).toEqual([400, 'invalid'])
  })

  test('a body larger than the route takes is not read to its end', async () => {
    const book = await personalBook(alice)
    for (const [line, bytes] of [
      ['PATCH /v1/me', 300_000],
      [`POST /v1/books/${book}/import`, 50_000_000],
    ] as const) {
      const { status, body } = await alice.ask(line, { body: `"${'x'.repeat(bytes)}"` })
      expect([status, body.code]).toEqual([413, 'too-large'])
    }
    expect((await alice.ask('GET /v1/me')).status).toBe(200)
  })

  test('a body that says it is small and is not is cut', async () => {
    const { hostname, port } = new URL(company.url)
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname)
      const token = alice.session.accessToken
      socket.write(
        `PATCH /v1/me HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n` +
          'Transfer-Encoding: chunked\r\n\r\n',
      )
      for (let count = 0; count < 400; count += 1) socket.write(`400\r\n${'x'.repeat(1024)}\r\n`)
      let received = ''
      socket.on('error', () => {})
      socket.on('data', (data) => {
        received += String(data)
        if (received.includes('too-large')) socket.destroy()
      })
      socket.on('close', () => resolve(received))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413/)
  })

  test('a query is checked too, and its cursor cannot be made up', async () => {
    const bob = await company.signIn('bob')
    const { body: page } = await alice.ask('GET /v1/contacts?limit=1')
    for (const [query, pointer] of [
      ['limit=0', '?limit'],
      ['limit=1001', '?limit'],
      ['number=0x', '?number'],
      ['text=', '?text'],
      ['cursor=abc', '?cursor'],
      [`cursor=${'A'.repeat(600)}`, '?cursor'],
    ]) {
      const { status, body } = await alice.ask(`GET /v1/contacts?${query}`)
      expect([status, body.errors?.[0]?.pointer], query).toEqual([400, pointer])
    }
    const stolen = await bob.ask(`GET /v1/contacts?limit=1&cursor=${page.next}`)
    expect([stolen.status, stolen.body.code]).toEqual([400, 'invalid'])
  })

  test('an id that is no id is nothing that is there', async () => {
    for (const id of ["'; drop table contacts; --", '../../etc/passwd', 'x'.repeat(5000), '%00', '<script>']) {
      const { status, body } = await alice.ask(`GET /v1/contacts/${encodeURIComponent(id)}`)
      expect([status, body.code], id).toEqual([404, 'not-found'])
    }
    expect((await alice.ask('GET /v1/contacts/%00')).status).toBe(400)
  })
})

describe('what two people edit', () => {
  test('has a version; a change that is based on an older one is refused', async () => {
    const { headers } = await alice.ask('GET /v1/me/settings')
    const etag = headers.get('etag') ?? ''
    expect(etag).toMatch(/^"\d+"$/)
    const first = await alice.ask('PATCH /v1/me/settings', { body: { ringer: false }, headers: { 'if-match': etag } })
    expect(first.status).toBe(200)
    const second = await alice.ask('PATCH /v1/me/settings', { body: { ringer: true }, headers: { 'if-match': etag } })
    expect([second.status, second.body.code]).toEqual([412, 'conflict'])
    const next = first.headers.get('etag') ?? ''
    for (const match of [next, '*', '']) {
      const headersNow = match === '' ? {} : { 'if-match': match }
      const again = await alice.ask('PATCH /v1/me/settings', { body: { ringer: true }, headers: headersNow })
      expect(again.status, match).toBe(200)
    }
    const nonsense = await alice.ask('PATCH /v1/me/settings', { body: {}, headers: { 'if-match': '"a", "b"' } })
    expect(nonsense.status).toBe(412)
  })
})

describe('a write that is repeated', () => {
  test('with the same key is done once and answered the same, also when it comes twice at once', async () => {
    const book = await personalBook(alice)
    const question = { body: jan, headers: { 'idempotency-key': 'once-and-for-all' } }
    const [one, two] = await Promise.all([
      alice.ask(`POST /v1/books/${book}/contacts`, question),
      alice.ask(`POST /v1/books/${book}/contacts`, question),
    ])
    expect([one.status, two.status]).toEqual([201, 201])
    expect(two.body).toEqual(one.body)
    const { body } = await alice.ask(`GET /v1/contacts?book=${book}`)
    expect(body.items.length).toBe(1)
    const other = await alice.ask(`POST /v1/books/${book}/contacts`, { ...question, body: { name: { full: 'Piet' } } })
    expect([other.status, other.body.errors[0]?.code]).toEqual([400, 'key-reused'])
  })

  test('after it failed is tried again', async () => {
    const headers = { 'idempotency-key': 'second-time-lucky' }
    const refused = await alice.ask('POST /v1/books/nowhere/contacts', { body: jan, headers })
    expect(refused.status).toBe(404)
    expect((await alice.ask('POST /v1/books/nowhere/contacts', { body: jan, headers })).status).toBe(404)
  })

  test('with the key of somebody else is another write', async () => {
    const bob = await company.signIn('bob')
    const headers = { 'idempotency-key': 'shared-key' }
    const mine = await alice.ask(`PATCH /v1/me`, { body: { theme: 'dark' }, headers })
    const theirs = await bob.ask(`PATCH /v1/me`, { body: { theme: 'dark' }, headers })
    expect(theirs.body.id).not.toBe(mine.body.id)
  })
})

describe('every answer', () => {
  test('is not kept by anybody on the way, and says how to go on', async () => {
    const { headers, body } = await alice.ask('GET /v1/contacts?limit=2')
    expect(headers.get('cache-control')).toBe('no-store')
    const [, path] = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '') ?? []
    const next = await alice.ask(`GET ${path}`)
    expect(next.body.items.map(({ uid }) => uid)).not.toContain(body.items[0]?.uid)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('may be read by pages that are configured, and by no other', async () => {
    const preflight = (origin: string) =>
      company.ask('OPTIONS /v1/me/settings', {
        headers: { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'if-match' },
      })
    const { status, headers } = await preflight('https://crm.example')
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe('https://crm.example')
    expect(headers.get('access-control-allow-methods')).toBe('GET, PATCH')
    expect(headers.get('access-control-allow-headers')).toContain('If-Match')
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    const answer = await alice.ask('GET /v1/me', { headers: { origin: 'https://crm.example' } })
    expect(answer.headers.get('access-control-expose-headers')).toContain('ETag')
    const problem = await company.ask('GET /v1/me', { headers: { origin: 'https://crm.example' } })
    expect(problem.headers.get('access-control-allow-origin')).toBe('https://crm.example')
  })

  test('HEAD is GET without a body', async () => {
    const { status, headers } = await alice.ask('HEAD /v1/me')
    expect([status, headers.get('etag')]).toEqual([200, expect.stringMatching(/^"/)])
    expect((await alice.ask('HEAD /v1/events')).status).toBe(400)
  })
})
