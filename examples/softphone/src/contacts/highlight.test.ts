import { expect, test } from 'vitest'
import { highlight, highlightNumber, type Piece } from './highlight.ts'

const marked = (pieces: readonly Piece[]) => pieces.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('')

test.each([
  ['Carol van den Berg', 'be', 'Carol van den [Be]rg'],
  ['Carol van den Berg', 'car ber', '[Car]ol van den [Ber]g'],
  ['Dave Öztürk', 'ozt', 'Dave [Özt]ürk'],
  ['Dave Öztürk', 'ÖZTÜRK', 'Dave [Öztürk]'],
  ['Jean-Luc de Vries', 'luc', 'Jean-[Luc] de Vries'],
  ['Ada Lovelace', 'lace', 'Ada Lovelace'],
  ['Ada', '', 'Ada'],
  ['<b>Ada</b>', 'ada', '<b>[Ada]</b>'],
  ['Ada\u0308m', 'adäm', '[Ada\u0308m]'],
  ['', 'a', ''],
])('D2 in %j a search for %j is marked as %j', (text, wanted, expected) => {
  expect(marked(highlight(text, wanted))).toBe(expected)
})

test.each([
  ['+31 20 123 4567', '020 12', '+31 [20 12]3 4567'],
  ['+31 6 12345678', '1234', '+31 6 [1234]5678'],
  ['202', '20', '[20]2'],
  ['202', '2', '202'],
  ['202', 'bob', '202'],
])('D2 in %j a search for %j is marked as %j', (number, wanted, expected) => {
  expect(marked(highlightNumber(number, wanted))).toBe(expected)
})
