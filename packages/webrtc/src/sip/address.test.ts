import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quotable, readAddress, readAddresses } from './address.ts'

describe('one address', () => {
  test.each([
    ['"Ada Lovelace" <sip:201@x>;tag=1', { name: 'Ada Lovelace', user: '201' }],
    ['Ada Lovelace <sip:201@x>', { name: 'Ada Lovelace', user: '201' }],
    ['<sip:201@x>', { name: '', user: '201' }],
    ['sip:201@x;tag=1', { name: '', user: '201' }],
    ['"Ada \\"the Countess\\" \\\\" <sip:201@x>', { name: 'Ada "the Countess" \\', user: '201' }],
    ['"<b>Ada</b>, Countess" <sip:201@x>', { name: '<b>Ada</b>, Countess', user: '201' }],
    ['<tel:+31-20;phone-context=x>', { name: '', user: '+31-20' }],
    ['<sips:201:secret@x>', { name: '', user: '201' }],
    ['<sip:201;phone-context=+31@x>', { name: '', user: '201' }],
    ['<sip:%2B3120@x>', { name: '', user: '+3120' }],
    ['<sip:100%@x>', { name: '', user: '100%' }],
    ['<sip:x>', { name: '', user: '' }],
    ['"" <sip:201@[2001:db8::1]:5060>', { name: '', user: '201' }],
  ])('%s', (header, address) => {
    expect(readAddress(header)).toEqual(address)
  })

  test.each(['', '"Ada', '"Ada" sip', '<>', '<mailto:ada@x>', 'Ada', '*', '"half <sip:201@x>'])(
    '%s is none',
    (header) => {
      expect(readAddress(header)).toBeUndefined()
    },
  )

  test('ten thousand spaces, quotes or brackets are read in no time', () => {
    const began = performance.now()
    for (const noise of [' ', '"', '<', '>', '\\', '" <', 'a ', ',']) {
      readAddress(noise.repeat(10_000))
      readAddresses([`${noise.repeat(10_000)}<sip:1@x>`])
    }
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

test('a list of addresses, over one header or several; commas in names and brackets are no separators', () => {
  const headers = ['"A, B" <sip:1@x;a=,>, <tel:2>', 'C <sip:3@x>']
  expect(readAddresses(headers).map(({ name, user }) => [name, user])).toEqual([
    ['A, B', '1'],
    ['', '2'],
    ['C', '3'],
  ])
})

test('any name comes back as it was sent, but for what no header can carry', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const sent = `"${quotable(name)}" <sip:1@x>`
      expect(sent).not.toMatch(/[\r\n\0]/)
      expect(readAddress(sent)).toEqual({ name: name.replace(/\p{Cc}+/gu, ' '), user: '1' })
    }),
  )
})
