import { expect, test } from 'vitest'
import { assertOneCopy } from './one-copy.ts'

test('one copy of sip.js on a page may be used as often as one likes', () => {
  const page = {}
  assertOneCopy(page)
  expect(() => assertOneCopy(page)).not.toThrow()
})

test('a second copy is refused', () => {
  const page = { [Symbol.for('offhook.sip.js')]: class UserAgent {} }
  expect(() => assertOneCopy(page)).toThrow(expect.objectContaining({ code: 'duplicate-library' }))
})
