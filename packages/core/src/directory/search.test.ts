import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Clock } from '../kernel/clock.ts'
import { netherlands } from '../kernel/number-plan.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import type { Contact } from './contact.ts'
import { keyOf } from './order.ts'
import { createSearchIndex, type IndexQuery } from './search.ts'
import { isFound, soughtIn, wordsOf } from './words.ts'

const contact = (uid: string, full: string, more: Partial<Contact> = {}): Contact => ({
  ...{ uid, book: 'b', kind: 'individual', organizations: [], titles: [], phones: [], emails: [] },
  ...{ name: { full }, readOnly: false, favourite: false },
  ...more,
})
const uids = (contacts: readonly Contact[]) => contacts.map(({ uid }) => uid)

const words = new WeakMap<Contact, ReadonlySet<string>>()
const wordsIn = (one: Contact) => {
  const known = words.get(one) ?? wordsOf(one, netherlands)
  words.set(one, known)
  return known
}

/** What an index promises, looked up one by one. */
function promised(contacts: Iterable<Contact>, text: string, { limit, book, recent = [] }: IndexQuery) {
  const sought = soughtIn(text, netherlands)
  if (sought.length === 0) return []
  const place = ({ favourite, uid }: Contact) =>
    favourite ? -1 : recent.includes(uid) ? recent.indexOf(uid) : recent.length
  return [...contacts]
    .filter((one) => (book === undefined || one.book === book) && isFound(wordsIn(one), sought))
    .sort((a, b) => place(a) - place(b) || (keyOf(a) < keyOf(b) ? -1 : 1))
    .slice(0, limit)
}

/** A clock whose turns are told to come, and that knows how many wait. */
function turns() {
  const waiting: (() => void)[] = []
  const clock: Clock = {
    now: () => 0,
    after(_, run) {
      waiting.push(run)
      return () => void waiting.splice(waiting.indexOf(run), 1)
    },
  }
  return { clock, waiting, next: () => waiting.shift()?.() }
}

// few words, so that many contacts have the same ones
const word = fc.constantFrom('jan', 'Jansen', 'janssen', 'van', 'der', 'de', 'Bérg', 'berg', 'ada', "O'Neil", 'z', '12')
const nameOf = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
const number = fc.constantFrom('+31612345678', '+31201234567', '+4930123456', '201', '2012', '020 1234567', '*97')
const uid = fc.integer({ min: 0, max: 40 }).map(String)
const someone = fc
  .record({
    ...{ uid, full: nameOf, book: fc.constantFrom('b', 'c'), favourite: fc.boolean() },
    organizations: fc.array(
      nameOf.map((name) => ({ name })),
      { maxLength: 1 },
    ),
    phones: fc.array(
      number.map((one) => ({ number: one })),
      { maxLength: 2 },
    ),
  })
  .map(({ uid, full, ...more }) => contact(uid, full, more))
const text = fc.oneof(
  fc.array(fc.constantFrom('j', 'jan', 'janss', 'v', 'van der', 'b', 'berg', 'one', 'o', '0', '06', '+31', '20', '1'), {
    maxLength: 3,
  }),
  fc.array(word, { maxLength: 2 }),
)
const query = fc
  .record({
    limit: fc.constantFrom(0, 1, 3, 20, 1_000),
    book: fc.option(fc.constantFrom('b', 'c', 'none'), { nil: undefined }),
    recent: fc.uniqueArray(uid, { maxLength: 5 }),
  })
  .map(({ book, ...rest }): IndexQuery => ({ ...rest, ...(book === undefined ? {} : { book }) }))

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: fc.array(someone, { maxLength: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ remove: fc.array(uid, { maxLength: 25 }) }) },
  { weight: 1, arbitrary: fc.constant('turn' as const) },
  { weight: 4, arbitrary: fc.record({ text: text.map((words) => words.join(' ')), query }) },
)

test('D2 D4 whatever is added, changed, removed and typed, in any order: the answer is the promised one', () =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { clock, next } = turns()
      const index = createSearchIndex({ clock })
      const model = new Map<string, Contact>()
      for (const one of steps) {
        if (one === 'turn') next()
        else if ('add' in one) {
          index.add(one.add)
          for (const contact of one.add) model.set(contact.uid, contact)
        } else if ('remove' in one) {
          index.remove(one.remove)
          for (const uid of one.remove) model.delete(uid)
        } else expect(index.search(one.text, one.query)).toEqual(promised(model.values(), one.text, one.query))
      }
      for (const typed of ['j', 'van', 'b', '0', '+'])
        expect(index.search(typed, { limit: 1_000 })).toEqual(promised(model.values(), typed, { limit: 1_000 }))
    }),
    { numRuns: 400 },
  ))

describe('D2 a large phonebook', () => {
  const names = [
    'Jan de Boer',
    'Zoë van der Berg',
    'Ada Smit',
    'Bob Jansen',
    'Anna Öztürk',
    'Kees Bakker',
    'Jan Jansen',
  ]
  const large = (count: number, from = 0) =>
    Array.from({ length: count }, (_, at) => {
      const place = at + from
      const more = { phones: [{ number: `+316${String(place).padStart(8, '0')}` }], favourite: place % 997 === 0 }
      return contact(`c${place}`, `${names[place % names.length]} w${place}`, more)
    })
  const typed = [
    'j',
    'ja',
    'van der',
    'ber',
    'w1',
    'w12 j',
    'oz',
    'jan b',
    '06',
    '060000',
    '+3160000123',
    'w5999',
    'bob sm',
  ]

  test('is found the same whether it came in slices or at once, and at every moment in between', () => {
    const { clock, waiting, next } = turns()
    const sliced = createSearchIndex({ clock })
    const atOnce = createSearchIndex()
    const all = large(8_000)
    for (let at = 0; at < all.length; at += 500) {
      sliced.add(all.slice(at, at + 500))
      if (at % 2_000 === 0) next()
      const soFar = all.slice(0, at + 500)
      expect(sliced.search('w1 j', { limit: 20 })).toEqual(promised(soFar, 'w1 j', { limit: 20 }))
    }
    atOnce.add(all)
    atOnce.close()
    const check = () => {
      for (const text of typed) expect(uids(sliced.search(text, { limit: 25 })), text).toEqual(answers.get(text))
    }
    const answers = new Map(typed.map((text) => [text, uids(promised(all, text, { limit: 25 }))]))
    for (const text of typed) expect(uids(atOnce.search(text, { limit: 25 })), text).toEqual(answers.get(text))
    check()
    let count = 0
    while (waiting.length > 0) {
      next()
      if (count++ % 5 === 0) check()
    }
    check()
    // merging 8,000 contacts is not the work of one turn
    expect(count).toBeGreaterThan(5)
  })

  test('loses nobody and doubles nobody while it is edited and merged', () => {
    const { clock, waiting, next } = turns()
    const index = createSearchIndex({ clock })
    const model = new Map<string, Contact>()
    const put = (contacts: readonly Contact[]) => {
      index.add(contacts)
      for (const one of contacts) model.set(one.uid, one)
    }
    for (let round = 0; round < 12; round++) {
      put(large(700, round * 600))
      put(
        [...model.values()]
          .filter((_, at) => at % 7 === round % 7)
          .map((one) => ({ ...one, favourite: !one.favourite })),
      )
      const gone = [...model.keys()].filter((_, at) => at % 11 === round % 11)
      index.remove(gone)
      for (const uid of gone) model.delete(uid)
      next()
      const found = index.search('w', { limit: 1e9 })
      expect(found).toHaveLength(model.size)
      expect(new Set(found)).toEqual(new Set(model.values()))
    }
    while (waiting.length > 0) next()
    expect(index.search('w', { limit: 1e9 })).toEqual(promised(model.values(), 'w', { limit: 1e9 }))
  })

  test('that is read anew again and again does not grow', () => {
    const clock = createManualClock()
    const index = createSearchIndex({ clock })
    const all = large(3_000)
    for (let round = 0; round < 20; round++) index.add(all.map((one) => ({ ...one, note: `${round}` })))
    clock.advance(10_000)
    expect(index.search('w', { limit: 1e9 })).toHaveLength(3_000)
    const before = performance.now()
    for (let at = 0; at < 50; at++) index.search('w', { limit: 20 })
    expect(performance.now() - before).toBeLessThan(500)
    index.remove(uids(all))
    expect(index.search('w', { limit: 1e9 })).toEqual([])
  })

  test('is left alone when the index is closed, or all of it is gone', () => {
    for (const end of ['close', 'remove'] as const) {
      const { clock, waiting } = turns()
      const index = createSearchIndex({ clock })
      for (let at = 0; at < 3; at++) index.add(large(800, at * 800))
      expect(waiting).toHaveLength(1)
      if (end === 'close') index.close()
      else index.remove(uids(large(2_400)))
      expect(waiting).toHaveLength(0)
    }
  })
})

test('D2 the list narrows as one types: nobody comes in, and nobody changes places', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'janvderbgo '), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(someone, { maxLength: 60 }), letters, (contacts, typed) => {
      const index = createSearchIndex()
      index.add(contacts)
      let before: readonly Contact[] | undefined
      for (let at = 1; at <= typed.length; at++) {
        if (soughtIn(typed.slice(0, at), netherlands).length === 0) continue
        const now = index.search(typed.slice(0, at), { limit: 1_000 })
        if (before !== undefined) expect(now).toEqual(before.filter((one) => now.includes(one)))
        before = now
      }
    }),
  )
})

test('D4 favourites first, then whom one called last, then by surname without its particle', () => {
  const index = createSearchIndex()
  const named = (uid: string, given: string, particle: string, surname: string, favourite = false) =>
    contact(uid, `${given} ${particle} ${surname}`, {
      name: { full: `${given} ${particle} ${surname}`, given, particle, surname },
      favourite,
    })
  index.add([
    named('1', 'Piet', 'van der', 'Zanden'),
    named('2', 'Piet', 'de', 'Boer'),
    named('3', 'Piet', 'van', 'Dijk', true),
    named('4', 'Piet', '', 'Adema', true),
    named('5', 'Piet', 'ter', 'Horst'),
  ])
  expect(uids(index.search('piet', { limit: 9 }))).toEqual(['4', '3', '2', '5', '1'])
  expect(uids(index.search('piet', { limit: 9, recent: ['1', '3', '5'] }))).toEqual(['4', '3', '1', '5', '2'])
  expect(uids(index.search('piet', { limit: 3, recent: ['1', '5'] }))).toEqual(['4', '3', '1'])
  index.add([named('3', 'Piet', 'van', 'Dijk')])
  expect(uids(index.search('piet', { limit: 9, recent: ['1', '5'] }))).toEqual(['4', '1', '5', '2', '3'])
})
