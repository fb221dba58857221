import { expect, test } from 'vitest'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'

const hourMs = 3_600_000

onBoth((open) => {
  async function asker() {
    const { store, clock } = await open()
    const { id: person } = await takeOn(store, 'ada')
    let times = 0
    const ask = (fingerprint = 'f', key = 'k', whose = person) =>
      store.once({ person: whose, key, fingerprint }, async ({ books }) => {
        times += 1
        return { ...(await books.create({ name: `Book ${times}`, kind: 'crm' })), times, when: null, list: ['é', 1.5] }
      })
    const books = async () =>
      (await store.books.of(person)).filter(({ kind }) => kind === 'crm').map(({ name }) => name)
    return { store, clock, person, ask, books }
  }

  test('what is asked twice is done once, and answered the same', async () => {
    const { ask, books } = await asker()
    const first = await ask()
    expect(await ask()).toEqual(first)
    expect(await ask()).toEqual(first)
    expect(await books()).toEqual(['Book 1'])
  })

  test('what is asked many times at once is done once', async () => {
    const { ask, books } = await asker()
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask()))
    expect(new Set(answers.map((answer) => JSON.stringify(Object.entries(answer).sort()))).size).toBe(1)
    expect(await books()).toHaveLength(1)
  })

  test('a key belongs to one request of one person', async () => {
    const { store, ask, books } = await asker()
    const { id: bob } = await takeOn(store, 'bob')
    await ask()
    await expect(ask('other')).rejects.toMatchObject({ code: 'duplicate', what: 'idempotency-key' })
    await ask('f', 'k2')
    await ask('other', 'k', bob)
    await expect(ask('f', 'k', 'nobody')).rejects.toMatchObject({ code: 'not-found' })
    expect(await books()).toHaveLength(3)
  })

  test('what failed was not asked: it may be tried again, with the same key', async () => {
    const { store, person, ask, books } = await asker()
    const fail = store.once({ person, key: 'k', fingerprint: 'f' }, async (tx) => {
      await tx.books.create({ name: 'Half', kind: 'crm' })
      tx.tell({ type: 'half', data: {} })
      throw new Error('power cut')
    })
    await expect(fail).rejects.toThrow('power cut')
    expect(await books()).toEqual([])
    await ask()
    expect(await books()).toEqual(['Book 1'])
  })

  test('an answer that is nothing is an answer', async () => {
    const { store, person } = await asker()
    let times = 0
    const ask = () =>
      store.once({ person, key: 'k', fingerprint: 'f' }, async () => {
        times += 1
        return null
      })
    expect([await ask(), await ask(), times]).toEqual([null, null, 1])
  })

  test('a day later the key is free, whether it was tidied away or not', async () => {
    const { store, clock, ask, books } = await asker()
    await ask()
    clock.advance(24 * hourMs - 1)
    await ask()
    expect(await books()).toHaveLength(1)
    clock.advance(1)
    await ask('other')
    expect(await books()).toHaveLength(2)
    clock.advance(24 * hourMs)
    await store.tidy()
    await ask('third')
    expect(await books()).toHaveLength(3)
  })
})
