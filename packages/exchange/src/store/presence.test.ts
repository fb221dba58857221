import { expect, test } from 'vitest'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'

onBoth((open) => {
  test('a status lasts until its time, and is never seen after it', async () => {
    const { store, clock } = await open()
    const { id } = await takeOn(store, 'ada')
    expect(await store.presence.of(id)).toEqual({ id, person: { status: 'available', since: clock.now() } })
    const until = clock.now() + 3_600_000
    clock.advance(5)
    const said = { status: 'lunch', note: '<b>back at 1</b>', until } as const
    const set = await store.transaction(({ presence }) => presence.set(id, said))
    expect(set).toEqual({ id, person: { ...said, since: clock.now() } })
    expect(await store.presence.of(id)).toEqual(set)
    expect(await store.presence.nextEnd()).toBe(until)
    clock.advance(3_600_000 - 5)
    const over = { id, person: { status: 'available', since: until } }
    expect(await store.presence.of(id)).toEqual(over)
    expect((await store.presence.page({ limit: 10 })).items).toEqual([over])
    clock.advance(60_000)
    expect(await store.transaction(({ presence }) => presence.lapse())).toEqual([over])
    expect(await store.presence.of(id)).toEqual(over)
    expect(await store.transaction(({ presence }) => presence.lapse())).toEqual([])
    expect(await store.presence.nextEnd()).toBeUndefined()
  })

  test('a new status takes away the note and the time of the one before', async () => {
    const { store, clock } = await open()
    const { id } = await takeOn(store, 'ada')
    await store.transaction(({ presence }) =>
      presence.set(id, { status: 'meeting', note: 'x', until: clock.now() + 1 }),
    )
    await store.transaction(({ presence }) => presence.set(id, { status: 'away' }))
    clock.advance(10)
    expect(await store.presence.of(id)).toEqual({ id, person: { status: 'away', since: clock.now() - 10 } })
  })

  test('only those whose time has ended go back, also when two exchanges look at once', async () => {
    const { store, clock } = await open()
    const ids: string[] = []
    for (const [place, user] of ['ada', 'bob', 'carol', 'dave'].entries()) {
      const { id } = await takeOn(store, user)
      ids.push(id)
      const until = clock.now() + place * 1000
      await store.transaction(({ presence }) => presence.set(id, { status: 'lunch', until }))
    }
    clock.advance(2000)
    const lapse = () => store.transaction(({ presence }) => presence.lapse())
    const lapsed = (await Promise.all([lapse(), lapse(), lapse()])).flat().map(({ id }) => id)
    expect(lapsed.sort()).toEqual(ids.slice(0, 3).sort())
    expect(await store.presence.nextEnd()).toBe(clock.now() + 1000)
  })

  test('everybody is brought in pages, each once', async () => {
    const { store } = await open()
    for (let n = 0; n < 7; n += 1) await takeOn(store, `p${n}`)
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await store.presence.page({ limit: 3, cursor })
      seen.push(...items.map(({ id }) => id))
      cursor = next
      if (cursor === undefined) break
    }
    expect(seen).toEqual((await store.people.all()).map(({ id }) => id))
  })

  test('nobody has no presence', async () => {
    const { store } = await open()
    expect(await store.presence.of('nobody')).toBeUndefined()
    const set = store.transaction(({ presence }) => presence.set('nobody', { status: 'away' }))
    await expect(set).rejects.toMatchObject({ code: 'not-found' })
  })
})
