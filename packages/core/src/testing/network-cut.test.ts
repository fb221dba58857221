import { expect, test } from 'vitest'
import { createManualClock } from './index.ts'
import { ending, office, settle, talk } from './network.fixture.ts'

test('a cut network: no sound, commands are refused, the phone reconnects, and the calls are still there', async () => {
  const phones = await office()
  const { call, at } = await talk(phones)
  phones.network.cut('alice')
  await settle()
  expect(phones.alice.connection.getSnapshot()).toMatchObject({ status: 'reconnecting', reason: 'closed', attempt: 1 })
  expect(call.getSnapshot()).toMatchObject({ status: 'connected', media: 'interrupted' })
  expect(at.getSnapshot()).toMatchObject({ media: 'silent', remoteConnection: 'reconnecting' })
  expect(phones.network.hears('bob')).toEqual([])
  await expect(call.hold()).rejects.toMatchObject({ code: 'offline' })
  phones.network.restore('alice')
  await settle()
  expect(phones.alice.connection.getSnapshot().status).toBe('online')
  expect(phones.network.hears('bob')).toEqual(['alice'])
  expect(call.getSnapshot().media).toBe('flowing')
  expect(at.getSnapshot()).toMatchObject({ media: 'flowing', remoteConnection: 'steady' })
})

test('the tries to reconnect are counted, ever further apart', async () => {
  const clock = createManualClock()
  const { network, alice } = await office({ clock })
  network.cut('alice')
  clock.advance(1_000)
  expect(alice.connection.getSnapshot()).toMatchObject({ attempt: 2, reason: 'unreachable', retryAt: 3_000 })
  clock.advance(2_000)
  expect(alice.connection.getSnapshot()).toMatchObject({ attempt: 3, retryAt: 7_000 })
})

test('a call that ended while the network was cut ends when the news arrives', async () => {
  const phones = await office()
  const { call, at } = await talk(phones)
  phones.network.cut('alice')
  await at.hangUp()
  await settle()
  expect(call.getSnapshot().status).toBe('connected')
  phones.network.restore('alice')
  await settle()
  expect(ending(call)).toEqual({ reason: 'hung-up', by: 'them' })
})

test('hanging up works without a network, and the other side hears of it when the network is back', async () => {
  const phones = await office()
  const { call, at } = await talk(phones)
  phones.network.cut('alice')
  await call.hangUp()
  expect(ending(call)).toEqual({ reason: 'hung-up', by: 'me' })
  expect(at.getSnapshot().status).toBe('connected')
  phones.network.restore('alice')
  await settle()
  expect(ending(at)).toEqual({ reason: 'hung-up', by: 'them' })
  expect(phones.network.callsInProgress()).toBe(0)
})

test('who is cut off is unreachable', async () => {
  const { network, alice } = await office()
  network.cut('bob')
  const call = alice.call('202')
  await settle()
  expect(ending(call)).toEqual({ reason: 'unreachable', by: 'network' })
})

test('the exchange can end every call, ringing ones too', async () => {
  const phones = await office()
  const { call, at } = await talk(phones)
  const ringing = phones.carol.call('201')
  await settle()
  phones.network.endAll('exchange-error')
  await settle()
  for (const one of [call, at, ringing]) expect(ending(one)).toEqual({ reason: 'exchange-error', by: 'network' })
  expect(phones.network.callsInProgress()).toBe(0)
})
