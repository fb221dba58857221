import { expect, test } from 'vitest'
import { netherlands } from '../kernel/number-plan.ts'
import { highlight } from './highlight.ts'

function marked(text: string, wanted: string): string {
  let [all, at] = ['', 0]
  for (const { from, to } of highlight(text, wanted, netherlands)) {
    all += `${text.slice(at, from)}[${text.slice(from, to)}]`
    at = to
  }
  return all + text.slice(at)
}

test.each([
  ['Carol van den Berg', 'be', 'Carol van den [Be]rg'],
  ['Carol van den Berg', 'car ber', '[Car]ol van den [Ber]g'],
  ['Carol van den Berg', 'vandenbe', 'Carol [van den Be]rg'],
  ['Carol van den Berg', 'carolvan', 'Carol van den Berg'],
  ['Dave Öztürk', 'ozt', 'Dave [Özt]ürk'],
  ['Dave Öztürk', 'ÖZTÜRK', 'Dave [Öztürk]'],
  ['Jean-Luc de Vries', 'luc', 'Jean-[Luc] de Vries'],
  ["Pat O'Brien", 'obri', "Pat [O'Bri]en"],
  ['Straßer', 'strasse', '[Straße]r'],
  ['Ada Lovelace', 'lace', 'Ada Lovelace'],
  ['Ada', '', 'Ada'],
  ['<b>Ada</b>', 'ada', '<b>[Ada]</b>'],
  ['Ada\u0308m', 'adäm', '[Ada\u0308m]'],
  ['Zoë\u200d', 'zoe', '[Zoë\u200d]'],
  ['3M Nederland', '3m', '[3M] Nederland'],
  ['👩‍🚀 Ada', 'ada', '👩‍🚀 [Ada]'],
  ['', 'a', ''],
])('D2 in %j a search for %j is marked as %j', (text, wanted, expected) => {
  expect(marked(text, wanted)).toBe(expected)
})

test.each([
  ['+31 20 123 4567', '020 12', '+31 [20 12]3 4567'],
  ['+31 20 123 4567', '2012345', '+31 [20 123 45]67'],
  ['+31 20 123 4567', '+31 20', '[+31 20] 123 4567'],
  ['+31 20 123 4567', '0031 20', '+[31 20] 123 4567'],
  ['+31 20 123 4567', '0', '+31 20 123 4567'],
  ['020 123 4567', '+3120', '[020] 123 4567'],
  ['020 123 4567', '020 12', '[020 12]3 4567'],
  ['(06) 12 34', '0612', '([06) 12] 34'],
  ['202', '20', '[20]2'],
  ['202', '2', '[2]02'],
  ['202', 'bob', '202'],
  ['202', '02', '202'],
  ['201 or 202', '202', '201 or [202]'],
])('D2 in the number %j a search for %j is marked as %j', (number, wanted, expected) => {
  expect(marked(number, wanted)).toBe(expected)
})

test('D2 whatever is written and searched for, the stretches are in order, apart, and within the text', () => {
  const pieces = ['van der', "O'", 'Ö', 'a\u0301', '+31', '020', ' ', '-', '(', '👩', 'ß', '12', '\u0000', 'İ']
  let seed = 7
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed
  }
  const text = () => Array.from({ length: next() % 8 }, () => pieces[next() % pieces.length]).join('')
  for (let each = 0; each < 3_000; each++) {
    const [written, wanted] = [text(), text()]
    let before = -1
    for (const { from, to } of highlight(written, wanted, netherlands)) {
      expect([from > before, to > from, to <= written.length], JSON.stringify([written, wanted])).toEqual(
        Array(3).fill(true),
      )
      before = to
    }
  }
})
