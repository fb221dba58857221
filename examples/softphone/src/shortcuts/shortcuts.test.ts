import { expect, test } from 'vitest'
import { shortcutFor, shortcuts } from './shortcuts.ts'

const pressed = (key: string, shiftKey = false) => shortcutFor({ key, shiftKey })?.key

test('a letter works with and without caps lock', () => {
  expect(pressed('m')).toBe('M')
  expect(pressed('M')).toBe('M')
})

test('C12 no single key ends or declines a call', () => {
  expect(pressed('e')).toBeUndefined()
  expect(pressed('d')).toBeUndefined()
  expect(pressed('E', true)).toBe('E')
  expect(pressed('D', true)).toBe('D')
})

test('a letter with shift is not the letter', () => {
  expect(pressed('H', true)).toBeUndefined()
})

test('signs work on keyboards that need shift for them', () => {
  expect(pressed('?', true)).toBe('?')
  expect(pressed('/', true)).toBe('/')
})

test('no key has two meanings', () => {
  const all = shortcuts.map(({ key }) => key)
  expect(new Set(all).size).toBe(all.length)
})
