// What is kept for people: told as they would, over HTTP.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCompany, type SignedIn } from '../testing/company.ts'
import { eventually } from '../testing/house.ts'

let company: Awaited<ReturnType<typeof openCompany>>
let alice: SignedIn
let bob: SignedIn
let dora: SignedIn

beforeAll(async () => {
  company = await openCompany({ domain: 'phone.example.nl' })
  ;[alice, bob, dora] = await Promise.all([company.signIn('alice'), company.signIn('bob'), company.signIn('dora')])
}, 90_000)
afterAll(() => company.close())

const png = (bytes: number) => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(bytes - 8)])
const soon = (ms: number) => new Date(company.clock.now() + ms).toISOString()

describe('S6 the own profile', () => {
  test('is changed, and colleagues have it in their phonebook', async () => {
    const { status, body, headers } = await alice.ask('PATCH /v1/me', {
      body: { name: 'Alice Bakker', initials: 'AB', mobile: '+31612345678', theme: 'dark', language: 'nl-BE' },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ name: 'Alice Bakker', mobile: '+31612345678', theme: 'dark', role: 'person' })
    expect((await alice.ask('GET /v1/me')).headers.get('etag')).toBe(headers.get('etag'))
    const { body: contact } = await bob.ask(`GET /v1/contacts/${alice.id}`)
    expect([contact.name.full, contact.book]).toEqual(['Alice Bakker', 'internal'])
    expect((await alice.ask('PATCH /v1/me', { body: { mobile: '0687654321' } })).body.mobile).toBe('+31687654321')
    const { status: bad, body: problem } = await alice.ask('PATCH /v1/me', { body: { mobile: '201' } })
    expect([bad, problem.errors[0]]).toEqual([400, expect.objectContaining({ pointer: '/mobile', code: 'bad-number' })])
    expect((await alice.ask('PATCH /v1/me', { body: { mobile: null } })).body.mobile).toBeUndefined()
    expect((await alice.ask('PATCH /v1/me', { body: { role: 'admin', extension: '1' } })).body).toMatchObject({
      ...{ role: 'person', extension: '201' },
    })
  })

  test('keeps what is strange and dangerous as it is', async () => {
    const name = `Robert'); DROP TABLE people;-- <img src=x onerror=alert(1)> \u202e 😀`
    expect((await bob.ask('PATCH /v1/me', { body: { name } })).body.name).toBe(name)
    expect((await alice.ask(`GET /v1/contacts/${bob.id}`)).body.name.full).toBe(name)
    await bob.ask('PATCH /v1/me', { body: { name: 'Bob van Dam' } })
  })

  test('has a picture that anybody with its address can see, and that is what it says', async () => {
    const put = (body: Uint8Array, type: string) =>
      alice.ask('PUT /v1/me/picture', { body, headers: { 'content-type': type } })
    const { body } = await put(png(1000), 'image/png')
    const picture = await fetch(company.url + String(body.picture))
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(picture.headers.get('cache-control')).toContain('immutable')
    expect(Buffer.from(await picture.arrayBuffer()).equals(png(1000))).toBe(true)
    expect((await put(png(1000), 'image/jpeg')).status).toBe(400)
    expect((await put(Buffer.from('<svg onload="alert(1)"/>'), 'image/png')).status).toBe(400)
    expect((await put(Buffer.from('<svg/>'), 'image/svg+xml')).status).toBe(400)
    expect((await put(png(512 * 1024), 'image/png')).status).toBe(200)
    expect((await put(png(512 * 1024 + 1), 'image/png')).status).toBe(413)
    expect((await fetch(company.url + String(body.picture))).status).toBe(404)
    expect((await alice.ask('DELETE /v1/me/picture')).body.picture).toBeUndefined()
  })
})

describe('S1 S2 presence', () => {
  test('is said, seen by colleagues, and over by itself', async () => {
    const until = soon(1_500)
    const { status, body } = await alice.ask('PUT /v1/me/presence', {
      body: { status: 'lunch', note: 'Kantine', until },
    })
    expect([status, body.person.until]).toEqual([200, until])
    expect((await bob.ask(`GET /v1/presence/${alice.id}`)).body.person).toMatchObject({
      status: 'lunch',
      note: 'Kantine',
    })
    await eventually(
      async () => (await bob.ask(`GET /v1/presence/${alice.id}`)).body.person.status === 'available',
      300,
    )
    expect(company.clock.now()).toBeGreaterThanOrEqual(Date.parse(until))
  })

  test('S3 of the team has everybody, page by page', async () => {
    const seen: string[] = []
    let path: string | undefined = '/v1/presence?limit=3'
    while (path !== undefined) {
      const { body, headers } = await alice.ask(`GET ${path}`)
      seen.push(...body.items.map(({ id }) => id))
      path = /^<(.+)>/.exec(headers.get('link') ?? '')?.[1]
    }
    expect(seen.length).toBe(4)
    expect(new Set(seen)).toContain(alice.id)
  })

  test.each([
    ['in the past', () => soon(-1000)],
    ['in two years', () => soon(800 * 24 * 3_600_000)],
  ])('does not end %s', async (_, until) => {
    const { status, body } = await alice.ask('PUT /v1/me/presence', { body: { status: 'away', until: until() } })
    expect([status, body.errors[0]?.pointer]).toEqual([400, '/until'])
  })
})

describe('D1 D3 D6 phonebooks', () => {
  const book = async (who: SignedIn, kind: string) =>
    String((await who.ask('GET /v1/books')).body.items.find((one) => one.kind === kind)?.id)

  test('of the company are for administrators to change, the own one for oneself', async () => {
    const { body } = await alice.ask('GET /v1/books')
    expect(body.items.map(({ kind, readOnly }) => [kind, readOnly])).toEqual([
      ...[
        ['external', true],
        ['internal', true],
        ['personal', false],
      ],
    ])
    const { body: hers } = await dora.ask('GET /v1/books')
    expect(hers.items.find(({ kind }) => kind === 'external')?.readOnly).toBe(false)
  })

  test('take contacts, found by any word, number and star, and refuse old versions', async () => {
    const own = await book(alice, 'personal')
    const fields = {
      name: { full: 'Jan van der Berg' },
      phones: [{ number: '+31201234567' }],
      organizations: [{ name: 'Zoet' }],
    }
    const { status, body: made } = await alice.ask(`POST /v1/books/${own}/contacts`, { body: fields })
    expect([status, made.readOnly, made.favourite]).toEqual([201, false, false])
    await alice.ask(`PUT /v1/me/favourites/${made.uid}`)
    for (const query of ['text=berg', 'text=zo', 'text=jan+be', 'number=%2B31201234567', 'favourite=true']) {
      const { body } = await alice.ask(`GET /v1/contacts?${query}`)
      expect(
        body.items.map(({ uid }) => uid),
        query,
      ).toEqual([made.uid])
    }
    const change = (etag: string) =>
      alice.ask(`PUT /v1/contacts/${made.uid}`, { body: { name: { full: 'Jan B' } }, headers: { 'if-match': etag } })
    const changed = await change(made.etag)
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, `"${changed.body.etag}"`])
    expect((await change(made.etag)).status).toBe(412)
    const gone = (etag: string) => alice.ask(`DELETE /v1/contacts/${made.uid}`, { headers: { 'if-match': etag } })
    expect([(await gone(made.etag)).status, (await gone(changed.body.etag)).status]).toEqual([412, 204])
    expect((await alice.ask(`GET /v1/contacts/${made.uid}`)).status).toBe(404)
  })

  test('take many at once, and say at which place what is wrong', async () => {
    const own = await book(alice, 'personal')
    const items = [
      { name: { full: 'Een' } },
      { name: {} },
      'nonsense',
      { name: { full: 'Twee' }, phones: [{ number: 'x' }] },
      { name: { full: 'Drie' } },
    ]
    const { status, body } = await alice.ask(`POST /v1/books/${own}/import`, { body: { items } })
    expect(status).toBe(200)
    expect(body.items.map((one) => one.name?.full ?? one.errors[0]?.pointer)).toEqual([
      'Een',
      '/name/full',
      '',
      '/phones/0/number',
      'Drie',
    ])
    const many = Array.from({ length: 501 }, () => ({ name: { full: 'x' } }))
    expect((await alice.ask(`POST /v1/books/${own}/import`, { body: { items: many } })).status).toBe(400)
    const { body: after } = await alice.ask(`GET /v1/contacts?book=${own}`)
    expect(after.items.map(({ name }) => name.full)).toEqual(['Drie', 'Een'])
  })
})

describe('S8 forwarding', () => {
  const rule = { status: 'away', callers: 'outside', situation: 'always', target: { to: 'voicemail' } }

  test('is saved whole, with the hours of the office beside it', async () => {
    const { headers } = await alice.ask('GET /v1/me/forwarding')
    const etag = headers.get('etag') ?? ''
    const ownHours = { timeZone: 'Europe/Amsterdam', week: [{ day: 1, from: '08:00', to: '12:00' }], exceptions: [] }
    const save = () =>
      alice.ask('PUT /v1/me/forwarding', { body: { rules: [rule], ownHours }, headers: { 'if-match': etag } })
    const { status, body } = await save()
    expect([status, body.rules, body.ownHours]).toEqual([200, [rule], ownHours])
    expect(body.officeHours).toEqual((await bob.ask('GET /v1/office-hours')).body)
    expect((await save()).status).toBe(412)
    expect((await bob.ask('GET /v1/me/forwarding')).body.rules).toEqual([])
  })

  test.each([
    ['two rules for one situation', { rules: [rule, rule] }, '/rules/1'],
    ['112', { rules: [{ ...rule, target: { to: 'external', number: '112' } }] }, '/rules/0/target/number'],
    [
      'a zone that is nowhere',
      { rules: [], ownHours: { timeZone: 'Europe/Nowhere', week: [], exceptions: [] } },
      '/ownHours/timeZone',
    ],
  ])('to %s is refused by field', async (_, body, pointer) => {
    const { status, body: problem } = await alice.ask('PUT /v1/me/forwarding', { body })
    expect([status, problem.errors[0]?.pointer]).toEqual([400, pointer])
  })

  test('counts by the hours of the office, which an administrator saves', async () => {
    const hours = { timeZone: 'Europe/Brussels', week: [{ day: 5, from: '10:00', to: '11:00' }], exceptions: [] }
    expect((await dora.ask('PUT /v1/office-hours', { body: { ...hours, timeZone: 'x' } })).status).toBe(400)
    expect((await dora.ask('PUT /v1/office-hours', { body: hours })).body).toEqual(hours)
    expect((await alice.ask('GET /v1/me/forwarding')).body.officeHours).toEqual(hours)
  })
})

describe('C4 C18 caller ids and settings', () => {
  test('one of the own numbers is shown, and no other', async () => {
    const choose = (number: string | null) => alice.ask('PUT /v1/me/caller-ids/standard', { body: { number } })
    expect((await choose('+31201234500')).body.standard).toBe('+31201234500')
    expect((await alice.ask('GET /v1/me')).body.outboundNumber).toBe('+31201234500')
    const { status, body } = await choose('+31209999999')
    expect([status, body.code]).toEqual([403, 'not-allowed'])
    expect((await choose(null)).body.standard).toBeUndefined()
  })

  test('a switch that is not named stays as it is', async () => {
    await alice.ask('PATCH /v1/me/settings', { body: { callWaiting: false } })
    const { body } = await alice.ask('PATCH /v1/me/settings', { body: { simultaneousRing: true } })
    expect(body).toMatchObject({ callWaiting: false, simultaneousRing: true, ringer: true })
    expect((await alice.ask('PUT /v1/me/devices/none/rings', { body: { rings: false } })).body.code).toBe('not-found')
  })
})

describe('S11 what a telephone registers with', () => {
  test('is good for this session, for a short time', async () => {
    const { body } = await alice.ask('GET /v1/me/sip')
    const { host, hostname } = new URL(company.url)
    expect(body).toMatchObject({
      uri: `sip:alice@${hostname}`,
      user: 'alice',
      servers: [`ws://${host}/sip`],
      iceServers: [],
    })
    expect(Number(body.expiresIn)).toBeGreaterThan(600)
    expect((await bob.ask('GET /v1/me/sip')).body.password).not.toBe(body.password)
  })
})

test('the capabilities say what there is, and the document of it all is there', async () => {
  expect((await company.ask('GET /v1/capabilities')).body).toMatchObject({
    engine: 'embedded',
    parts: expect.arrayContaining(['presence']),
  })
  const { body, headers } = await company.ask('GET /openapi.json')
  expect(headers.get('content-type')).toBe('application/json')
  expect(body.openapi).toBe('3.1.1')
})
