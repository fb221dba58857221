import { expect, test } from 'vitest'
import { caretAfter } from './caret.ts'

test('C3 the caret stays at the end while a number is typed and spaces come in between', () => {
  expect(caretAfter('+3120', 5, '+31 20')).toBe(6)
})

test('C3 a digit typed in the middle leaves the caret behind that digit', () => {
  // 06 1|2345678, a 9 typed at the bar
  expect(caretAfter('06 192345678', 5, '06 192345678')).toBe(5)
  expect(caretAfter('069 12345678', 3, '06 912345678')).toBe(4)
})

test('C3 a deleted space does not throw the caret to the end', () => {
  expect(caretAfter('+3120 123 4567', 3, '+31 20 123 4567')).toBe(3)
})

test('C3 a messy number that is pasted puts the caret at its end', () => {
  expect(caretAfter('(020) 123-45.67', 15, '020 123 4567')).toBe(12)
})
