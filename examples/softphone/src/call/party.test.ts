import { expect, test } from 'vitest'
import { faceOf } from './party.ts'

test('C1 what the exchange calls a caller comes first', () => {
  expect(faceOf({ name: 'Support', number: '202' }, '?')).toMatchObject({ title: 'Support', number: '202' })
})

test('C1 a colleague is known by the extension alone', () => {
  expect(faceOf({ number: '202' }, '?')).toEqual({
    ...{ title: 'Bob de Vries', short: 'Bob', name: 'Bob de Vries', number: '202' },
  })
})

test('C1 a stranger is a number, written once', () => {
  expect(faceOf({ number: '+31612345678' }, '?')).toMatchObject({
    title: '+31 6 12345678',
    name: undefined,
    number: '',
  })
})

test('C1 who withholds name and number is unknown', () => {
  expect(faceOf({}, 'Unknown caller')).toMatchObject({ title: 'Unknown caller', name: undefined, number: '' })
  expect(faceOf({ name: ' ' }, 'Unknown caller').title).toBe('Unknown caller')
})
