import { type ForwardingRule, problemsOf } from '@offhook/core'
import { expect, test } from 'vitest'
import { choices, type Place, ruleAt, ruleOf, writtenOf } from './rules.ts'

const place: Place = { status: 'lunch', callers: 'outside', situation: 'no-answer' }

test('S8 a rule that is shown and saved is what it was', () => {
  const rules: ForwardingRule[] = [
    { ...place, afterSeconds: 15, target: { to: 'external', number: '+31612345678' } },
    { ...place, afterSeconds: 30, target: { to: 'colleague', extension: '203' } },
    { ...place, situation: 'busy', target: { to: 'busy-tone' } },
  ]
  for (const rule of rules) expect(ruleOf(rule, writtenOf(rule))).toEqual(rule)
})

test('S8 no rule stands as off, and off is no rule', () => {
  expect(writtenOf(undefined).choice).toBe('off')
  expect(ruleOf(place, writtenOf(undefined))).toBeUndefined()
})

test('S8 whatever can be chosen makes a plan that can be saved', () => {
  for (const choice of choices) {
    const number = choice === 'external' ? '+31612345678' : '203'
    const rule = ruleOf(place, { choice, number, afterSeconds: 20 })
    expect(problemsOf({ rules: rule ? [rule] : [] }), choice).toEqual([])
  }
})

test('S8 a rule is found by status, caller and situation together', () => {
  const rule: ForwardingRule = { ...place, afterSeconds: 15, target: { to: 'voicemail' } }
  expect(ruleAt({ rules: [rule] }, place)).toBe(rule)
  expect(ruleAt({ rules: [rule] }, { ...place, callers: 'inside' })).toBeUndefined()
})
