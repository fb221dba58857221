import { expect, test } from 'vitest'
import { without } from './without.ts'

const missing = [
  { part: 'firefox', why: 'no network' },
  { part: 'asterisk', why: 'no root' },
  { part: 'postgres', why: 'no root' },
]
const pattern = new RegExp(without(missing).at(-1) ?? '')

test('with everything there nothing is left out', () => {
  expect(without([])).toEqual([])
})

test('what names a missing part is left out, whatever the capital, and what does not stays', () => {
  expect(pattern.test('C7 two telephones in firefox at the exchange hold')).toBe(false)
  expect(pattern.test('two telephones at Asterisk 22 C1 rings')).toBe(false)
  expect(pattern.test('on PostgreSQL 15 somebody new is found')).toBe(false)
  expect(pattern.test('on PGlite somebody new is found')).toBe(true)
  expect(pattern.test('C7 two telephones in chromium at the exchange hold')).toBe(true)
})

test('files named after a missing part are left out', () => {
  expect(without(missing)).toContain('**/*asterisk*')
})
