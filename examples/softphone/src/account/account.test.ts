import { expect, test } from 'vitest'
import { people } from '../colleagues/people.ts'
import { linkAs, ownExchange, personInLink } from './account.ts'
import { resetCodeIn } from './reset-code.ts'

const [alice, bob] = people

test('S4 the exchange is where the page came from', () => {
  expect(ownExchange({ protocol: 'http:', host: '127.0.0.1:4870' })).toBe('ws://127.0.0.1:4870/sip')
  expect(ownExchange({ protocol: 'https:', host: 'phone.example.nl' })).toBe('wss://phone.example.nl/sip')
})

test('a link signs in a demo person and nobody else', () => {
  expect(personInLink('?as=alice')).toBe(alice)
  expect(personInLink('?as=mallory')).toBeUndefined()
  expect(personInLink('')).toBeUndefined()
})

test('the link follows who is signed in and keeps the rest', () => {
  const there = 'http://127.0.0.1:4870/?as=alice&simulate=#settings'
  expect(linkAs(there, bob)).toBe('/?simulate=&as=bob#settings')
  expect(linkAs(there, undefined)).toBe('/?simulate=#settings')
})

test('S5 the code of a link for a new password is read from behind the hash', () => {
  expect(resetCodeIn('#reset=a_B-3')).toBe('a_B-3')
  expect(resetCodeIn('#settings')).toBeUndefined()
  expect(resetCodeIn('#reset=')).toBeUndefined()
})
