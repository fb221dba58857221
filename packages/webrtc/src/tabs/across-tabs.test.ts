import { expect, test } from 'vitest'
import { type AliceTab, createHouse, onlyOf, settle } from './testing/tabs.ts'

async function twoTabs() {
  const house = await createHouse()
  const one = house.open('one')
  await settle()
  const two = house.open('two')
  await settle()
  two.phone.connection.connect().catch(() => {})
  await settle()
  return { ...house, one, two }
}

async function talking() {
  const house = await twoTabs()
  house.two.phone.calls.dial('202')
  await settle()
  await onlyOf(house.bob).answer()
  await settle()
  return house
}

const roles = (...tabs: readonly AliceTab[]) => tabs.map(({ tabs: { getSnapshot } }) => getSnapshot().role)

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

test('C15 the tab that carries the call crashes: the next one takes it over, the same call', async () => {
  const { one, two, network, line } = await talking()
  const before = two.only().getSnapshot()
  one.crash()
  await settle()
  expect(roles(two)).toEqual(['owner'])
  expect(two.only().getSnapshot()).toMatchObject({ ...before, media: expect.anything() })
  expect(line.atWork()).toEqual([two.tab])
  await two.only().hold()
  expect(network.hears('bob')).toEqual([])
})
