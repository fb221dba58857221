import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { createTokens } from './tokens.ts'

const secret = Buffer.alloc(32, 7).toString('base64url')
const clock = createManualClock(Date.UTC(2026, 10, 22))
const tokens = createTokens({ clock, secret, issuer: 'here' })
const claims = { person: 'alice', session: 's1' }

test('a token says who and in which session, until it is over', async () => {
  const token = await tokens.issue(claims)
  expect(await tokens.read(token)).toEqual(claims)
  clock.advance((tokens.lifetime + 30) * 1000)
  expect(await tokens.read(token)).toEqual(claims)
  clock.advance(31_000)
  await expect(tokens.read(token)).rejects.toMatchObject({ code: 'signed-out' })
})

const key = Buffer.alloc(32, 7)
const now = () => Math.floor(clock.now() / 1000)
const good = () => ({ iss: 'here', aud: 'offhook', sub: 'alice', sid: 's1', iat: now(), exp: now() + 60 })

test('with the right key, everything else must be right too', async () => {
  const sign = (payload: object, header: object = {}) =>
    new SignJWT({ ...payload }).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header }).sign(key)
  expect(await tokens.read(await sign(good()))).toEqual(claims)
  const { sub: _, ...nobody } = good()
  const { sid: __, ...sessionless } = good()
  const { exp: ___, ...endless } = good()
  const wrong = [
    await sign({ ...good(), aud: 'somebody-else' }),
    await sign({ ...good(), iss: 'elsewhere' }),
    await sign({ ...good(), nbf: now() + 3600 }),
    await sign({ ...good(), exp: now() - 3600 }),
    await sign(nobody),
    await sign(sessionless),
    await sign(endless),
    await sign(good(), { typ: 'JWT' }),
    await sign(good(), { alg: 'HS512' }),
    await createTokens({ clock, secret: Buffer.alloc(32, 8).toString('base64url'), issuer: 'here' }).issue(claims),
    '',
    'a.b.c',
  ]
  for (const token of wrong) await expect(tokens.read(token), token).rejects.toMatchObject({ code: 'signed-out' })
})
