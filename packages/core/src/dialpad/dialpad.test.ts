import fc from 'fast-check'
import { expect, expectTypeOf, test } from 'vitest'
import { numberPlans } from '../kernel/number-plan.ts'
import { createDialpad, type DialKey, type Dialpad } from './dialpad.ts'

const press = (pad: Dialpad<unknown>, keys: string) => {
  for (const key of keys) pad.press(key as DialKey)
}

test('C3 keys make a number, and the number is what would be dialled', () => {
  const pad = createDialpad()
  expect(pad.getSnapshot()).toEqual({ text: '', formatted: '', target: undefined, matches: [] })
  press(pad, '0201234567')
  expect(pad.getSnapshot()).toMatchObject({ text: '0201234567', target: { dial: '+31201234567' } })
  pad.clear()
  press(pad, '*21#')
  expect(pad.getSnapshot().target).toMatchObject({ kind: 'code', dial: '*21#' })
  pad.clear()
  press(pad, '+')
  expect(pad.getSnapshot()).toMatchObject({ text: '+', target: undefined })
  press(pad, '31201234567')
  expect(pad.getSnapshot().target).toMatchObject({ kind: 'international' })
})

test('C3 backspace takes the last character, also one that is two to a machine, and nothing from nothing', () => {
  const pad = createDialpad()
  press(pad, '201')
  pad.backspace()
  expect(pad.getSnapshot().text).toBe('20')
  pad.write('bob😀')
  pad.backspace()
  expect(pad.getSnapshot().text).toBe('bob')
  pad.clear()
  pad.backspace()
  expect(pad.getSnapshot().text).toBe('')
})

test.each([
  ['+31 (0)20 123 45 67', '+31201234567'],
  ['+31(0)20-1234567', '+31201234567'],
  ['0031 (0)20 1234567', '0031201234567'],
  ['(0)20 1234567', '0201234567'],
  ['(020) 123.45.67', '0201234567'],
  ['020 – 123\u201145\u201267', '0201234567'],
  ['tel:+31-20-1234567', '+31201234567'],
  ['\u202a020\u00a0123\u200b4567\u202c', '0201234567'],
  ['020 1234567\r\n', '0201234567'],
  ['０２０-１２３４５６７', '0201234567'],
  ['*21*06 12345678#', '*21*0612345678#'],
])('C3 pasting %j leaves %s', (pasted, text) => {
  const pad = createDialpad()
  pad.write(pasted)
  expect(pad.getSnapshot().text).toBe(text)
  expect(pad.getSnapshot().target).toBeDefined()
})

test.each(['bob', 'bob@example.nl', 'Ada Lovelace', 'de Vries '])('C3 %j stays as it is: it may be a name', (text) => {
  const pad = createDialpad()
  pad.write(text)
  expect(pad.getSnapshot()).toMatchObject({ text, formatted: text })
})

test('C3 ten thousand characters are cut and do not hang', () => {
  const pad = createDialpad()
  pad.write('1'.repeat(10_000))
  expect(pad.getSnapshot().text).toHaveLength(128)
  press(pad, '1')
  expect(pad.getSnapshot().text).toHaveLength(128)
})

test('C3 the number is written for the eye while it is typed; a name is not', () => {
  const pad = createDialpad({ format: (text) => text.replace(/^(\d{3})(\d+)/, '$1 $2') })
  press(pad, '02012')
  expect(pad.getSnapshot()).toMatchObject({ text: '02012', formatted: '020 12' })
  pad.write(pad.getSnapshot().formatted)
  expect(pad.getSnapshot().text).toBe('02012')
  pad.write('bob')
  expect(pad.getSnapshot().formatted).toBe('bob')
})

test('C3 suggests whom it may be, and nobody for nothing', () => {
  const people = [
    { name: 'Ada', number: '201' },
    { name: 'Bob', number: '202' },
  ]
  const pad = createDialpad({ match: (text) => people.filter(({ number }) => number.startsWith(text)) })
  expect(pad.getSnapshot().matches).toEqual([])
  press(pad, '20')
  expect(pad.getSnapshot().matches).toEqual(people)
  press(pad, '2')
  expect(pad.getSnapshot().matches).toEqual([people[1]])
  pad.clear()
  expect(pad.getSnapshot().matches).toEqual([])
})

test('C3 numbers are read as their country writes them', () => {
  const pad = createDialpad({ numbers: numberPlans.US })
  pad.write('(201) 555-0123')
  expect(pad.getSnapshot().target?.dial).toBe('+12015550123')
})

test('C3 is told at a change and not at the same again', () => {
  const pad = createDialpad()
  let changes = 0
  pad.subscribe(() => changes++)
  pad.write('0201234567')
  pad.write('020-1234567')
  pad.clear()
  pad.clear()
  expect(changes).toBe(2)
})

test('C3 property: whatever is pasted, nothing is thrown and tidying twice is tidying once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const pad = createDialpad()
      pad.write(text)
      const once = pad.getSnapshot()
      pad.write(once.text)
      expect(pad.getSnapshot()).toEqual(once)
    }),
    { numRuns: 2_000 },
  )
})

test('types: matches are what the app finds', () => {
  expectTypeOf(createDialpad().getSnapshot().matches).toEqualTypeOf<readonly never[]>()
  const pad = createDialpad({ match: () => [{ name: 'Ada' }] })
  expectTypeOf(pad.getSnapshot().matches).toEqualTypeOf<readonly { name: string }[]>()
  // @ts-expect-error there is no such key
  expect(() => pad.press('A')).not.toThrow()
})
