import fc from 'fast-check'
import { expect, expectTypeOf, test } from 'vitest'
import { OffhookError } from '../errors.ts'
import { type DialTarget, parseTarget } from './number.ts'
import { type NumberPlan, numberPlans } from './number-plan.ts'

const plans: [string, NumberPlan][] = Object.entries(numberPlans)

test.each([
  // Dutch, as people and web pages write them
  ['020-1234567', '+31201234567'],
  ['020 123 45 67', '+31201234567'],
  ['(020) 123 45 67', '+31201234567'],
  ['0201234567', '+31201234567'],
  ['06-12345678', '+31612345678'],
  ['06 12 34 56 78', '+31612345678'],
  ['0612.34.56.78', '+31612345678'],
  ['0513 – 12 34 56', '+31513123456'],
  ['020\u2011123\u201145\u201167', '+31201234567'],
  ['020−1234567', '+31201234567'],
  ['088 - 123 45 67', '+31881234567'],
  ['085/1234567', '+31851234567'],
  ['0800-1234567', '+318001234567'],
  ['097 0123 45678', '+3197012345678'],
  ['+31 20 123 4567', '+31201234567'],
  ['+31 (0)20 123 4567', '+31201234567'],
  ['+31(0)201234567', '+31201234567'],
  ['+31 020 1234567', '+31201234567'],
  ['0031201234567', '+31201234567'],
  ['0031 (0)20 1234567', '+31201234567'],
  ['(0)20 1234567', '+31201234567'],
  ['tel:+31-20-123-4567', '+31201234567'],
  ['TEL:0201234567', '+31201234567'],
  ['tel:%2B31201234567', '+31201234567'],
  ['callto:+31201234567', '+31201234567'],
  ['  020 1234567 \n', '+31201234567'],
  ['\u00a0020\u00a01234567\u2009', '+31201234567'],
  ['\u202a+31 20 123 4567\u202c', '+31201234567'],
  ['\u200f0201234567\u200e', '+31201234567'],
  ['020\u200b123\u200d4567\ufeff', '+31201234567'],
  ['020\u00ad1234567', '+31201234567'],
  ['tel:%E2%80%8E0201234567', '+31201234567'],
  ['０２０－１２３４５６７', '+31201234567'],
  ['＋３１ ２０ １２３ ４５６７', '+31201234567'],
  // foreign
  ['+49 30 901820', '+4930901820'],
  ['+49 (0)30 901820', '+4930901820'],
  ['0049 30 901820', '+4930901820'],
  ['+32 2 555 12 12', '+3225551212'],
  ['+33 1 42 68 53 00', '+33142685300'],
  ['+44 (0)20 7946 0958', '+442079460958'],
  ['+39 06 6982', '+39066982'],
  ['+1 (201) 555-0123', '+12015550123'],
  ['001 201 555 0123', '+12015550123'],
  ['+352 27 00 00 00', '+35227000000'],
  ['+297 582 4000', '+2975824000'],
  ['+5999 434 4000', '+59994344000'],
  ['+86 10 6552 9988', '+861065529988'],
  ['+882 16 3333 0000', '+8821633330000'],
])('C2 %s is dialled as %s', (written, dial) => {
  expect(parseTarget(written)).toMatchObject({ dial })
  expect(['national', 'international']).toContain(parseTarget(written).kind)
})

test.each([
  ['112', 'special'],
  ['1-1-2', 'special'],
  ['tel:112', 'special'],
  ['116117', 'special'],
  ['14020', 'internal'],
  ['14 0252', 'internal'],
  ['1233', 'internal'],
  ['144', 'internal'],
  ['0900-8844', 'internal'],
  ['0800-0432', 'internal'],
  ['201', 'internal'],
  ['0', 'internal'],
  ['100001', 'internal'],
  ['1234567890', 'internal'],
  ['1234567890123456', 'internal'],
  ['012345678901234', 'internal'],
  ['*8', 'code'],
  ['*21*0612345678#', 'code'],
  ['#31#0612345678', 'code'],
  ['**61*0201234567**15#', 'code'],
  ['*98201', 'code'],
])('C2 %s is never rewritten (%s)', (written, kind) => {
  expect(parseTarget(written)).toMatchObject({ kind, dial: written.replace(/^tel:|[- ]/g, '') })
})

test.each([
  ['020 1234567 toestel 12', '+31201234567', '12'],
  ['020 1234567 tst. 12', '+31201234567', '12'],
  ['020-1234567 ext 123', '+31201234567', '123'],
  ['020-1234567 ext. 123', '+31201234567', '123'],
  ['020-1234567 extension: 123', '+31201234567', '123'],
  ['+1 201 555 0123x45', '+12015550123', '45'],
  ['020 1234567 #12', '+31201234567', '12'],
  ['0201234567,,12', '+31201234567', '12'],
  ['tel:+31-20-123-4567;ext=12', '+31201234567', '12'],
])('C2 %s is dialled as %s and then extension %s', (written, dial, extension) => {
  expect(parseTarget(written)).toMatchObject({ dial, extension })
})

test('C2 a tel link may name the place where its number means something', () => {
  expect(parseTarget('tel:201;phone-context=example.com')).toMatchObject({ kind: 'internal', dial: '201' })
  expect(parseTarget('tel:0201234567;phone-context=+31')).toMatchObject({ dial: '+31201234567' })
})

test.each([
  ['bob', 'name', 'bob'],
  ['sip:bob', 'name', 'bob'],
  ['Bob.de-Vries_2', 'name', 'Bob.de-Vries_2'],
  ['sip:201', 'internal', '201'],
  ['bob@example.nl', 'address', 'bob@example.nl'],
  ['sip:bob@example.nl', 'address', 'bob@example.nl'],
  ['sips:bob@example.nl:5061', 'address', 'bob@example.nl:5061'],
  ['sip:+31201234567@sip.example.nl', 'address', '+31201234567@sip.example.nl'],
])('C2 %s is a %s', (written, kind, dial) => {
  expect(parseTarget(written)).toMatchObject({ kind, dial })
})

test.each([
  [''],
  ['   '],
  ['\u200b\u200e'],
  ['0800-FLOWERS'],
  ['1-800-FLOWERS'],
  ['020 1234567 of 06 12345678'],
  ['020 1234567\r\n06 12345678'],
  ['0201234567\r\nVia: SIP/2.0/WS evil'],
  ['201\u0000'],
  ['020\t1234567'],
  ['tel:020%0d%0a1234567'],
  ['sip:bob%0d%0aContact:%20x@example.nl'],
  ['0201234567;transport=ws'],
  ['201;phone-context=<x>'],
  ['sip:bob@example.nl;transport=ws'],
  ['sip:bob@example.nl?Replaces=x'],
  ['@evil'],
  ['201@'],
  ['201@evil@example.nl'],
  ['201@evil example'],
  ['201@-evil'],
  ['"Bob" <sip:bob@example.nl>'],
  ['<script>alert(1)</script>'],
  ['javascript:alert(1)'],
  ['https://example.nl'],
  ['+'],
  ['++31201234567'],
  ['+112'],
  ['+0201234567'],
  ['+1234567890123456'],
  ['0000000000'],
  ['-'],
  ['()'],
  ['tel:'],
  ['tel:%'],
  ['%30%32%30'],
  ['٠٢٠١٢٣٤٥٦٧'],
  ['😀'],
  ['bob de vries'],
  ['0'.repeat(129)],
  ['9'.repeat(10_000)],
  [`${'('.repeat(5_000)}1`],
])('C2 %j is refused as a bad number', (written) => {
  const thrown = outcome(written)
  expect(thrown).toBeInstanceOf(OffhookError)
  expect(thrown).toMatchObject({ code: 'bad-number', remedy: expect.stringMatching(/\S/) })
})

test('C2 what is no text at all is a bad number too', () => {
  for (const wrong of [undefined, null, 201, {}, []])
    expect(outcome(wrong as never)).toMatchObject({ code: 'bad-number' })
})

test('C2 the refusal does not repeat what was dialled', () => {
  expect(String(outcome('0201234567;evil'))).not.toContain('0201234567')
})

test('C2 another country reads the same digits in its own way', () => {
  expect(parseTarget('02 555 12 12', numberPlans.BE).dial).toBe('+3225551212')
  expect(parseTarget('030 901820', numberPlans.DE).dial).toBe('+4930901820')
  expect(parseTarget('01 42 68 53 00', numberPlans.FR).dial).toBe('+33142685300')
  expect(parseTarget('020 7946 0958', numberPlans.GB).dial).toBe('+442079460958')
  expect(parseTarget('06 6982 1234', numberPlans.IT).dial).toBe('+390669821234')
  expect(parseTarget('912 345 678', numberPlans.ES).dial).toBe('+34912345678')
  expect(parseTarget('32 12 34 56', numberPlans.DK).dial).toBe('+4532123456')
  expect(parseTarget('(201) 555-0123', numberPlans.US).dial).toBe('+12015550123')
  expect(parseTarget('1-201-555-0123', numberPlans.US).dial).toBe('+12015550123')
  expect(parseTarget('011 31 20 123 4567', numberPlans.US).dial).toBe('+31201234567')
  expect(parseTarget('1234567890', numberPlans.US)).toMatchObject({ kind: 'internal', dial: '1234567890' })
  expect(parseTarget('911', numberPlans.US).kind).toBe('special')
  expect(parseTarget('999', numberPlans.GB).kind).toBe('special')
})

test.each(plans)('C2 emergency numbers of %s are what they are', (_, plan) => {
  for (const number of plan.special) expect(parseTarget(number, plan)).toMatchObject({ kind: 'special', dial: number })
})

const messy = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'+0012345678*#()-. /;,@:%xaet\u200e\r\n０＋'), maxLength: 40 }),
  fc
    .tuple(fc.constantFrom('tel:', 'sip:', 'sips:', 'callto:', '+', '00', '+31(0)', '*21*'), fc.string())
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('0', '+', '00', '+31', '0031', '+310', '1', ''), fc.stringMatching(/^\d{1,20}$/))
    .map((parts) => parts.join('')),
)

test.each(plans)('C2 property, %s: any text is a target that reads back as itself, or a bad number', (_, plan) => {
  fc.assert(
    fc.property(messy, (text) => {
      const first = outcome(text, plan)
      if (first instanceof Error) {
        expect(first).toMatchObject({ name: 'OffhookError', code: 'bad-number' })
        return
      }
      expect(first.dial).toMatch(/^[\w.%+*#@:-]{1,128}$/)
      if (first.kind === 'international' || first.kind === 'national') expect(first.dial).toMatch(/^\+[1-9]\d{5,14}$/)
      expect(parseTarget(first.dial, plan).dial).toBe(first.dial)
    }),
    { numRuns: 500 },
  )
})

test('types: a plan of my own is as good as a built-in one, and must be whole', () => {
  const aruba = {
    countryCode: '297',
    trunkPrefix: '',
    internationalPrefix: '00',
    shortestNational: 7,
    special: ['911'],
  }
  expectTypeOf(aruba).toExtend<NumberPlan>()
  expectTypeOf({ countryCode: '297' }).not.toExtend<NumberPlan>()
  expect(parseTarget('582 4000', aruba)).toMatchObject({ kind: 'national', dial: '+2975824000' })
})

function outcome(text: string, plan?: NumberPlan): DialTarget | Error {
  try {
    return parseTarget(text, plan)
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}
