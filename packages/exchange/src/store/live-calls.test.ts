import { expect, test } from 'vitest'
import type { Store } from './store.ts'
import { onBoth } from './testing/databases.ts'

const put = (store: Store, node: string, ...ids: string[]) =>
  store.transaction(async ({ liveCalls }) => {
    for (const id of ids) await liveCalls.put(node, { id })
  })
const take = async (store: Store, node: string, since = 0) => {
  const { kept, lapsed } = await store.transaction(({ liveCalls }) => liveCalls.take(node, since))
  return { kept: kept.map(({ id }) => id), lapsed: lapsed.map(({ id }) => id) }
}

onBoth((open) => {
  test('C15 a node gets its own calls back, and leaves those of a node that lives alone', async () => {
    const { store } = await open()
    await put(store, 'a', '1', '2')
    await put(store, 'b', '3')
    await store.transaction(({ liveCalls }) => liveCalls.remove('2'))
    expect(await take(store, 'a')).toEqual({ kept: ['1'], lapsed: [] })
    expect(await take(store, 'a')).toEqual({ kept: ['1'], lapsed: [] })
  })

  test('C15 whoever starts first has the calls of a node that stopped, and of one that is silent', async () => {
    const { store, clock } = await open()
    await put(store, 'a', '1')
    await put(store, 'b', '2')
    await put(store, 'c', '3')
    await store.transaction(({ liveCalls }) => liveCalls.release('a'))
    clock.advance(15_001)
    await store.transaction(({ liveCalls }) => liveCalls.beat('c'))
    const both = await Promise.all([take(store, 'd'), take(store, 'e')])
    expect(both.flatMap(({ kept }) => kept).sort()).toEqual(['1', '2'])
    expect(await take(store, 'c')).toEqual({ kept: ['3'], lapsed: [] })
  })

  test('C15 what was last known to live too long ago is told once, and taken away', async () => {
    const { store, clock } = await open()
    await put(store, 'a', '1', '2')
    clock.advance(10_000)
    await put(store, 'a', '2')
    expect(await take(store, 'a', clock.now() - 5_000)).toEqual({ kept: ['2'], lapsed: ['1'] })
    expect(await take(store, 'a', clock.now() - 5_000)).toEqual({ kept: ['2'], lapsed: [] })
  })
})
