import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Contact } from './contact.ts'
import { createOrder, keyOf } from './order.ts'

const person = (uid: string, given: string, surname?: string): Contact => ({
  ...{ uid, book: 'b', kind: 'individual', organizations: [], titles: [], phones: [], emails: [] },
  ...{ readOnly: false, favourite: false },
  name: {
    full: surname === undefined ? given : `${given} ${surname}`,
    given,
    ...(surname === undefined ? {} : { surname }),
  },
})
const all = () => true
const uids = (contacts: readonly Contact[]) => contacts.map(({ uid }) => uid)

test('D2 a phonebook is by surname without its particle, then by given name, accents and capitals aside', () => {
  const order = createOrder()
  order.put([
    person('1', 'Zoë', 'Berg'),
    person('2', 'Anna', 'Öztürk'),
    person('3', 'Bert', 'oztas'),
    person('4', 'Anna', 'Berg'),
    person('5', 'Cher'),
  ])
  expect(uids(order.read(all, 10, 0))).toEqual(['4', '1', '5', '3', '2'])
})

test('D2 a stretch of it', () => {
  const order = createOrder()
  order.put(Array.from({ length: 10 }, (_, at) => person(`${at}`, 'A', `B${at}`)))
  expect(uids(order.read(all, 3, 4))).toEqual(['4', '5', '6'])
  expect(uids(order.read(({ uid }) => Number(uid) % 2 === 1, 2, 1))).toEqual(['3', '5'])
  expect(order.read(all, 0, 0)).toEqual([])
  expect(order.read(all, 5, 99)).toEqual([])
})

test('D2 however contacts come, change and go, the order is that of their names', () => {
  const contact = fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom('a', 'b', 'É', 'z', 'aa'))
    .map(([uid, name]) => person(`${uid}`, 'X', name))
  const step = fc.oneof(
    fc.record({ put: fc.array(contact, { maxLength: 12 }) }),
    fc.record({ remove: fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 6 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const order = createOrder()
      const model = new Map<string, Contact>()
      for (const one of steps) {
        if ('put' in one) {
          order.put(one.put)
          for (const contact of one.put) model.set(contact.uid, contact)
        } else {
          order.remove(one.remove)
          for (const uid of one.remove) model.delete(uid)
        }
      }
      const wanted = [...model.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      expect(order.read(all, 100, 0)).toEqual(wanted)
    }),
  )
})

test('D2 thousands come in any order, change and go, and stand in order', () => {
  const order = createOrder()
  const mixed = (count: number, by: number) => Array.from({ length: count }, (_, at) => (at * by) % count)
  const of = (at: number, name = String(at).padStart(5, '0')) => person(`${at}`, 'X', name)
  for (const at of mixed(5_000, 2_011)) order.put([of(at)])
  expect(uids(order.read(all, 5_000, 0))).toEqual(Array.from({ length: 5_000 }, (_, at) => `${at}`))
  order.put([of(17, '99999'), of(4_000, '00000a')])
  expect(uids(order.read(all, 2, 4_998))).toEqual(['4999', '17'])
  expect(uids(order.read(all, 2, 0))).toEqual(['0', '4000'])
  for (const at of mixed(2_500, 1_009)) order.remove([`${at}`])
  expect(uids(order.read(all, 2, 0))).toEqual(['4000', '2500'])
  order.remove(mixed(5_000, 1_009).map(String))
  expect(order.read(all, 5_000, 0)).toEqual([])
  order.put([of(1)])
  expect(uids(order.read(all, 5, 0))).toEqual(['1'])
})
