import { expect, test } from 'vitest'
import { personWith } from './people.ts'

test('C1 a demo person is known by extension and by user name', () => {
  expect(personWith('204')?.name).toBe('Dave Öztürk')
  expect(personWith('dave')?.name).toBe('Dave Öztürk')
  expect(personWith('+31612345678')).toBeUndefined()
  expect(personWith(undefined)).toBeUndefined()
})
