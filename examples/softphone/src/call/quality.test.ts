import type { CallSnapshot, Quality } from '@offhook/core'
import { expect, test } from 'vitest'
import { gradeOf, soundOf } from './quality.ts'

const fine: Quality = { mos: 4.3, lossPercent: 0, jitterMs: 2, warnings: [] }
const talking: CallSnapshot = {
  ...{ id: '1', direction: 'outgoing', remote: {}, via: [], startedAt: 0, timings: {} },
  ...{
    status: 'connected',
    connectedAt: 0,
    muted: false,
    remoteHold: false,
    remoteConnection: 'steady',
    media: 'flowing',
    quality: fine,
  },
}

test.each([
  [4.4, 'excellent'],
  [4.2, 'excellent'],
  [4.1, 'good'],
  [3.5, 'fair'],
  [3, 'poor'],
])('S4 a line of %d is %s', (mos, grade) => {
  expect(gradeOf({ ...fine, mos })).toBe(grade)
})

test('S4 a good line shows its grade', () => {
  expect(soundOf(talking)).toEqual({ kind: 'grade', grade: 'excellent' })
})

test('S4 of several warnings the worst is named', () => {
  const quality: Quality = { ...fine, warnings: ['low-quality', 'high-delay', 'no-packets'] }
  expect(soundOf({ ...talking, quality })).toEqual({ kind: 'warning', warning: 'no-packets' })
})

test('C8 a muted microphone is silent on purpose and no warning', () => {
  const quality: Quality = { ...fine, warnings: ['microphone-silent'] }
  expect(soundOf({ ...talking, quality })).toEqual({ kind: 'warning', warning: 'microphone-silent' })
  expect(soundOf({ ...talking, quality, muted: true })).toEqual({ kind: 'grade', grade: 'excellent' })
})

test('C7 silence while the other side holds the call is no warning', () => {
  const quality: Quality = { ...fine, warnings: ['no-packets'] }
  expect(soundOf({ ...talking, quality, media: 'silent' }).kind).toBe('warning')
  expect(soundOf({ ...talking, quality, media: 'silent', remoteHold: true }).kind).toBe('grade')
})

test('S4 a broken media path comes before what was measured on it', () => {
  expect(soundOf({ ...talking, media: 'interrupted' })).toEqual({ kind: 'media', media: 'interrupted' })
})

test('S4 before anything is measured the media says how it is', () => {
  const { quality: _, ...unmeasured } = talking
  expect(soundOf(unmeasured)).toEqual({ kind: 'media', media: 'flowing' })
})
