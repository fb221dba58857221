import { expect, test, vi } from 'vitest'
import { createRows } from './rows.ts'

const row = (id: string, name: string) => ({ id, name })
const rows = () => createRows<{ id: string; name: string }>(({ id }) => id)

test('one row is told of its own changes only', () => {
  const all = rows()
  const [ada, bob, list] = [vi.fn(), vi.fn(), vi.fn()]
  all.row('a').subscribe(ada)
  all.row('b').subscribe(bob)
  all.all.subscribe(list)
  all.put([row('a', 'Ada'), row('c', 'Cas')])
  expect([ada, bob, list].map((told) => told.mock.calls.length)).toEqual([1, 0, 1])
  expect(all.row('a').getSnapshot()).toEqual(row('a', 'Ada'))
  expect(all.row('b').getSnapshot()).toBeUndefined()
})

test('what says the same stays the same object, and nobody is told', () => {
  const all = rows()
  all.put([row('a', 'Ada')])
  const [before, list] = [all.get('a'), all.all.getSnapshot()]
  const told = vi.fn()
  all.all.subscribe(told)
  expect(all.put([row('a', 'Ada')])).toEqual([])
  expect([all.get('a'), all.all.getSnapshot()]).toEqual([before, list])
  expect(all.get('a')).toBe(before)
  expect(all.all.getSnapshot()).toBe(list)
  expect(told).not.toHaveBeenCalled()
})

test('what is removed is gone, and only what was there is told', () => {
  const all = rows()
  all.put([row('a', 'Ada')])
  const told = vi.fn()
  all.row('a').subscribe(told)
  expect(all.remove(['a', 'x'])).toEqual(['a'])
  expect(all.remove(['a'])).toEqual([])
  expect(told).toHaveBeenCalledTimes(1)
  expect([all.size, all.all.getSnapshot()]).toEqual([0, []])
})

test('stopping stops, also twice, and also during the news', () => {
  const all = rows()
  const told: string[] = []
  const stopSecond = { now: () => {} }
  const stopFirst = all.row('a').subscribe(() => {
    told.push('first')
    stopSecond.now()
  })
  stopSecond.now = all.row('a').subscribe(() => void told.push('second'))
  all.put([row('a', 'Ada')])
  stopFirst()
  stopFirst()
  all.put([row('a', 'Anna')])
  expect(told).toEqual(['first'])
})

test('a listener that throws does not keep the news from the others', () => {
  vi.useFakeTimers()
  const all = rows()
  const told = vi.fn()
  all.row('a').subscribe(() => {
    throw new Error('a bug of the app')
  })
  all.row('a').subscribe(told)
  all.put([row('a', 'Ada')])
  expect(told).toHaveBeenCalledTimes(1)
  expect(() => vi.runAllTimers()).toThrow('a bug of the app')
  vi.useRealTimers()
})

test('ten thousand rows are replaced without a list being built that nobody reads', () => {
  const all = rows()
  all.put(Array.from({ length: 10_000 }, (_, at) => row(`${at}`, 'x')))
  const list = all.all.getSnapshot()
  all.put([row('5', 'y')])
  expect(all.all.getSnapshot()).not.toBe(list)
  expect(all.all.getSnapshot()).toHaveLength(10_000)
  expect(Object.isFrozen(all.all.getSnapshot())).toBe(true)
})
