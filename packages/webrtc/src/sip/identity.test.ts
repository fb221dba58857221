import { describe, expect, test } from 'vitest'
import { assertedParty, type Headers, incomingCall, partyOf } from './identity.ts'

/** Headers as they stand in a message. */
function headers(...lines: string[]): Headers {
  const of = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2))
  return { getHeaders: of, getHeader: (name) => of(name)[0] }
}

describe('who calls', () => {
  test('the identity the exchange vouches for goes before what the caller says', () => {
    const said = headers('From: "Bank" <sip:0900@x>', 'P-Asserted-Identity: "Ada" <sip:201@x>')
    expect(partyOf(said)).toEqual({ name: 'Ada', number: '201' })
    expect(partyOf(headers('From: "Ada" <sip:201@x>'))).toEqual({ name: 'Ada', number: '201' })
  })

  test('of two identities the first is the number, and the name may stand with the other', () => {
    const said = headers('P-Asserted-Identity: <sip:201@x>, "Ada" <tel:+3120>')
    expect(assertedParty(said)).toEqual({ name: 'Ada', number: '201' })
  })

  test('an identity that cannot be read is none', () => {
    expect(assertedParty(headers('P-Asserted-Identity: "half <sip:>>'))).toBeUndefined()
    expect(assertedParty(headers())).toBeUndefined()
    expect(partyOf(headers())).toEqual({})
  })

  test.each(['anonymous', 'Anonymous', 'unknown', 'restricted', 'unavailable', ''])(
    '"%s" is nobody, whatever the name',
    (user) => {
      expect(partyOf(headers(`From: "Anonymous" <sip:${user}@anonymous.invalid>`))).toEqual({})
    },
  )

  test('what could deceive the eye is taken out of names and numbers', () => {
    const marks = '\u202e\u202d\u2066\u2069\u200f\u200e\u061c\u0007\u2028'
    expect(partyOf(headers(`From: "Ada${marks} 1" <sip:20%0d%0a1@x>`))).toEqual({ name: 'Ada 1', number: '201' })
  })

  test('emoji stay whole, also where a long name is cut', () => {
    const { name = '' } = partyOf(headers(`From: "${'👩'.repeat(200)}" <sip:201@x>`))
    expect([...name]).toHaveLength(128)
    expect(name).toBe('👩'.repeat(128))
  })
})

describe('a call that comes in', () => {
  test('who passed it on, last one first, without ourselves', () => {
    const said = headers(
      'From: <sip:1@x>',
      'Diversion: "Bob" <sip:202@x>;reason=no-answer;counter=1',
      'Diversion: <sip:203@x>;reason=unconditional',
      'History-Info: <sip:205@x>;index=1, <sip:204@x?Reason=SIP%3Bcause%3D302>;index=1.1',
      'History-Info: <sip:alice@x>;index=1.2',
    )
    expect(incomingCall(said, 'alice').via).toEqual([
      { name: 'Bob', number: '202' },
      { number: '203' },
      { number: '204' },
      { number: '205' },
    ])
  })

  test('which number of ours was dialled, where that says something', () => {
    const dialled = (...lines: string[]) => incomingCall(headers(...lines), 'alice').dialled
    expect(dialled('To: <sip:+31201234567@x>')).toBe('+31201234567')
    expect(dialled('To: <sip:alice@x>', 'P-Called-Party-ID: <tel:+3120>')).toBe('+3120')
    expect(dialled('To: <sip:alice@x>')).toBeUndefined()
    expect(dialled('To: <sip:9l20k8@x>')).toBeUndefined()
    expect(dialled()).toBeUndefined()
  })

  test.each([
    ['Call-Info: <sip:x>;answer-after=0', true],
    ['Call-Info: <sip:x>; answer-after = 0', true],
    ['Call-Info: <sip:x>;answer-after=10', false],
    ['Alert-Info: info=alert-autoanswer', true],
    ['Alert-Info: <http://x>;info=Auto-Answer', true],
    ['Answer-Mode: Auto', true],
    ['Answer-Mode: Manual', false],
    ['X: y', false],
  ])('%s asks to answer at once: %s', (line, isAsked) => {
    expect(incomingCall(headers(line), 'alice').autoAnswer).toBe(isAsked)
  })
})
