import { expect, test, vi } from 'vitest'
import { acrossTabs } from './across-tabs.ts'
import { createFakeBrowser } from './testing/browser.ts'
import { roles, settle, talking, twoTabs } from './testing/tabs.ts'

test('C15 one tab carries the phone, all show the same connection', async () => {
  const { one, two } = await twoTabs()
  expect(roles(one, two)).toEqual(['owner', 'follower'])
  expect(two.tabs.getSnapshot()).toEqual({ role: 'follower', count: 2, isNotifier: false })
  expect(one.phone.connection.getSnapshot().status).toBe('online')
  expect(two.seen()).toEqual(one.seen())
})

test('C15 a call that is dialled in one tab is in every tab, with the same snapshot, and each can command it', async () => {
  const { one, two, network, bob } = await talking()
  expect(one.only().getSnapshot()).toMatchObject({ status: 'connected', remote: { number: '202' } })
  expect(two.seen()).toEqual(one.seen())
  await one.only().hold()
  await settle()
  expect(two.only().getSnapshot().status).toBe('held')
  expect(network.hears('bob')).toEqual([])
  await two.only().resume()
  await two.only().mute()
  await settle()
  expect(one.only().getSnapshot()).toMatchObject({ status: 'connected', muted: true })
  await two.only().sendDigits('12')
  expect(network.digitsHeardBy('bob')).toBe('12')
  expect(two.seen()).toEqual(one.seen())
  await two.only().hangUp()
  await settle()
  expect(one.phone.calls.getSnapshot().all).toEqual([])
  expect(bob.calls.getSnapshot().all).toEqual([])
})

test('C15 who calls rings in every tab; the one that is answered in another tab is answered in all', async () => {
  const { one, two, bob, events } = await twoTabs()
  bob.calls.dial('201')
  await settle()
  expect(two.only().getSnapshot()).toMatchObject({ status: 'ringing', direction: 'incoming' })
  expect(two.seen()).toEqual(one.seen())
  expect(events.sort()).toEqual(['one incoming', 'two incoming'])
  await two.only().answer()
  await settle()
  expect(one.only().getSnapshot().status).toBe('connected')
  expect(events.slice(2).sort()).toEqual(['one answered', 'two answered'])
})

test('C15 a command that is refused is refused in the tab that gave it, with its code', async () => {
  const { one, two, network } = await talking()
  network.refuseNext('hold')
  await expect(two.only().hold()).rejects.toMatchObject({ name: 'OffhookError', code: 'refused' })
  await settle()
  expect([one, two].map((tab) => tab.only().getSnapshot().status)).toEqual(['connected', 'connected'])
})

test('C15 a tab that is opened later has the calls there are', async () => {
  const { open, one, events } = await talking()
  const three = open('three')
  await settle()
  expect(three.seen()).toEqual(one.seen())
  expect(events).toContain('three resumed')
})

test('C15 where the browser has no locks or no channel the phone works in this tab alone, and says why', async () => {
  const { line } = await twoTabs()
  const tab = createFakeBrowser().tab()
  const sip = line.plug(tab)
  const openChannel = () => expect.unreachable('nobody needs it')
  vi.stubGlobal('navigator', {})
  const alone = acrossTabs(sip, { openChannel })
  expect(alone.tabs.getSnapshot()).toEqual({ role: 'alone', count: 1, isNotifier: true, reason: 'no-locks' })
  expect(alone.calls).toBe(sip.calls)
  vi.stubGlobal('BroadcastChannel', undefined)
  expect(acrossTabs(sip, { locks: tab.locks }).tabs.getSnapshot()).toMatchObject({
    role: 'alone',
    reason: 'no-channel',
  })
  vi.unstubAllGlobals()
})

test('C15 nonsense on the channel changes nothing', async () => {
  const { one, two, browser } = await talking()
  const before = two.seen()
  const stranger = browser.tab().openChannel('offhook.tabs.1.alice@example.nl')
  const turn = { epoch: Number.MAX_SAFE_INTEGER, tab: 'x' }
  for (const nonsense of [null, 7, 'hello', {}, { type: 'state', turn }, { type: 'state', turn, shared: {} }]) {
    stranger.postMessage(nonsense)
  }
  stranger.postMessage({ type: 'ask', tab: 'x', turn, at: 0, number: 1, request: { of: 'call', id: 'a', command: {} } })
  await settle()
  expect(two.seen()).toEqual(before)
  expect(roles(one, two)).toEqual(['owner', 'follower'])
})
