import { expect, test, vi } from 'vitest'
import { createStore, guarded } from './store.ts'

const counted = <T>(initial: T) => {
  const store = createStore(initial)
  const heard: T[] = []
  store.subscribe(() => heard.push(store.getSnapshot()))
  return { store, heard }
}

test('a snapshot is replaced only when it says something different', () => {
  const { store, heard } = counted<object>({ name: 'Ada', party: { number: '1' }, list: [{ id: 1 }] })
  const first = store.getSnapshot()
  store.set({ name: 'Ada', party: { number: '1' }, list: [{ id: 1 }] })
  expect(store.getSnapshot()).toBe(first)
  expect(heard).toEqual([])
  store.set({ name: 'Ada', party: { number: '2' }, list: [{ id: 1 }] })
  expect(heard).toHaveLength(1)
  expect(store.getSnapshot()).not.toBe(first)
})

test.each([
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ a: undefined }, { b: undefined }],
  [[], {}],
  [[1, 2], [1]],
  [{ list: [1] }, { list: { 0: 1 } }],
  [new Date(0), new Date(0)],
  [null, {}],
  [0, -0],
  [{ run: () => 1 }, { run: () => 1 }],
])('%j and %j are different', (before, after) => {
  const { store, heard } = counted<unknown>(before)
  store.set(after)
  expect(heard).toEqual([after])
})

test('not a number is itself', () => {
  const { store, heard } = counted(Number.NaN)
  store.set(Number.NaN)
  expect(heard).toEqual([])
})

test('what goes in circles is compared no deeper than snapshots go', () => {
  interface Circle {
    self?: Circle
  }
  const circle = (): Circle => {
    const one: Circle = {}
    one.self = one
    return one
  }
  const { store, heard } = counted(circle())
  store.set(circle())
  expect(heard).toHaveLength(1)
})

test('snapshots are frozen; objects of the app that are no plain data stay as they are', () => {
  const store = createStore<object>({ a: 1 })
  expect(Object.isFrozen(store.getSnapshot())).toBe(true)
  store.set([1])
  expect(Object.isFrozen(store.getSnapshot())).toBe(true)
  store.set(new Map())
  expect(Object.isFrozen(store.getSnapshot())).toBe(false)
})

test('one function subscribed twice is two subscriptions, and stopping twice stops one', () => {
  const store = createStore(0)
  const listener = vi.fn()
  const stop = store.subscribe(listener)
  store.subscribe(listener)
  store.set(1)
  expect(listener).toHaveBeenCalledTimes(2)
  stop()
  stop()
  store.set(2)
  expect(listener).toHaveBeenCalledTimes(3)
})

test('a listener that unsubscribes itself or comes in during the news disturbs nobody', () => {
  const store = createStore(0)
  const heard: string[] = []
  const stop = store.subscribe(() => {
    heard.push(`first ${store.getSnapshot()}`)
    stop()
    store.subscribe(() => heard.push(`late ${store.getSnapshot()}`))
  })
  store.subscribe(() => heard.push(`second ${store.getSnapshot()}`))
  store.set(1)
  store.set(2)
  expect(heard).toEqual(['first 1', 'second 1', 'second 2', 'late 2'])
})

test('a listener stopped by another during the news hears nothing more', () => {
  const store = createStore(0)
  const heard: string[] = []
  store.subscribe(() => stop())
  const stop = store.subscribe(() => heard.push('stopped'))
  store.set(1)
  expect(heard).toEqual([])
})

test('a listener that throws keeps the news from nobody, and its error surfaces', () => {
  const later: (() => void)[] = []
  const timers = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void) => later.push(run)) as never)
  const store = createStore(0)
  const heard = vi.fn()
  store.subscribe(() => {
    throw new Error('bug of the app')
  })
  store.subscribe(heard)
  store.set(1)
  timers.mockRestore()
  expect(heard).toHaveBeenCalledTimes(1)
  expect(later).toHaveLength(1)
  expect(later[0]).toThrow('bug of the app')
})

test('guarded: what does not throw simply runs', () => {
  const run = vi.fn()
  guarded(run)
  expect(run).toHaveBeenCalledTimes(1)
})
