import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCompany } from '../testing/company.ts'
import { eventually } from '../testing/house.ts'
import { openPhone } from '../testing/raw-phone.ts'

let company: Awaited<ReturnType<typeof openCompany>>
beforeAll(async () => {
  company = await openCompany({ demo: true, people: [], lockoutFailures: 5, lockoutSeconds: 30 })
}, 90_000)
afterAll(() => company.close())

const minute = 60_000
const grant = (user: string, password = user, more: object = {}) =>
  company.ask('POST /v1/sign-in', { body: { grant: 'password', email: `${user}@example.nl`, password, ...more } })
const refresh = (refreshToken: string) => company.ask('POST /v1/sign-in', { body: { grant: 'refresh', refreshToken } })

describe('S5 signing in', () => {
  test('with address and password gives a session that is good for ten minutes, and says how one can sign in', async () => {
    const { body: methods } = await company.ask('GET /v1/sign-in')
    expect(methods).toEqual({ password: true, reset: true, providers: [] })
    const { status, body } = await grant('alice')
    expect([status, body.expiresIn]).toEqual([200, 600])
    const client = company.as(body as never)
    expect((await client.ask('GET /v1/me')).body.name).toBe('Alice Jansen')
    company.clock.shift(12 * minute)
    const { status: late, body: problem } = await client.ask('GET /v1/me')
    expect([late, problem.code, problem.detail]).toEqual([401, 'signed-out', 'The access token is over.'])
  })

  test('the address is not case-sensitive, the password is', async () => {
    const body = { grant: 'password', email: 'ALICE@Example.nl', password: 'alice' }
    expect((await company.ask('POST /v1/sign-in', { body })).status).toBe(200)
    expect((await grant('alice', 'Alice')).status).toBe(401)
  })

  test('a wrong password and an unknown address are answered the same, and take as long', async () => {
    const timed = async (user: string) => {
      const begin = performance.now()
      const { instance: _, ...body } = (await grant(user, 'wrong')).body
      return { body, ms: performance.now() - begin }
    }
    const [wrong, unknown] = [await timed('bob'), await timed('nobody')]
    expect(unknown.body).toEqual(wrong.body)
    const [one, two] = [await timed('bob'), await timed('nobody')]
    expect(Math.max(one.ms, two.ms) / Math.min(one.ms, two.ms)).toBeLessThan(10)
    company.clock.shift(minute)
  })

  test('five wrong passwords lock for a while, also who has the right one, also an address that is not there', async () => {
    for (const user of ['carol', 'nobody']) {
      for (let tries = 0; tries < 5; tries += 1) expect((await grant(user, 'wrong')).status).toBe(401)
      const { status, headers, body } = await grant(user, 'carol')
      expect([status, body.code]).toEqual([429, 'locked-out'])
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect(body.retryAfter).toBe(Number(headers.get('retry-after')))
    }
    company.clock.shift(31_000)
    expect((await grant('carol')).status).toBe(200)
  })

  test('many guesses at once are no more than one after the other', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => grant('hanneke', 'wrong')))
    expect(all.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5)
    company.clock.shift(minute)
  })

  test('one address of the network cannot ask for ever', async () => {
    const ask = () => company.ask('POST /v1/password-reset', { body: { email: 'nobody@example.nl' } })
    const all = await Promise.all(Array.from({ length: 150 }, ask))
    const refused = all.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(10)
    expect(refused[0]?.body.code).toBe('too-many')
    company.clock.shift(minute)
  })
})

describe('S5 a session', () => {
  test('is renewed with a token that is good once', async () => {
    const { body: first } = await grant('alice')
    const second = await refresh(String(first.refreshToken))
    expect([second.status, second.body.personId]).toEqual([200, first.personId])
    expect(second.body.refreshToken).not.toBe(first.refreshToken)
    expect((await company.as(second.body as never).ask('GET /v1/me')).status).toBe(200)
    // its answer may have been lost: for half a minute it may be used again
    expect((await refresh(String(first.refreshToken))).status).toBe(200)
  })

  test('whose used token turns up again later is ended for everybody who holds it', async () => {
    const { body: first } = await grant('alice')
    const { body: second } = await refresh(String(first.refreshToken))
    company.clock.shift(minute)
    const stolen = await refresh(String(first.refreshToken))
    expect([stolen.status, stolen.body.code]).toEqual([401, 'signed-out'])
    expect((await refresh(String(second.refreshToken))).status).toBe(401)
    expect((await company.as(second as never).ask('GET /v1/me')).status).toBe(401)
  })

  test('ends here, or everywhere', async () => {
    const [one, two, three] = [await company.signIn('bob'), await company.signIn('bob'), await company.signIn('bob')]
    await one.ask('POST /v1/sign-out', { body: { everywhere: false } })
    const statuses = async () => Promise.all([one, two, three].map(async (it) => (await it.ask('GET /v1/me')).status))
    expect(await statuses()).toEqual([401, 200, 200])
    expect((await refresh(String(one.session.refreshToken))).status).toBe(401)
    await two.ask('POST /v1/sign-out', { body: { everywhere: true } })
    expect(await statuses()).toEqual([401, 401, 401])
  })

  test('that is kept in a cookie has its token nowhere else', async () => {
    const { headers, body } = await grant('alice', 'alice', { cookie: true })
    expect(body.refreshToken).toBeUndefined()
    const cookie = headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(
      /^offhook_refresh=[\w-]{43}; Path=\/v1\/sign-in; Max-Age=\d+; HttpOnly; Secure; SameSite=Strict$/,
    )
    const renew = (held: string) =>
      company.ask('POST /v1/sign-in', { body: { grant: 'refresh' }, headers: { cookie: `x=y; ${held}` } })
    const renewed = await renew(cookie.split(';')[0] ?? '')
    expect([renewed.status, renewed.body.refreshToken]).toEqual([200, undefined])
    const next = renewed.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(next).toMatch(/^offhook_refresh=/)
    const client = company.as(renewed.body as never)
    const out = await client.ask('POST /v1/sign-out', { body: { everywhere: false } })
    expect(out.headers.get('set-cookie')).toContain('offhook_refresh=; Path=/v1/sign-in; Max-Age=0')
    const gone = await renew(next)
    expect([gone.status, gone.headers.get('set-cookie')]).toEqual([401, expect.stringContaining('Max-Age=0')])
    expect((await company.ask('POST /v1/sign-in', { body: { grant: 'refresh' } })).status).toBe(401)
  })

  test('survives clocks that differ by less than a minute, and not by an hour', async () => {
    const client = await company.signIn('alice')
    company.clock.shift(-30_000)
    expect((await client.ask('GET /v1/me')).status).toBe(200)
    company.clock.shift(30_000 + 10 * minute + 30_000)
    expect((await client.ask('GET /v1/me')).status).toBe(200)
    company.clock.shift(60 * minute)
    expect((await client.ask('GET /v1/me')).status).toBe(401)
  })
})

test('S11 what a telephone registers with ends with the session', async () => {
  const client = await company.signIn('bob')
  const { body } = await client.ask('GET /v1/me/sip')
  const sip = `${company.url.replace('http', 'ws')}/sip`
  const password = String(body.password)
  const phone = await openPhone(sip, 'bob', { password })
  expect((await phone.register()).status).toBe(200)
  await client.ask('POST /v1/sign-out', { body: { everywhere: false } })
  const later = await openPhone(sip, 'bob', { password })
  expect((await later.register()).status).toBe(401)
  phone.vanish()
  later.vanish()
})

describe('S5 a token', () => {
  const seconds = () => Math.floor(company.clock.now() / 1000)
  const made = (claims: object, { key = Buffer.alloc(32, 1), alg = 'HS256', typ = 'at+jwt' } = {}) =>
    new SignJWT({ iss: 'offhook', aud: 'offhook', exp: seconds() + 600, ...claims })
      .setProtectedHeader({ alg, typ })
      .sign(key)
  const ask = (token: string) => company.ask('GET /v1/me', { headers: { authorization: `Bearer ${token}` } })

  test('that is forged, for somebody else, or not signed is none', async () => {
    const { session, id } = await company.signIn('alice')
    const [head = '', payload = '', signature = ''] = session.accessToken.split('.')
    const { sid } = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const claims = { sub: id, sid }
    const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const { id: other } = await company.signIn('dave')
    const forged = [
      await made(claims),
      `${text({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${head}.${text({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub: other })}.${signature}`,
      `${head}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${head}.${payload}`,
      session.refreshToken ?? '',
      'null',
    ]
    for (const token of forged) {
      const { status, body } = await ask(token)
      expect([status, body.code], token).toEqual([401, 'signed-out'])
    }
    expect((await ask(session.accessToken)).status).toBe(200)
    expect(
      (await company.ask('GET /v1/me', { headers: { authorization: `Basic ${btoa('alice:alice')}` } })).status,
    ).toBe(401)
    expect((await company.ask(`GET /v1/me?access_token=${session.accessToken}`)).status).toBe(401)
  })
})

describe('S5 a forgotten password', () => {
  const request = (email: string) => company.ask('POST /v1/password-reset', { body: { email } })
  const confirm = (code: string, password = 'een heel lang wachtwoord') =>
    company.ask('POST /v1/password-reset/confirm', { body: { code, password } })
  const codes = async () => {
    const letters = await company.letters()
    return letters.map(
      (letter) => /#reset=([\w-]+)/.exec(letter.replaceAll('=\r\n', '').replaceAll('=3D', '='))?.[1] ?? '',
    )
  }

  test('is replaced by the code of a letter, once, within the hour; everybody who was signed in is out', async () => {
    const before = await company.signIn('emma')
    const unknown = await request('nobody@example.nl')
    const known = await request('emma@example.nl')
    expect([unknown.status, known.status]).toEqual([202, 202])
    await eventually(async () => (await codes()).length === 1)
    // a second letter so soon is not sent
    await request('EMMA@example.nl')
    const [code = ''] = await codes()
    expect((await company.letters())[0]).toMatch(/^To: emma@example.nl$/m)
    expect((await confirm(code, 'kort')).body.errors[0]?.pointer).toBe('/password')
    expect((await confirm(code)).status).toBe(204)
    expect((await before.ask('GET /v1/me')).status).toBe(401)
    expect((await confirm(code)).body.code).toBe('bad-credentials')
    expect((await grant('emma')).status).toBe(401)
    expect((await grant('emma', 'een heel lang wachtwoord')).status).toBe(200)
    expect((await codes()).length).toBe(1)
    company.clock.shift(2 * minute)
    await request('emma@example.nl')
    await eventually(async () => (await codes()).length === 2)
    company.clock.shift(61 * minute)
    expect((await confirm((await codes())[1] ?? '')).status).toBe(401)
  })

  test('is changed by who knows it; their other sessions end', async () => {
    const [here, there] = [await company.signIn('fatima'), await company.signIn('fatima')]
    const change = (from: string) => here.ask('POST /v1/me/password', { body: { from, to: 'nog een lang wachtwoord' } })
    expect((await change('wrong')).body.code).toBe('bad-credentials')
    expect((await change('fatima')).status).toBe(204)
    expect([(await here.ask('GET /v1/me')).status, (await there.ask('GET /v1/me')).status]).toEqual([200, 401])
    expect((await grant('fatima')).status).toBe(401)
    expect((await grant('fatima', 'nog een lang wachtwoord')).status).toBe(200)
  })
})
