import { expect, test } from 'vitest'
import { simulatedOfficeHours } from '../testing/index.ts'
import { decideForwarding } from './decide.ts'
import type { ForwardingDocument, ForwardingRule, ForwardingTarget, Situation } from './transport.ts'

const monday = Date.parse('2026-11-23T10:00:00Z')
const sunday = Date.parse('2026-11-22T10:00:00Z')
const voicemail: ForwardingTarget = { to: 'voicemail' }
const mobile: ForwardingTarget = { to: 'own-mobile' }
const none: ForwardingTarget = { to: 'none' }

const rule = (situation: Situation, target: ForwardingTarget, more: Partial<ForwardingRule> = {}): ForwardingRule => ({
  ...{ status: 'available', callers: 'outside', situation, target },
  ...(situation === 'no-answer' ? { afterSeconds: 20 } : {}),
  ...more,
})
const document = (...rules: readonly ForwardingRule[]): ForwardingDocument => ({
  rules,
  officeHours: simulatedOfficeHours,
})
const decide = (rules: readonly ForwardingRule[], at = monday) =>
  decideForwarding(document(...rules), { status: 'available', callers: 'outside', at })

test('S8 without rules a call just rings', () => {
  expect(decide([])).toEqual({})
})

test('S8 each situation has a target of its own', () => {
  const rules = [rule('busy', voicemail), rule('unreachable', mobile), rule('no-answer', voicemail)]
  expect(decide(rules)).toEqual({
    ...{ busy: voicemail, unreachable: mobile },
    noAnswer: { target: voicemail, afterSeconds: 20 },
  })
})

test('S8 always decides before everything else', () => {
  const rules = [rule('busy', voicemail), rule('outside-hours', voicemail), rule('always', mobile)]
  expect(decide(rules)).toEqual({ atOnce: mobile })
  expect(decide(rules, sunday)).toEqual({ atOnce: mobile })
})

test('S8 outside office hours decides then, and only then', () => {
  const rules = [rule('outside-hours', voicemail), rule('busy', mobile)]
  expect(decide(rules, sunday)).toEqual({ atOnce: voicemail })
  expect(decide(rules, monday)).toEqual({ busy: mobile })
})

test('S7 own hours count instead of those of the office', () => {
  const ownHours = { ...simulatedOfficeHours, week: [{ day: 7, from: '09:00', to: '17:00' }] }
  const own: ForwardingDocument = { ...document(rule('outside-hours', voicemail)), ownHours }
  const at = (moment: number) => decideForwarding(own, { status: 'available', callers: 'outside', at: moment })
  expect(at(sunday)).toEqual({})
  expect(at(monday)).toEqual({ atOnce: voicemail })
})

test('S8 rules are for one status and one kind of caller', () => {
  const rules = [rule('always', voicemail, { status: 'away' }), rule('always', mobile, { callers: 'inside' })]
  expect(decide(rules)).toEqual({})
  const of = (status: 'available' | 'away', callers: 'inside' | 'outside') =>
    decideForwarding(document(...rules), { status, callers, at: monday })
  expect([of('away', 'outside'), of('available', 'inside'), of('away', 'inside')]).toEqual([
    ...[{ atOnce: voicemail }, { atOnce: mobile }, {}],
  ])
})

test('S8 a rule that sends nowhere lets the call ring, and hides no other', () => {
  expect(decide([rule('always', none), rule('busy', voicemail)])).toEqual({ busy: voicemail })
  expect(decide([rule('no-answer', none)])).toEqual({})
})
