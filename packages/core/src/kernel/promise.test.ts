import { expect, test } from 'vitest'
import { handled, reached } from './promise.ts'
import { createStore } from './store.ts'

test('reached: at once, later, or never with an error; and it listens no longer than it must', async () => {
  const store = createStore(0)
  let listeners = 0
  const counting = {
    getSnapshot: store.getSnapshot,
    subscribe: (listener: () => void) => {
      listeners++
      const stop = store.subscribe(listener)
      return () => {
        listeners--
        stop()
      }
    },
  }
  await reached(counting, (now) => now === 0)
  expect(listeners).toBe(0)

  const two = reached(counting, (now) => now === 2)
  const never = reached(counting, (now) => {
    if (now === 2) throw new Error('too late')
    return now === 3
  })
  store.set(1)
  expect(listeners).toBe(2)
  store.set(2)
  await two
  await expect(never).rejects.toThrow('too late')
  expect(listeners).toBe(0)
})

test('handled: the failure is there for who waits, and no unhandled rejection for who does not', async () => {
  const seen: unknown[] = []
  const see = (reason: unknown) => seen.push(reason)
  process.on('unhandledRejection', see)
  const failed = handled(Promise.reject(new Error('no')))
  await new Promise((resolve) => setTimeout(resolve, 0))
  process.off('unhandledRejection', see)
  expect(seen).toEqual([])
  await expect(failed).rejects.toThrow('no')
})
