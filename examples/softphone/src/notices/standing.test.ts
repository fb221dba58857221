import { OffhookError } from '@offhook/core'
import { expect, test } from 'vitest'
import { adviceAfter, standingNotices } from './standing.ts'

const online = { status: 'online', since: 0 } as const
const granted = { permission: 'granted', microphoneState: 'open', isSoundBlocked: false } as const

test('S4 nothing is wrong with a phone that is online and may be heard', () => {
  expect(standingNotices(online, granted, false)).toEqual([])
})

test('S4 a lost connection says why, and offers to try now', () => {
  const lost = { status: 'reconnecting', reason: 'unreachable', attempt: 2, retryAt: 0 } as const
  expect(standingNotices(lost, granted, false)).toEqual([{ code: 'offline', lost: 'unreachable', way: 'connect' }])
})

test('S4 a refusal for good offers to sign in again', () => {
  const rejected = { status: 'rejected', error: new OffhookError('bad-credentials') } as const
  expect(standingNotices(rejected, granted, false)).toEqual([{ code: 'bad-credentials', way: 'sign-in' }])
})

test('S5 a session that ran out is told, and offers to sign in again', () => {
  expect(standingNotices(online, granted, false, 'expired')).toEqual([{ code: 'signed-out', way: 'sign-in' }])
  expect(standingNotices(online, granted, false, 'signed-in')).toEqual([])
})

test('S11 a forbidden microphone and a silent page are told side by side', () => {
  const codes = standingNotices(online, { ...granted, permission: 'denied' }, true).map(({ code }) => code)
  expect(codes).toEqual(['microphone-denied', 'sound-blocked'])
})

test.each([
  ['lost', 'microphone-missing'],
  ['muted', 'microphone-muted'],
] as const)('C8 S11 a microphone that is %s in a call is told', (microphoneState, code) => {
  expect(standingNotices(online, { ...granted, microphoneState }, false)).toEqual([{ code }])
})

test('S9 a sound that the browser blocks later is told as well', () => {
  const [notice] = standingNotices(online, { ...granted, isSoundBlocked: true }, false)
  expect(notice).toEqual({ code: 'sound-blocked', way: 'unlock' })
})

test('S11 a call that failed for want of a microphone says what to do', () => {
  const end = { reason: 'no-microphone', by: 'network' } as const
  expect(adviceAfter(end, { permission: 'denied' })).toBe('microphone-denied')
  expect(adviceAfter(end, granted)).toBe('microphone-missing')
})

test('C12 a call that somebody ended needs no advice', () => {
  expect(adviceAfter({ reason: 'hung-up', by: 'them' }, granted)).toBeUndefined()
  expect(adviceAfter({ reason: 'no-microphone', by: 'them' }, granted)).toBeUndefined()
})
