import { expect, test } from 'vitest'
import { checkPassword, hashPassword, hashWith } from './passwords.ts'

test('a password is told from any other, however long or strange it is', async () => {
  for (const password of ['', ' ', 'p'.repeat(10_000), "'; drop table people; --", '🔑\u0000🔑']) {
    const hash = await hashPassword(password)
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await checkPassword(password, hash)).toEqual({ isRight: true })
    expect(await checkPassword(`${password}x`, hash)).toEqual({ isRight: false })
  }
})

test('two hashes of one password are not the same', async () => {
  expect(await hashPassword('secret')).not.toBe(await hashPassword('secret'))
})

test('the hashes of a Node without argon2 are known, and made anew', async () => {
  const old = await hashWith('secret', 'scrypt', { ln: 15, r: 8, p: 3 })
  expect(old).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
  const { isRight, rehashed = '' } = await checkPassword('secret', old)
  expect(isRight).toBe(true)
  expect(rehashed).toMatch(/^\$argon2id\$/)
  expect(await checkPassword('secret', rehashed)).toEqual({ isRight: true })
  expect(await checkPassword('wrong', old)).toEqual({ isRight: false })
})

test('a hash of the argon2 program is read, so these hashes are what others read too', async () => {
  // of the tests of its source: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
  const kept = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await checkPassword('password', kept)).toMatchObject({ isRight: true })
})

test('nobody learns from the time it takes who has no password', async () => {
  const started = performance.now()
  await hashPassword('guess')
  const one = performance.now() - started
  expect(await checkPassword('guess', undefined)).toEqual({ isRight: false })
  expect(performance.now() - started - one).toBeGreaterThan(one / 5)
})

test('a hash that was spoilt is said to be so', async () => {
  for (const spoilt of ['', 'secret', '$argon2id$v=19$m=1$$', '$1$md5$']) {
    await expect(checkPassword('secret', spoilt)).rejects.toMatchObject({ code: 'invalid' })
  }
})
