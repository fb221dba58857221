import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { netherlands, numberPlans } from '../kernel/number-plan.ts'
import type { ContactFields } from './contact.ts'
import { isFound, soughtIn, wordsOf } from './words.ts'

const finds = (contact: ContactFields, text: string, numbers = netherlands) =>
  isFound(wordsOf(contact, numbers), soughtIn(text, numbers))
const named = (full: string): ContactFields => ({ name: { full } })
const withNumber = (number: string): ContactFields => ({ name: { full: 'Ada' }, phones: [{ number }] })

describe('D2 a contact is found by the beginning of any word of its name', () => {
  test.each([
    [
      'Jan van der Berg',
      ['j', 'JAN', 'berg', 'van der b', 'berg jan', 'der', 'vd berg', 'v.d. Berg', 'vanderb', 'vdbe'],
    ],
    ['Kees in ’t Veld', ['t veld', "'t veld", '’t', 'intveld', 'in t v', 'itveld']],
    ['Jan van ‘t Hoff', ['van t hoff', 'vanthoff', "van 't h"]],
    ["Jan van 't Hoff", ['van t hoff', 'vanthoff', 'vthoff']],
    ['Piet v.d. Linden', ['van der linden', 'van den l', 'vd linden', 'v.d.l', 'vdlinden']],
    ["Sinéad O'Brien", ["o'brien", 'obrien', 'brien', 'sinead o b']],
    ['Anne-Marie Bakker-Smit', ['annemarie', 'anne-marie', 'marie', 'smit', 'bakkersmit', 'anne s']],
    ['Ayşe Yılmaz', ['ayse', 'yilmaz', 'Yılmaz', 'YILMAZ']],
    ['Łukasz Wójcik', ['lukasz', 'wojcik', 'Ł']],
    ['Søren Ångström', ['soren', 'angstrom', 'Å']],
    ['Jörg Strauß', ['strauss', 'jorg', 'Strauß']],
    ['İbrahim Işık', ['ibrahim', 'isik', 'IŞIK']],
    ['Jan\u00adsen \u200bBob', ['jansen', 'bob']],
    ['Ｊａｎ ĲSBRAND', ['jan', 'ijs']],
    ['Café ’t Hoekje B.V.', ['cafe', 'bv', 'b.v.', 'thoekje', 't hoek']],
    ['Ян Ковальський', ['ян', 'Ков']],
    ['Οδυσσέας', ['ΟΔΥΣ', 'οδυς']],
    ['王小明', ['王']],
  ])('%s', (full, texts) => {
    for (const text of texts) expect(finds(named(full), text), text).toBe(true)
  })

  test.each([
    ['Jan van der Berg', ['an', 'erg', 'jan piet', 'van den', 'bergj', 'janvan']],
    ['Bob', ['bobb', 'ob', '0', '+', 'b 1']],
  ])('and %s not by anything else', (full, texts) => {
    for (const text of texts) expect(finds(named(full), text), text).toBe(false)
  })

  test('by its company, and by what a person is really called', () => {
    const bob = { name: { full: 'Bob', given: 'Robert', particle: 'de', surname: 'Groot' } }
    for (const text of ['bob', 'robert', 'groot', 'de groot', 'degroot', 'bob groot'])
      expect(finds(bob, text)).toBe(true)
    const jan = { ...named('Jan'), organizations: [{ name: 'Bakkerij Zoet' }, { name: 'C&A' }] }
    for (const text of ['zoet', 'jan bakk', 'c&a', 'ca']) expect(finds(jan, text), text).toBe(true)
    expect(finds({ ...named('Jan'), titles: ['Inkoper'], note: 'Belt' }, 'inkoper')).toBe(false)
  })
})

describe('D2 a contact is found by the beginning of a number', () => {
  test.each([
    [
      '+31612345678',
      ['0612', '06 12', '06-12 34', '+31612', '+31 6 12', '003161', '0031 6', '61234', '316123', '+31 (0)6 12'],
    ],
    ['+31201234567', ['020', '020-123 45 67', '(020) 12', '+31 020', '2012345', '+31(0)20']],
    ['06-12345678', ['0612', '+31612', '06 1234']],
    ['+31201234567;ext=12', ['020123', '12', 'ada 12']],
    ['201', ['2', '201', 'ada 201']],
    ['*97', ['*', '*97']],
    ['112', ['112']],
    ['+4930123456', ['0', '00', '+4930', '004930', '+49 30', '49301', '493012']],
  ])('%s', (number, texts) => {
    for (const text of texts) expect(finds(withNumber(number), text), text).toBe(true)
  })

  test.each([
    // an extension of few digits is not to be drowned by every number that has them behind its zero
    ['+31201234567', ['201', '31', '2', '123', '0201 9', '021', '+49']],
    ['+4930123456', ['030', '0493']],
    ['201', ['01', '0201', '+31201', '2012']],
    ['+31201234567;ext=12', ['ext', '13']],
  ])('and %s not by another', (number, texts) => {
    for (const text of texts) expect(finds(withNumber(number), text), text).toBe(false)
  })

  test('as it is written in another country', () => {
    expect(finds(withNumber('+4930123456'), '030 12', numberPlans.DE)).toBe(true)
    expect(finds(withNumber('+12125550100'), '(212) 555', numberPlans.US)).toBe(true)
    expect(finds(withNumber('+12125550100'), '1-212', numberPlans.US)).toBe(true)
    expect(finds(withNumber('+31201234567'), '011 31 20', numberPlans.US)).toBe(true)
    expect(finds(withNumber('+34912345678'), '91234', numberPlans.ES)).toBe(true)
  })

  test('also when it stands beside a name, and what is no number is found as it is written', () => {
    expect(finds(withNumber('+31612345678'), 'ada 06 12')).toBe(true)
    expect(finds(withNumber('bel 12 34'), '1234')).toBe(true)
    expect(finds({ name: { full: 'Studio 54' } }, '54 st')).toBe(true)
  })
})

test('D2 a text without words finds nobody, and a very long one is cut', () => {
  for (const text of ['', ' ', '-', '…', "'", '()']) expect(soughtIn(text, netherlands), text).toEqual([])
  expect(soughtIn('a'.repeat(10_000), netherlands)).toEqual([['a'.repeat(200)]])
})

test('D2 a name of 10,000 characters is no trouble, whatever it is made of', () => {
  const hostile = [
    'x',
    'van ',
    "'",
    '-',
    'é',
    '\u0301',
    'van der a ',
    '0 ',
    '+',
    "o'",
    '\u0000',
    '🎉',
    '\ud800',
    '=1+1;',
  ]
  for (const piece of hostile) {
    const name = piece.repeat(10_000 / piece.length)
    const start = performance.now()
    const words = wordsOf({ name: { full: name }, phones: [{ number: name }] }, netherlands)
    soughtIn(name, netherlands)
    expect(performance.now() - start, JSON.stringify(piece)).toBeLessThan(250)
    expect(words.has('')).toBe(false)
  }
})

test('D2 whoever has a word is found by every beginning of it', () => {
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => /^[\p{L}\p{M}]+$/u.test(text))
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), (words, which, length) => {
      const contact = named(words.join(' '))
      const chosen = words[which % words.length] ?? ''
      const letters = [...new Intl.Segmenter().segment(chosen)].map(({ segment }) => segment)
      expect(finds(contact, letters.slice(0, 1 + (length % letters.length)).join(''))).toBe(true)
      expect(finds(contact, [...words].reverse().join(' '))).toBe(true)
      // what capitals do to ancient Greek is another matter
      const isLatin = /^[\p{sc=Latin}\s]*$/u.test(contact.name.full)
      if (isLatin) expect(finds(contact, contact.name.full.toUpperCase())).toBe(true)
    }),
  )
})
