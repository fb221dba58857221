import { expect, test } from 'vitest'
import { findPeople, personWith } from './people.ts'

const named = (text: string) => findPeople(text).map(({ user }) => user)

test('C3 a letter finds who is called so, and not who has it in a particle', () => {
  expect(named('d')).toEqual(['dave'])
  expect(named('v')).toEqual(['bob'])
})

test('C3 a first name comes before a surname', () => {
  expect(named('b')).toEqual(['bob', 'carol'])
})

test('C3 a surname is found with its particles and without', () => {
  expect(named('van den b')).toEqual(['carol'])
  expect(named('berg')).toEqual(['carol'])
})

test('C3 a name is found without its diacritics', () => {
  expect(named('ozt')).toEqual(['dave'])
  expect(named('ÖZT')).toEqual(['dave'])
})

test('C3 an extension finds its owner', () => {
  expect(named('203')).toEqual(['carol'])
  expect(named('20')).toHaveLength(4)
})

test('C3 nothing finds nobody', () => {
  expect(named('  ')).toEqual([])
})

test('C1 a caller is known by extension and by user name', () => {
  expect(personWith('204')?.name).toBe('Dave Öztürk')
  expect(personWith('dave')?.name).toBe('Dave Öztürk')
  expect(personWith('+31612345678')).toBeUndefined()
  expect(personWith(undefined)).toBeUndefined()
})
