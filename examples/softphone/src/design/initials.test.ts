import { expect, test } from 'vitest'
import { hueOf, initialsOf } from './initials.ts'

test.each([
  ['Alice Jansen', 'AJ'],
  ['Carol van den Berg', 'CB'],
  ['Dave Öztürk', 'DÖ'],
  ['bob', 'B'],
  ['  Ada   Lovelace ', 'AL'],
  ['"Zoë" <script>', ''],
  ['👋 Iris de Wit', 'IW'],
])('C1 %j has the initials %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

test('C1 a name has always the same hue', () => {
  expect(hueOf('Alice Jansen')).toBe(hueOf('Alice Jansen'))
  expect(hueOf('Alice Jansen')).toBeLessThan(360)
})
