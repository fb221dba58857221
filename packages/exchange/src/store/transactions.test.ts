import { expect, test } from 'vitest'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'

onBoth((open) => {
  test('a transaction is done wholly or not at all', async () => {
    const { store } = await open()
    const before = await store.people.count()
    const fail = store.transaction(async (tx) => {
      await tx.people.create({ user: 'ada', name: 'Ada', email: 'a@b', extension: '1' })
      expect(await tx.people.count()).toBe(before + 1)
      throw new Error('no')
    })
    await expect(fail).rejects.toThrow('no')
    expect(await store.people.count()).toBe(before)
  })

  test('an error that was caught inside does not make half a transaction', async () => {
    const { store } = await open()
    await takeOn(store, 'ada')
    const half = store.transaction(async (tx) => {
      await tx.books.create({ name: 'Half', kind: 'crm' })
      await tx.people.create({ user: 'ada', name: 'Ada', email: 'a@b', extension: '1' }).catch(() => undefined)
    })
    await expect(half).rejects.toThrow()
    expect((await store.books.of('')).map(({ name }) => name)).not.toContain('Half')
  })

  test('inside of a transaction the way around it is closed, and says so instead of waiting for itself', async () => {
    const { store } = await open()
    const inside = 'Inside of a transaction'
    const around = store.transaction(() => store.people.count())
    await expect(around).rejects.toThrow(inside)
    await expect(store.transaction(() => store.transaction(async () => 1))).rejects.toThrow(inside)
    expect(await store.people.count()).toBe(0)
  })

  test('a transaction that is over is of no use any more', async () => {
    const { store } = await open()
    const { people } = await store.transaction(async (tx) => tx)
    await expect(people.count()).rejects.toThrow()
    const late = people.create({ user: 'ada', name: 'Ada', email: 'a@b', extension: '1' })
    await expect(late).rejects.toThrow()
    expect(await store.people.count()).toBe(0)
  })

  test('two that wait for each other are both carried out in the end', async () => {
    const { store } = await open()
    const [ada, bob] = [await takeOn(store, 'ada'), await takeOn(store, 'bob')]
    const rename = (ids: readonly string[], name: string) =>
      store.transaction(async ({ people }) => {
        for (const id of ids) {
          await people.update(id, { name })
          // gives the other one time to take the other person
          for (let n = 0; n < 5; n += 1) await people.count()
        }
      })
    await Promise.all([rename([ada.id, bob.id], 'One'), rename([bob.id, ada.id], 'Other')])
    const names = (await store.people.all()).map(({ name }) => name)
    expect(new Set(names).size).toBe(1)
  })

  test('a store that was closed says so; what was begun before is finished', async () => {
    const { store } = await open()
    const begun = store.transaction(async ({ people }) => {
      for (let n = 0; n < 10; n += 1) await people.count()
      return people.count()
    })
    const read = store.people.count()
    const closing = store.close()
    const late = [store.people.count(), store.transaction(async () => 1), store.secret('x'), store.tidy()]
    for (const one of await Promise.allSettled(late)) {
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'closed' } })
    }
    expect([await begun, await read]).toEqual([0, 0])
    await closing
    await store.close()
  })

  test('a secret is made once, whoever asks first', async () => {
    const { store } = await open()
    const name = crypto.randomUUID()
    const asked = await Promise.all([1, 2, 3].map((n) => store.secret(name, async () => `made by ${n}`)))
    expect(new Set(asked).size).toBe(1)
    expect(await store.secret(name)).toBe(asked[0])
    expect(await store.secret(crypto.randomUUID())).toMatch(/^[\w-]{43}$/)
  })
})
