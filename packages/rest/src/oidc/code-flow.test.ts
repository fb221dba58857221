import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { begin, finish } from './code-flow.ts'

const redirectUri = 'http://localhost:5173/'
const server = createServer()
let issuer = ''

beforeAll(async () => {
  // it has much to say to whom would run it for real
  for (const word of ['warn', 'info'] as const) vi.spyOn(console, word).mockImplementation(() => {})
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{
          client_id: 'phone',
          redirect_uris: [redirectUri],
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
        ...{ token_endpoint_auth_method: 'none', application_type: 'native' },
      },
    ],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
  })
  server.on('request', provider.callback())
})
afterAll(() => void server.close())

const phone = () => ({ id: 'local', name: 'Local', issuer, clientId: 'phone', scopes: ['openid'] })

/** What a person does in a browser: follows, fills in, agrees; gives the address they come back with. */
async function visit(address: string, form: (prompt: string) => Record<string, string>): Promise<URL> {
  const cookies = new Map<string, string>()
  let next = { url: address, body: undefined as URLSearchParams | undefined }
  for (let turn = 0; turn < 20; turn++) {
    if (next.url.startsWith(redirectUri)) return new URL(next.url)
    const response = await fetch(next.url, {
      ...{ redirect: 'manual', method: next.body ? 'POST' : 'GET' },
      headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(next.body && { body: next.body }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const to = response.headers.get('location')
    if (to !== null) next = { url: String(new URL(to, next.url)), body: undefined }
    else next = filledIn(await response.text(), next.url, form)
  }
  throw new Error('It never came back.')
}

function filledIn(page: string, url: string, form: (prompt: string) => Record<string, string>) {
  const [, prompt = ''] = /name="prompt" value="(\w+)"/.exec(page) ?? []
  const [, abort = ''] = /href="([^"]+\/abort)"/.exec(page) ?? []
  const [, action = url] = /action="([^"]+)"/.exec(page) ?? []
  const fields = form(prompt)
  if ('abort' in fields) return { url: String(new URL(abort, url)), body: undefined }
  return { url: String(new URL(action, url)), body: new URLSearchParams({ prompt, ...fields }) }
}

const agrees = (prompt: string): Record<string, string> =>
  prompt === 'login' ? { login: 'alice', password: 'any' } : {}

test('S5 a person signs in with an issuer, and what it says is for this sign-in', async () => {
  const { address, pending } = await begin(phone(), redirectUri, 'window')
  const asked = new URL(address).searchParams
  expect([asked.get('code_challenge_method'), asked.get('response_type')]).toEqual(['S256', 'code'])
  expect(address).not.toContain(pending.verifier)
  const { idToken, nonce } = await finish(pending, await visit(address, agrees))
  const claims = JSON.parse(atob(idToken.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''))
  expect(claims).toMatchObject({ iss: issuer, aud: 'phone', sub: 'alice', nonce })
  expect(nonce).toBe(pending.nonce)
})

test('S5 who does not agree is not signed in, and the error says so without a secret', async () => {
  const { address, pending } = await begin(phone(), redirectUri, 'page')
  const back = await visit(address, () => ({ abort: 'yes' }))
  const refused = finish(pending, back)
  await expect(refused).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('access_denied') })
})

test('S5 a code that somebody else brings, or brings again, is worth nothing', async () => {
  const [mine, theirs] = [await begin(phone(), redirectUri, 'page'), await begin(phone(), redirectUri, 'page')]
  const back = await visit(theirs.address, agrees)
  await expect(finish(mine.pending, back)).rejects.toMatchObject({ code: 'refused' })
  await expect(finish({ ...theirs.pending, verifier: mine.pending.verifier }, back)).rejects.toMatchObject({
    code: 'refused',
  })
  expect((await finish(theirs.pending, back)).nonce).toBe(theirs.pending.nonce)
  await expect(finish(theirs.pending, back)).rejects.toMatchObject({ code: 'refused' })
})

test('S5 an issuer that is none, or without TLS elsewhere, is told as unavailable', async () => {
  for (const nobody of ['http://127.0.0.1:9', 'http://issuer.example.nl', 'https://issuer.invalid']) {
    await expect(begin({ ...phone(), issuer: nobody }, redirectUri, 'page')).rejects.toMatchObject({
      code: 'unavailable',
    })
  }
})
