import { afterEach, expect, test, vi } from 'vitest'
import { setUp } from './testing/registrar-desk.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

test('a socket that reaches nobody is given up, and another is made', async () => {
  const { online, sockets, pass, last, told, opened, accept } = setUp()
  await online()
  sockets.last().isThere = false
  await pass(25_000)
  expect(last()).toEqual({ type: 'online' })
  await pass(2_000)
  expect(last()).toMatchObject({ type: 'lost', reason: 'silent', attempt: 1 })
  expect(told.at(-1)).toBe('dropped')
  expect(sockets.living()).toBe(0)
  await pass(400)
  await opened()
  await accept()
  expect(last()).toEqual({ type: 'online' })
  expect(sockets.made).toHaveLength(2)
})

test('it is asked at once when the page was hidden or frozen, or its machine asleep', async () => {
  const { online, sockets, comeBack, pass, last } = setUp()
  await online()
  await comeBack()
  await pass(2_000)
  expect(last()).toEqual({ type: 'online' })
  sockets.last().isThere = false
  await comeBack()
  await pass(2_000)
  expect(last()).toMatchObject({ type: 'lost', reason: 'silent' })
})

test('it is left at once when there is another network, and no time is lost', async () => {
  const { online, sockets, comeOnline, last, told, opened } = setUp()
  await online()
  await comeOnline()
  expect(last()).toMatchObject({ type: 'lost', reason: 'network-changed' })
  expect(sockets.made).toHaveLength(2)
  expect(sockets.living()).toBe(1)
  await opened()
  expect(told).toEqual(['connected', 'dropped', 'connected moved'])
})

test('one that was opening while the network changed is opened anew', async () => {
  const { send, sockets, comeOnline, pass } = setUp()
  await send('connect')
  await pass(1_001)
  await comeOnline()
  expect(sockets.made).toHaveLength(2)
  expect(sockets.living()).toBe(1)
})
