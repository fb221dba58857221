import type { CallSnapshot } from '@offhook/core'
import { expect, test } from 'vitest'
import { createRinging } from './ringing.ts'
import { createRoster, holdLock } from './roster.ts'
import { createFakeBrowser } from './testing/browser.ts'
import { settle } from './testing/tabs.ts'

test('C15 the tab that was seen last shows notifications; when it is gone it is the one that has the calls', async () => {
  const browser = createFakeBrowser()
  const [mine, other] = [browser.tab(), browser.tab()]
  holdLock(other.locks, 'lock.other')
  let changes = 0
  const roster = createRoster({ locks: mine.locks, lockOf: (tab) => `lock.${tab}`, me: 'me', changed: () => changes++ })
  expect([roster.notifier(), roster.count()]).toEqual(['me', 1])
  const hello = { type: 'hello', isVisible: true, isListening: false } as const
  roster.meet({ ...hello, tab: 'other', isListening: true })
  expect([roster.notifier(), roster.count(), roster.isListening()]).toEqual(['other', 2, true])
  roster.meet({ ...hello, tab: 'me' })
  expect(roster.notifier()).toBe('me')
  roster.meet({ ...hello, tab: 'other', isVisible: false })
  expect([roster.notifier(), roster.isListening()]).toEqual(['me', false])
  roster.meet({ ...hello, tab: 'other' })
  const before = changes
  other.crash()
  await settle()
  expect([roster.notifier(), roster.count(), changes - before]).toEqual(['me', 1, 1])
})

test('C15 a tab rings for a silent owner while a call rings and nobody speaks', () => {
  let rings = 0
  const ringing = createRinging(() => {
    rings++
    return () => void rings--
  })
  const facts = {
    ...({ direction: 'incoming', remoteConnection: 'steady', media: 'none' } as const),
    ...{ remote: {}, via: [], startedAt: 0, muted: false, remoteHold: false, timings: {} },
  }
  const call = (status: 'ringing' | 'connected'): CallSnapshot =>
    status === 'ringing' ? { ...facts, id: 'a', status } : { ...facts, id: 'b', status, connectedAt: 0 }
  ringing.show([call('ringing')], false)
  expect(rings).toBe(0)
  ringing.show([call('ringing')], true)
  ringing.show([call('ringing')], true)
  expect(rings).toBe(1)
  ringing.show([call('ringing'), call('connected')], true)
  expect(rings).toBe(0)
  ringing.show([call('ringing')], true)
  ringing.show([], true)
  expect(rings).toBe(0)
})
