// With a real issuer: oidc-provider on a port of its own, and the code flow with PKCE as a browser goes through it.
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCompany } from '../testing/company.ts'

const redirect = 'https://phone.example.nl/signed-in'

/** Accounts of the issuer; the name is the account id. */
const accounts: Record<string, object> = {
  'account-of-alice': { email: 'alice@example.nl', email_verified: true },
  'account-of-bob': { email: 'bob@example.nl', email_verified: false },
  'account-of-a-stranger': { email: 'stranger@example.org', email_verified: true },
}

async function openIssuer() {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server has no other kind of address
  const issuer = `http://127.0.0.1:${port}`
  const keys = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(keys.privateKey)), alg: 'RS256', use: 'sig', kid: 'of-the-tests' }
  const client = {
    token_endpoint_auth_method: 'none' as const,
    redirect_uris: [redirect],
    grant_types: ['authorization_code'],
  }
  const provider = new Provider(issuer, {
    clients: ['softphone', 'another-app'].map((client_id) => ({ ...client, client_id })),
    jwks: { keys: [jwk] },
    // the e-mail address goes into the ID token, as Entra ID and Google do it
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, accountId) => ({ accountId, claims: async () => ({ sub: accountId, ...accounts[accountId] }) }),
    cookies: { keys: ['not a secret'] },
    ttl: { IdToken: 3600, AccessToken: 3600, Grant: 3600, Interaction: 3600, Session: 3600 },
  })
  server.on('request', provider.callback())
  return { issuer, server, key: keys.privateKey }
}

/** What a browser does: follows redirects with cookies, types its account into the issuer's page, and agrees. */
async function idTokenOf(
  issuer: string,
  account: string,
  { nonce, client = 'softphone' }: { nonce: string; client?: string },
) {
  const verifier = randomBytes(32).toString('base64url')
  const cookies = new Map<string, string>()
  const visit = async (url: string, form?: Record<string, string>): Promise<URL> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location?.startsWith(redirect)) return new URL(location)
    if (location) return visit(new URL(location, url).href)
    const page = await response.text()
    const action = /action="([^"]+)"/.exec(page)?.[1] ?? ''
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1]
    if (prompt === undefined) throw new Error(`The issuer says: ${page.slice(0, 500)}`)
    return visit(new URL(action, url).href, { prompt, ...(prompt === 'login' && { login: account, password: 'any' }) })
  }
  const question = new URLSearchParams({
    ...{ client_id: client, response_type: 'code', redirect_uri: redirect, scope: 'openid email', nonce },
    ...{ code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' },
  })
  const back = await visit(`${issuer}/auth?${question}`)
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '' },
      ...{ redirect_uri: redirect, code_verifier: verifier, client_id: client },
    }),
  })
  const { id_token } = (await answer.json()) as { id_token: string }
  return id_token
}

let company: Awaited<ReturnType<typeof openCompany>>
let issuer: string
let server: Server
let key: Awaited<ReturnType<typeof openIssuer>>['key']

beforeAll(async () => {
  ;({ issuer, server, key } = await openIssuer())
  const provider = { name: 'Microsoft', issuer, clientId: 'softphone' }
  company = await openCompany({
    providers: [
      { id: 'microsoft', ...provider },
      { id: 'ours', ...provider, trustEmail: true },
      { id: 'away', ...provider, issuer: 'http://127.0.0.1:9' },
    ],
  })
}, 60_000)
afterAll(async () => {
  await company?.close()
  server?.closeAllConnections()
  server?.close()
})

const signIn = (idToken: string, nonce: string, provider = 'microsoft') =>
  company.ask('POST /v1/sign-in', { body: { grant: 'provider', provider, idToken, nonce } })

describe('S5 signing in with an OpenID Connect issuer', () => {
  test('is offered with what the browser needs to go there', async () => {
    const { body } = await company.ask('GET /v1/sign-in')
    expect(body.providers[0]).toEqual({
      ...{ id: 'microsoft', name: 'Microsoft', issuer, clientId: 'softphone', scopes: ['openid', 'profile', 'email'] },
    })
  })

  test('gives a session to whose address it is; later it is the account that counts', async () => {
    const token = await idTokenOf(issuer, 'account-of-alice', { nonce: 'n-1' })
    const { status, body } = await signIn(token, 'n-1')
    expect(status).toBe(200)
    const alice = company.as(body as never)
    expect((await alice.ask('GET /v1/me')).body.email).toBe('alice@example.nl')
    accounts['account-of-alice'] = { email: 'alice@married.example', email_verified: true }
    const again = await signIn(await idTokenOf(issuer, 'account-of-alice', { nonce: 'n-2' }), 'n-2')
    expect(again.body.personId).toBe(body.personId)
    accounts['account-of-her-successor'] = { email: 'alice@example.nl', email_verified: true }
    const successor = await signIn(await idTokenOf(issuer, 'account-of-her-successor', { nonce: 'n-3' }), 'n-3')
    expect(successor.body.code).toBe('not-found')
  })

  test('lets nobody in who is not known here, or whose address nobody verified', async () => {
    for (const account of ['account-of-a-stranger', 'account-of-bob']) {
      const { status, body } = await signIn(await idTokenOf(issuer, account, { nonce: 'n' }), 'n')
      expect([status, body.code], account).toEqual([404, 'not-found'])
    }
    const trusted = await signIn(await idTokenOf(issuer, 'account-of-bob', { nonce: 'n' }), 'n', 'ours')
    expect(trusted.status).toBe(200)
  })

  test('takes no token that is for another app, of another sign-in, changed, old, or made by somebody else', async () => {
    const token = await idTokenOf(issuer, 'account-of-alice', { nonce: 'mine' })
    const foreign = await idTokenOf(issuer, 'account-of-alice', { nonce: 'mine', client: 'another-app' })
    const [head = '', , signature = ''] = token.split('.')
    const payload = { iss: issuer, aud: 'softphone', sub: 'account-of-bob', nonce: 'mine', iat: 0, exp: 9_999_999_999 }
    const changed = `${head}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature}`
    const now = Math.floor(company.clock.now() / 1000)
    const sign = (claims: object, alg = 'RS256') =>
      new SignJWT({ ...payload, iat: now, exp: now + 60, ...claims }).setProtectedHeader({ alg, kid: 'of-the-tests' })
    const { privateKey } = await generateKeyPair('RS256')
    const wrong: readonly (readonly [string, string])[] = [
      [token, 'not the nonce'],
      [foreign, 'mine'],
      [changed, 'mine'],
      [await sign({}).sign(privateKey), 'mine'],
      [await sign({ iss: 'https://elsewhere.example' }).sign(key), 'mine'],
      [await sign({ iat: now - 7200 }).sign(key), 'mine'],
      [await sign({ exp: now - 120 }).sign(key), 'mine'],
      [await sign({ azp: 'another-app' }).sign(key), 'mine'],
      [await sign({}, 'HS256').sign(Buffer.alloc(32)), 'mine'],
      ['a.b.c', 'mine'],
    ]
    for (const [idToken, nonce] of wrong) {
      const { status, body } = await signIn(idToken, nonce)
      expect([status, body.code], idToken).toEqual([401, 'bad-credentials'])
    }
    expect((await signIn(token, 'mine')).status).toBe(200)
  })

  test('says when the issuer does not answer, and which issuer is not there', async () => {
    const { status, body, headers } = await signIn('a.b.c', 'n', 'away')
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '5'])
    expect((await signIn('a.b.c', 'n', 'unheard-of')).status).toBe(404)
  })
})
