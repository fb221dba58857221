import type { Contact } from '@offhook/core'
import { expect, test } from 'vitest'
import { faceOf } from './party.ts'

const bob: Contact = {
  ...{ uid: 'bob', book: 'external', kind: 'individual', readOnly: true, favourite: false, titles: [], emails: [] },
  name: { full: 'Bob de Vries' },
  organizations: [{ name: 'Vries BV' }],
  phones: [{ number: '+31612345678' }],
}

test('C1 whoever is not in a phonebook is who the exchange says', () => {
  expect(faceOf({ name: 'Support', number: '202' }, undefined, '?')).toMatchObject({ title: 'Support', number: '202' })
})

test('C1 who is in a phonebook is called as it says there, with their company', () => {
  expect(faceOf({ number: '+31612345678', name: 'YOUR BANK' }, bob, '?')).toEqual({
    ...{ title: 'Bob de Vries', short: 'Bob', name: 'Bob de Vries', number: '+31 6 12345678' },
    ...{ company: 'Vries BV', photo: undefined },
  })
})

test('C1 a stranger is a number, written once', () => {
  const face = faceOf({ number: '+31612345678' }, undefined, '?')
  expect(face).toMatchObject({ title: '+31 6 12345678', name: undefined, number: '' })
})

test('C1 who withholds name and number is unknown', () => {
  const unknown = { title: 'Unknown caller', name: undefined, number: '' }
  expect(faceOf({}, undefined, 'Unknown caller')).toMatchObject(unknown)
  expect(faceOf({ name: ' ' }, undefined, 'Unknown caller')).toMatchObject(unknown)
})
