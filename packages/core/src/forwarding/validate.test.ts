import { expect, test } from 'vitest'
import { numberPlans } from '../kernel/number-plan.ts'
import type { ForwardingRule, ForwardingTarget } from './transport.ts'
import { problemsOf } from './validate.ts'

const rule = (target: ForwardingTarget, more: Partial<ForwardingRule> = {}): ForwardingRule => ({
  ...{ status: 'available', callers: 'outside', situation: 'always', target },
  ...more,
})
const wrong = (...rules: readonly ForwardingRule[]) =>
  problemsOf({ rules }).map(({ pointer, code }) => `${pointer} ${code}`)

test.each<[string, ForwardingTarget]>([
  ['voicemail', { to: 'voicemail' }],
  ['a colleague', { to: 'colleague', extension: '202' }],
  ['the own mobile', { to: 'own-mobile' }],
  ['a number abroad', { to: 'external', number: '+4930123456' }],
  ['a number at home', { to: 'external', number: '020 123 4567' }],
  ['a number of the exchange', { to: 'system', number: '800' }],
  ['a code of the exchange', { to: 'system', number: '*98' }],
  ['the busy tone', { to: 'busy-tone' }],
  ['nowhere', { to: 'none' }],
])('S8 a call can go to %s', (_, target) => expect(wrong(rule(target))).toEqual([]))

test.each<[string, ForwardingTarget, string]>([
  ['an emergency number', { to: 'external', number: '112' }, '/rules/0/target/number not-allowed'],
  ['an extension as if it were outside', { to: 'external', number: '202' }, '/rules/0/target/number not-allowed'],
  ['an address', { to: 'external', number: 'bob@example.nl' }, '/rules/0/target/number not-allowed'],
  [
    'an outside number as a colleague',
    { to: 'colleague', extension: '+31201234567' },
    '/rules/0/target/extension not-allowed',
  ],
  ['what is no number', { to: 'external', number: 'call me!' }, '/rules/0/target/number bad-number'],
  ['nothing', { to: 'system', number: '' }, '/rules/0/target/number bad-number'],
])('S8 a call cannot go to %s', (_, target, problem) => expect(wrong(rule(target))).toEqual([problem]))

test('S8 what is an emergency number depends on the country', () => {
  const rules = [rule({ to: 'external', number: '911' })]
  expect(problemsOf({ rules }, numberPlans.US)).toMatchObject([{ code: 'not-allowed' }])
})

test.each([
  ['no time', undefined, ['/rules/0/afterSeconds required']],
  ['too short a time', 4, ['/rules/0/afterSeconds bad-value']],
  ['too long a time', 121, ['/rules/0/afterSeconds bad-value']],
  ['half a second', 5.5, ['/rules/0/afterSeconds bad-value']],
  ['the shortest time', 5, []],
  ['the longest time', 120, []],
])('S8 no answer after %s', (_, afterSeconds, problems) => {
  const more = { situation: 'no-answer', ...(afterSeconds === undefined ? {} : { afterSeconds }) } as const
  expect(wrong(rule({ to: 'voicemail' }, more))).toEqual(problems)
})

test('S8 only no answer waits', () => {
  expect(wrong(rule({ to: 'voicemail' }, { situation: 'busy', afterSeconds: 20 }))).toEqual([
    '/rules/0/afterSeconds not-allowed',
  ])
})

test('S8 there is one rule for each status, kind of caller and situation', () => {
  const [first, other] = [rule({ to: 'voicemail' }), rule({ to: 'none' }, { callers: 'inside' })]
  expect(wrong(first, other, rule({ to: 'busy-tone' }))).toEqual(['/rules/2 duplicate'])
})
