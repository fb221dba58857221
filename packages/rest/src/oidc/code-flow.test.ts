import { afterAll, beforeAll, expect, test } from 'vitest'
import { agrees, type Issuer, redirectUri, startIssuer, visit } from '../testing/issuer.fixture.ts'
import { begin, finish } from './code-flow.ts'

let running: Issuer
beforeAll(async () => {
  running = await startIssuer()
})
afterAll(() => running.close())

const phone = () => ({ id: 'local', name: 'Local', issuer: running.issuer, clientId: 'phone', scopes: ['openid'] })

test('S5 a person signs in with an issuer, and what it says is for this sign-in', async () => {
  const { address, pending } = await begin(phone(), redirectUri, 'window')
  const asked = new URL(address).searchParams
  expect([asked.get('code_challenge_method'), asked.get('response_type')]).toEqual(['S256', 'code'])
  expect(address).not.toContain(pending.verifier)
  const { idToken, nonce } = await finish(pending, await visit(address, agrees))
  const claims = JSON.parse(atob(idToken.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''))
  expect(claims).toMatchObject({ iss: running.issuer, aud: 'phone', sub: 'alice', nonce })
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
