import { type CallSnapshotIn, OffhookError } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { createNotices } from './notices.ts'

const over: CallSnapshotIn<'ended'> = {
  ...{ id: '1', direction: 'outgoing', remote: {}, via: [], startedAt: 0, timings: {} },
  ...{ muted: false, remoteHold: false, remoteConnection: 'steady', media: 'none' },
  ...{ status: 'ended', endedAt: 1, reason: 'busy', by: 'them' },
}

const setUp = () => {
  const clock = createManualClock()
  const notices = createNotices({ clock })
  const kinds = () =>
    notices.getSnapshot().map((notice) => (notice.kind === 'error' ? notice.code : notice.call.reason))
  return { clock, notices, kinds }
}

test('C12 how a call ended is told for a few seconds', () => {
  const { clock, notices, kinds } = setUp()
  notices.ended(over)
  clock.advance(7_999)
  expect(kinds()).toEqual(['busy'])
  clock.advance(1)
  expect(kinds()).toEqual([])
})

test('an error stays until it is closed', () => {
  const { clock, notices, kinds } = setUp()
  notices.report(new OffhookError('microphone-denied'))
  clock.advance(3_600_000)
  expect(kinds()).toEqual(['microphone-denied'])
  notices.dismiss('error microphone-denied')
  expect(kinds()).toEqual([])
})

test('the same error told by the command and by the event is one notice, even after it was closed', () => {
  const { notices, kinds } = setUp()
  const error = new OffhookError('refused')
  notices.report(error)
  notices.report(error)
  expect(kinds()).toEqual(['refused'])
  notices.dismiss('error refused')
  notices.report(error)
  expect(kinds()).toEqual([])
})

test('an error that happens again is told again', () => {
  const { notices, kinds } = setUp()
  notices.report(new OffhookError('refused'))
  notices.dismiss('error refused')
  notices.report(new OffhookError('refused'))
  expect(kinds()).toEqual(['refused'])
})

test('what the end of the call says already is not an error as well', () => {
  const { notices, kinds } = setUp()
  notices.report(new OffhookError('call-ended'))
  expect(kinds()).toEqual([])
})

test('whatever is thrown becomes a sentence', () => {
  const { notices, kinds } = setUp()
  notices.report('surprise')
  notices.report(undefined)
  expect(kinds()).toEqual(['refused'])
})

test('of many notices the newest three are in sight', () => {
  const { notices, kinds } = setUp()
  for (const code of ['refused', 'timeout', 'offline', 'bad-number'] as const) notices.report(new OffhookError(code))
  expect(kinds()).toEqual(['timeout', 'offline', 'bad-number'])
})
