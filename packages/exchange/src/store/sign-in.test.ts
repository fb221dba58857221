import { expect, test } from 'vitest'
import { hashPassword, hashWith } from './passwords.ts'
import { personWith, setPassword } from './sign-in.ts'
import type { Store } from './store.ts'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'

const email = 'ada@example.nl'
// as it was made years ago
const oldWay = { ln: 10, r: 8, p: 1 }

onBoth((open) => {
  const hashOf = async (store: Store) => (await store.people.credentials(email))?.passwordHash

  test('the right address and password are somebody, anything else is nobody', async () => {
    const { store } = await open()
    const { id } = await takeOn(store, 'ada', { email })
    expect(await personWith(store, { email, password: '' })).toBeUndefined()
    await setPassword(store, id, 'Zoë’s p4ss')
    expect(await personWith(store, { email: 'ADA@example.nl', password: 'Zoë’s p4ss' })).toBe(id)
    expect(await personWith(store, { email, password: 'Zoë’s p4ss'.normalize('NFD') })).toBe(id)
    expect(await personWith(store, { email, password: 'zoë’s p4ss' })).toBeUndefined()
    expect(await personWith(store, { email: 'nobody@example.nl', password: 'Zoë’s p4ss' })).toBeUndefined()
    await expect(setPassword(store, 'nobody', 'x')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a hash made long ago is made anew when its password is known, and only then', async () => {
    const { store } = await open()
    const old = await hashWith('secret', 'scrypt', oldWay)
    const { id } = await takeOn(store, 'ada', { email, passwordHash: old })
    expect(await personWith(store, { email, password: 'wrong' })).toBeUndefined()
    expect(await hashOf(store)).toBe(old)
    expect(await personWith(store, { email, password: 'secret' })).toBe(id)
    expect(await hashOf(store)).not.toBe(old)
    expect(await personWith(store, { email, password: 'secret' })).toBe(id)
  })

  test('a password that is changed while somebody signs in with the old one stays changed', async () => {
    const { store } = await open()
    const old = await hashWith('old', 'scrypt', oldWay)
    const { id } = await takeOn(store, 'ada', { email, passwordHash: old })
    const changed = await hashPassword('new')
    const change = () => store.transaction(({ people }) => people.setPasswordHash(id, changed))
    // the change comes between the look at the old hash and the new one for it
    const transaction: Store['transaction'] = async (work) => {
      await change()
      return store.transaction(work)
    }
    expect(await personWith({ people: store.people, transaction }, { email, password: 'old' })).toBe(id)
    expect(await hashOf(store)).toBe(changed)
  })
})
