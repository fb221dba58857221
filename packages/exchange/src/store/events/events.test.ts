import { expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { onBoth } from '../testing/databases.ts'
import { takeOn } from '../testing/people.ts'
import type { EventSink } from './follower.ts'
import type { StoreEvent } from './outbox.ts'

const patience = { timeout: 10_000 }

const dayMs = 24 * 3_600_000

/** Somebody who writes down what they are told. */
function listener() {
  const told: string[] = []
  const ids: number[] = []
  const sink: EventSink = {
    opened: () => void told.push('opened'),
    reset: () => void told.push('reset'),
    event(event: StoreEvent) {
      told.push(`${event.type}:${event.subject ?? ''}`)
      ids.push(event.id)
    },
  }
  return { told, ids, sink }
}

onBoth((open) => {
  const tell = (store: Store, subject: string, person?: string) =>
    store.transaction(async (tx) => tx.tell({ type: 'said', subject, person, data: { subject } }))

  const heard = (told: readonly string[], count: number) => expect.poll(() => told.length, patience).toBe(count)

  test('everybody is told what is for them and what is for all, as it happens and in order', async () => {
    const { store } = await open()
    const [ada, bob, all] = [listener(), listener(), listener()]
    store.events.follow('ada', ada.sink)
    store.events.follow('bob', bob.sink)
    store.events.watch(all.sink)
    await tell(store, '1', 'ada')
    await tell(store, '2')
    await tell(store, '3', 'bob')
    await tell(store, '4', 'nobody')
    await heard(all.told, 5)
    expect(all.told).toEqual(['opened', 'said:1', 'said:2', 'said:3', 'said:4'])
    expect(ada.told).toEqual(['opened', 'said:1', 'said:2'])
    expect(bob.told).toEqual(['opened', 'said:2', 'said:3'])
    expect(all.ids).toEqual([...all.ids].sort((a, b) => a - b))
  })

  test('an event is told as it was written, once its transaction is done, and never when it is not', async () => {
    const { store, clock } = await open()
    const events: StoreEvent[] = []
    store.events.follow('ada', { ...listener().sink, event: (event) => void events.push(event) })
    const data = {
      html: '<script>alert(1)</script>',
      sql: "'; drop table outbox; --",
      deep: [{ a_b: null, aB: 1 }],
      n: 1.5,
      '🔑': '',
    }
    const fail = store.transaction(async (tx) => {
      tx.tell({ type: 'never', data: {} })
      throw new Error('no')
    })
    await expect(fail).rejects.toThrow('no')
    await store.transaction(async (tx) => {
      tx.tell({ type: 'first', subject: 's', person: 'ada', data })
      tx.tell({ type: 'second', data: undefined })
      await tx.people.count()
      expect(events).toEqual([])
    })
    await expect.poll(() => events.length, patience).toBe(2)
    expect(events).toEqual([
      { id: expect.any(Number), at: clock.now(), type: 'first', subject: 's', person: 'ada', data },
      { id: expect.any(Number), at: clock.now(), type: 'second', data: null },
    ])
  })

  test('who was away is told what they missed, then what happens, each event once', async () => {
    const { store } = await open()
    const first = listener()
    const leave = store.events.follow('ada', first.sink)
    await tell(store, '0')
    await heard(first.told, 2)
    leave()
    for (let n = 1; n <= 1203; n += 400) {
      await store.transaction(async (tx) => {
        for (let m = n; m < n + 400; m += 1)
          tx.tell({ type: 'said', subject: `${m}`, person: m % 2 ? 'ada' : 'bob', data: 0 })
      })
    }
    const back = listener()
    store.events.follow('ada', back.sink, { after: first.ids[0] })
    for (let n = 1601; n <= 1640; n += 1) await tell(store, `${n}`, 'ada')
    await heard(back.told, 1 + 800 + 40)
    const missed = Array.from({ length: 1600 }, (_, n) => n + 1).filter((n) => n % 2)
    const live = Array.from({ length: 40 }, (_, n) => 1601 + n)
    expect(back.told).toEqual(['opened', ...[...missed, ...live].map((n) => `said:${n}`)])
    expect(first.told).toHaveLength(2)
  })

  test('where what was missed is gone, or was never told, everything is to be read anew', async () => {
    const { store, clock } = await open()
    const first = listener()
    store.events.follow('ada', first.sink)
    await tell(store, 'old')
    await heard(first.told, 2)
    const [old = 0] = first.ids
    clock.advance(3 * dayMs)
    await tell(store, 'new')
    await heard(first.told, 3)
    await store.tidy()
    for (const after of [old, 1, 0, -1, 9e15, Number.NaN, 1.5, 1e300, Number.POSITIVE_INFINITY]) {
      const back = listener()
      store.events.follow('ada', back.sink, { after })
      await heard(back.told, 1)
      expect(back.told).toEqual(['reset'])
    }
    const newest = listener()
    store.events.follow('ada', newest.sink, { after: first.ids[1] })
    await tell(store, 'next')
    await heard(newest.told, 2)
    expect(newest.told).toEqual(['opened', 'said:next'])
  })

  test('more than anybody wants to be told one by one is read anew instead', async () => {
    const { store } = await open()
    const first = listener()
    store.events.watch(first.sink)
    await tell(store, '0', 'ada')
    await heard(first.told, 2)
    await store.transaction(async (tx) => {
      for (let n = 0; n < 10_600; n += 1) tx.tell({ type: 'said', person: 'bob', data: 0 })
    })
    const [bob, carol] = [listener(), listener()]
    store.events.follow('bob', bob.sink, { after: first.ids[0] })
    // what was for others is not counted
    store.events.follow('carol', carol.sink, { after: first.ids[0] })
    await heard(bob.told, 1)
    await heard(carol.told, 1)
    await tell(store, 'last')
    await heard(bob.told, 2)
    expect(bob.told).toEqual(['reset', 'said:last'])
    await heard(carol.told, 2)
    expect(carol.told).toEqual(['opened', 'said:last'])
    await heard(first.told, 10_603)
  })

  test('transactions that end out of order are told in one order, none left out and none twice', async () => {
    const { store } = await open()
    const early = listener()
    store.events.watch(early.sink)
    const late: ReturnType<typeof listener>[] = []
    const { id } = await takeOn(store, 'ada')
    const work = Array.from({ length: 60 }, (_, n) =>
      store
        .transaction(async (tx) => {
          tx.tell({ type: 'said', subject: `${n}`, data: {} })
          // some take longer between reading and the end than others
          for (let more = (n * 7) % 5; more > 0; more -= 1) await tx.people.get(id)
          tx.tell({ type: 'said', subject: `${n}b`, data: {} })
        })
        .then(() => {
          if (n % 10 !== 0) return
          const one = listener()
          late.push(one)
          store.events.watch(one.sink, { after: early.ids[0] })
        }),
    )
    await Promise.all(work)
    await heard(early.told, 121)
    expect(new Set(early.told).size).toBe(121)
    expect(early.ids).toEqual([...early.ids].sort((a, b) => a - b))
    for (const one of late) await expect.poll(() => one.ids.at(-1), patience).toBe(early.ids.at(-1))
    for (const one of late.filter(({ told }) => told[0] === 'opened')) {
      expect(early.ids.slice(-one.ids.length)).toEqual(one.ids)
    }
    // the two of one transaction stand together
    const subjects = early.told.slice(1).map((said) => said.replace('said:', ''))
    for (const [place, subject] of subjects.entries())
      if (place % 2 === 0) expect(subjects[place + 1]).toBe(`${subject}b`)
  })

  test('who begins or stops to follow in the middle of what is told is told no less and no more', async () => {
    const { store } = await open()
    const [first, second, third] = [listener(), listener(), listener()]
    let leave = () => {}
    store.events.follow('ada', {
      ...first.sink,
      event(event) {
        first.sink.event(event)
        if (event.subject !== '2') return
        leave()
        store.events.follow('bob', second.sink)
      },
    })
    leave = store.events.follow('carol', third.sink)
    await store.transaction(async (tx) => {
      for (const subject of ['1', '2', '3', '4']) tx.tell({ type: 'said', subject, data: {} })
    })
    await heard(first.told, 5)
    expect(second.told).toEqual(['opened', 'said:3', 'said:4'])
    expect(third.told).toEqual(['opened', 'said:1'])
  })

  test('a listener that throws is let go, and the others are told', async () => {
    const { store } = await open()
    const good = listener()
    let told = 0
    store.events.follow('ada', {
      ...listener().sink,
      event() {
        told += 1
        throw new Error('full')
      },
    })
    store.events.follow('bob', good.sink)
    await tell(store, '1')
    await tell(store, '2')
    await heard(good.told, 3)
    expect(told).toBe(1)
  })

  test('nobody is told anything by a store that was closed', async () => {
    const { store } = await open()
    const [ada, bob] = [listener(), listener()]
    store.events.follow('ada', ada.sink)
    store.events.follow('bob', bob.sink, { after: 1 })
    const said = tell(store, '1')
    await store.close()
    await said
    const before = [...ada.told, ...bob.told].length
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([...ada.told, ...bob.told]).toHaveLength(before)
  })
})
