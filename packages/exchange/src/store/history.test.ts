import { expect, test } from 'vitest'
import type { CompanyFilter, RecordFilter } from './history.ts'
import type { NewRecord } from './history-changes.ts'
import type { Store } from './store.ts'
import { onBoth } from './testing/databases.ts'
import { takeOn } from './testing/people.ts'

const at = Date.UTC(2026, 10, 20, 10)
const minute = 60_000

/** A call of two minutes that was answered, unless said otherwise. */
const call = (personId: string, more: Partial<NewRecord> = {}): NewRecord => ({
  ...{ personId, direction: 'incoming', kind: 'answered', startedAt: at, answeredAt: at + 1000, endedAt: at + 121_000 },
  ...{ from: { name: 'Jan Smit', number: '+31201234567' }, to: { number: '201' }, via: [], devices: ['Chrome'] },
  ...more,
})

onBoth((open) => {
  async function office() {
    const { store, clock } = await open()
    return { store, clock, ada: (await takeOn(store, 'ada')).id, bob: (await takeOn(store, 'bob')).id }
  }
  const add = (store: Store, record: NewRecord) => store.transaction(({ history }) => history.add(record))

  test('a record is kept as it was written', async () => {
    const { store, ada, bob } = await office()
    const full = call(ada, {
      ...{ reason: 'hung-up', callerId: '+31850000000', via: [{ name: 'Support', number: '800' }] },
      to: { name: 'Ada', number: '201', personId: ada },
    })
    const record = await add(store, full)
    const { personId: _, ...said } = full
    expect(record).toEqual({ ...said, id: record.id, seen: true })
    expect(await store.history.get(ada, record.id)).toEqual(record)
    expect(await store.history.get(bob, record.id)).toBeUndefined()
    expect((await store.history.page(ada, {}, { limit: 10 })).items).toEqual([record])
    expect((await store.history.companyPage({}, { limit: 10 })).items).toEqual([{ ...record, personId: ada }])
  })

  test('the same record again replaces what was written, not that it was seen, and not another’s', async () => {
    const { store, ada, bob } = await office()
    const { answeredAt: _, ...unanswered } = call(ada, { id: 'one', kind: 'missed' })
    expect((await add(store, unanswered)).seen).toBe(false)
    await store.transaction(({ history }) => history.see(ada, at))
    await add(store, call(ada, { id: 'one', reason: 'hung-up' }))
    const again = await add(store, unanswered)
    expect(again).toMatchObject({ kind: 'missed', seen: true })
    expect(await store.history.get(ada, 'one')).toEqual(again)
    expect(again).not.toHaveProperty('answeredAt')
    await expect(add(store, call(bob, { id: 'one' }))).rejects.toMatchObject({ code: 'not-found' })
    await expect(add(store, call('nobody'))).rejects.toMatchObject({ code: 'not-found' })
    expect((await store.history.companyPage({}, { limit: 10 })).items).toHaveLength(1)
  })

  test('H1 many are written in one go, as one by one', async () => {
    const { store, ada } = await office()
    const kinds = ['missed', 'answered', 'answered'] as const
    const records = Array.from({ length: 300 }, (_, n) =>
      call(ada, { kind: kinds[n % 3] ?? 'missed', startedAt: at + n }),
    )
    await store.transaction(({ history }) => history.addMany(records))
    await store.transaction(({ history }) => history.addMany([]))
    const { items } = await store.history.page(ada, {}, { limit: 300 })
    expect(items).toHaveLength(300)
    expect(items[0]).toMatchObject({ kind: 'answered', startedAt: at + 299, seen: true })
    expect(await store.history.unseen(ada)).toBe(100)
  })

  test('missed calls are new until they are seen, each person for themselves', async () => {
    const { store, ada, bob } = await office()
    for (const startedAt of [at, at + minute, at + 2 * minute]) {
      await add(store, call(ada, { kind: 'missed', startedAt }))
      await add(store, call(bob, { kind: 'missed', startedAt }))
    }
    await add(store, call(ada, { kind: 'elsewhere' }))
    expect(await store.history.unseen(ada)).toBe(3)
    expect(await store.transaction(({ history }) => history.see(ada, at + minute))).toBe(2)
    expect(await store.transaction(({ history }) => history.see(ada, at + minute))).toBe(0)
    expect([await store.history.unseen(ada), await store.history.unseen(bob)]).toEqual([1, 3])
  })

  test('who removes a record loses it, and the company keeps it', async () => {
    const { store, ada, bob } = await office()
    const { id } = await add(store, call(ada, { kind: 'missed' }))
    const others = await add(store, call(ada, { startedAt: at + minute }))
    const remove = (person: string, record: string) =>
      store.transaction(({ history }) => history.remove(person, record))
    await expect(remove(bob, id)).rejects.toMatchObject({ code: 'not-found' })
    await remove(ada, id)
    await expect(remove(ada, id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await store.history.get(ada, id)).toBeUndefined()
    expect(await store.history.unseen(ada)).toBe(0)
    expect(await store.history.figures(ada, {})).toMatchObject({ calls: 1 })
    expect((await store.history.page(ada, {}, { limit: 10 })).items).toEqual([others])
    expect(await store.transaction(({ history }) => history.clear(ada))).toBe(1)
    expect(await store.transaction(({ history }) => history.clear(ada))).toBe(0)
    expect((await store.history.page(ada, {}, { limit: 10 })).items).toEqual([])
    expect((await store.history.companyPage({ person: ada }, { limit: 10 })).items).toHaveLength(2)
  })

  test('H1 filters: direction, kind, time and a piece of the name or number of the other side, and all together', async () => {
    const { store, ada, bob } = await office()
    await add(store, call(ada, { id: 'in' }))
    await add(store, call(ada, { id: 'missed', kind: 'missed', startedAt: at + minute, from: { name: 'Zoë 100%_' } }))
    const out = { direction: 'outgoing', from: { number: '201' }, to: { number: '+31612345678' } } as const
    await add(store, call(ada, { id: 'out', ...out, startedAt: at + 2 * minute }))
    await add(store, call(bob, { id: 'bobs', startedAt: at + 3 * minute }))
    const ids = async (filter: RecordFilter) =>
      (await store.history.page(ada, filter, { limit: 10 })).items.map(({ id }) => id)
    const company = async (filter: CompanyFilter) =>
      (await store.history.companyPage(filter, { limit: 10 })).items.map(({ id }) => id)
    expect(await ids({})).toEqual(['out', 'missed', 'in'])
    expect(await ids({ direction: 'incoming' })).toEqual(['missed', 'in'])
    expect(await ids({ kinds: ['missed', 'failed'] })).toEqual(['missed'])
    expect(await ids({ kinds: [] })).toEqual([])
    expect(await ids({ from: at + minute, to: at + 2 * minute })).toEqual(['missed'])
    for (const text of ['SMIT', 'n s', '201234']) expect(await ids({ text }), text).toEqual(['in'])
    for (const text of ['zoë', '0%_', '%_']) expect(await ids({ text }), text).toEqual(['missed'])
    for (const text of ['%smit', '_', '\\', "' or '1'='1", 'smi\nt']) {
      expect(await ids({ text }), text).toEqual(text === '_' ? ['missed'] : [])
    }
    // one's own number is not what one looks for
    expect(await ids({ text: '201', direction: 'outgoing' })).toEqual([])
    expect(await ids({ direction: 'outgoing', kinds: ['answered'], from: at, text: '0612' })).toEqual([])
    expect(await ids({ direction: 'outgoing', kinds: ['answered'], from: at, text: '612' })).toEqual(['out'])
    expect(await company({})).toEqual(['bobs', 'out', 'missed', 'in'])
    expect(await company({ person: bob })).toEqual(['bobs'])
    expect(await company({ person: 'nobody' })).toEqual([])
  })

  test('pages follow each other without a gap or a double, also where calls began at the same moment', async () => {
    const { store, ada } = await office()
    await store.transaction(async ({ history }) => {
      for (let n = 0; n < 40; n += 1) await history.add(call(ada, { id: `r${n}`, startedAt: at + (n % 4) }))
    })
    const all = (await store.history.page(ada, {}, { limit: 100 })).items.map(({ id }) => id)
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await store.history.page(ada, {}, { limit: 7, cursor })
      seen.push(...items.map(({ id }) => id))
      // what is new stands above, and moves nothing
      await add(store, call(ada, { startedAt: at + minute + seen.length }))
      cursor = next
      if (cursor === undefined) break
    }
    expect(seen).toEqual(all)
  })

  test('the cursor of one history opens no other', async () => {
    const { store, ada, bob } = await office()
    for (const startedAt of [at, at + 1, at + 2]) await add(store, call(ada, { startedAt }))
    const { next = '' } = await store.history.page(ada, {}, { limit: 1 })
    for (const tried of [
      () => store.history.page(bob, {}, { limit: 1, cursor: next }),
      () => store.history.companyPage({ person: ada }, { limit: 1, cursor: next }),
      () => store.contactsOf({ id: ada, role: 'person' }).page({}, { limit: 1, cursor: next }),
    ]) {
      await expect(tried()).rejects.toMatchObject({ code: 'bad-cursor' })
    }
  })

  test('figures count calls and seconds of conversation, of a person and of the company', async () => {
    const { store, ada, bob } = await office()
    const { answeredAt: _, ...missed } = call(ada, { kind: 'missed' })
    await add(store, missed)
    await add(store, call(ada))
    await add(store, call(ada, { direction: 'outgoing', startedAt: at + minute }))
    await add(store, call(bob, { startedAt: at + minute, answeredAt: at + 2000, endedAt: at + 1000 }))
    const none = { calls: 0, incoming: 0, outgoing: 0, byKind: {}, talkSeconds: 0 }
    expect(await store.history.figures(ada, {})).toEqual({
      ...{ calls: 3, incoming: 2, outgoing: 1, byKind: { answered: 2, missed: 1 }, talkSeconds: 240 },
    })
    expect(await store.history.figures(ada, { from: at + 1, to: at + minute })).toEqual(none)
    expect(await store.history.companyFigures({})).toMatchObject({ calls: 4, talkSeconds: 240 })
    expect(await store.history.companyFigures({ person: bob })).toMatchObject({ calls: 1, talkSeconds: 0 })
  })
})
