import { createPhone, OffhookError } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { AskSipAccess, SipAccess } from '../options.ts'
import { sipTransport } from '../sip-transport.ts'
import { deferred } from './deferred.ts'
import { createSockets } from './testing/fake-socket.ts'

const settle = async () => {
  for (let each = 0; each < 8; each++) await new Promise<void>((resolve) => setTimeout(resolve))
}

const alice: SipAccess = { url: ['wss://one.example.nl', 'wss://two.example.nl'], user: 'alice', password: 'a' }
const bob: SipAccess = { url: 'wss://two.example.nl', user: 'bob', password: 'b', domain: 'example.nl' }

/** A phone whose user is known when it connects, and the exchange it connects to, which the test is. */
function setUp(ask: AskSipAccess, kept: Readonly<Record<string, string>> = {}) {
  const sockets = createSockets()
  vi.stubGlobal('WebSocket', sockets.Socket)
  onTestFinished(() => void vi.unstubAllGlobals())
  const clock = createManualClock(1_000_000)
  const read: string[] = []
  const storage = {
    getItem(key: string) {
      read.push(key)
      return kept[key] ?? null
    },
    setItem() {},
    removeItem() {},
  }
  const phone = createPhone(sipTransport(ask, { clock, storage }), { clock })
  onTestFinished(phone.close)
  const register = () => sockets.last().sent.findLast((sent) => sent.startsWith('REGISTER')) ?? ''
  const header = (name: string) => new RegExp(`^${name}: (.*)\\r$`, 'im').exec(register())?.[1] ?? ''
  const reply = async (status: number, ...headers: string[]) => {
    const repeated = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(name)}`)
    const to = `To: ${header('To')};tag=1`
    const lines = [`SIP/2.0 ${status} x`, ...repeated, to, ...headers, 'Content-Length: 0', '', '']
    sockets.last().receive(lines.join('\r\n'))
    await settle()
  }
  const opened = async () => {
    await settle()
    sockets.last().open()
    await settle()
  }
  const online = async () => {
    const connected = phone.connection.connect()
    await opened()
    await reply(200, `Contact: ${header('Contact')}`)
    return connected
  }
  const status = () => phone.connection.getSnapshot().status
  return { phone, sockets, clock, read, header, register, reply, opened, online, status }
}

test('S5 nobody is asked who it is before the phone connects; then it registers as they are', async () => {
  const asked = vi.fn(() => alice)
  const { sockets, read, header, online, status } = setUp(asked)
  await settle()
  expect([asked.mock.calls.length, sockets.made.length, read]).toEqual([0, 0, []])
  await online()
  expect([status(), header('To'), asked.mock.calls.length]).toEqual(['online', '<sip:alice@one.example.nl>', 1])
})

test('S5 a call that is dialled before anybody is known does not leave', async () => {
  const { phone } = setUp(() => alice)
  const call = phone.call('202')
  await settle()
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason: 'connection-lost' })
})

test('S5 another person registers on the same phone, under their own name and address', async () => {
  let who: SipAccess = alice
  const { phone, sockets, header, reply, online, status } = setUp(async () => who)
  await online()
  const left = phone.connection.disconnect()
  await settle()
  expect(header('Contact')).toContain('expires=0')
  await reply(200)
  await left
  who = bob
  await online()
  expect([status(), header('To'), sockets.last().url]).toEqual(['online', '<sip:bob@example.nl>', bob.url])
})

test('C15 the calls of before are looked for as soon as it is known whose they are, and once', async () => {
  const { read, online, phone } = setUp(() => alice)
  await online()
  expect(read).toEqual(['offhook.calls.alice@one.example.nl'])
  phone.close()
  await settle()
  expect(read.length).toBe(1)
})

test('S5 what is given is asked for again when the exchange refuses it', async () => {
  let given = 0
  const { clock, register, reply, online, status, opened } = setUp(() => ({ ...alice, password: `secret-${++given}` }))
  await online()
  clock.advance(240_000)
  await settle()
  await reply(403)
  expect([status(), given]).toEqual(['reconnecting', 1])
  clock.advance(400)
  await opened()
  expect([given, register()]).toEqual([2, expect.stringContaining('REGISTER')])
  await reply(403)
  expect(status()).toBe('rejected')
})

test.each([
  ['a server that does not answer', new OffhookError('unavailable')],
  ['an app that fails', new TypeError('fetch failed')],
])('S5 %s is asked again, until it knows', async (_, failure) => {
  const ask = vi.fn<AskSipAccess>(() => Promise.reject(failure))
  const { phone, clock, status, opened, reply, header } = setUp(ask)
  phone.connection.connect()
  for (const pause of [400, 1_300, 2_600]) {
    await settle()
    expect(status()).toBe('reconnecting')
    clock.advance(pause)
  }
  await settle()
  ask.mockImplementation(() => alice)
  clock.advance(10_000)
  await opened()
  await reply(200, `Contact: ${header('Contact')}`)
  expect(status()).toBe('online')
})

test('S5 nobody is signed in, and an address that is none: the connection says so', async () => {
  for (const [ask, code] of [
    [() => Promise.reject(new OffhookError('signed-out')), 'signed-out'],
    [() => ({ ...alice, url: 'https://example.nl' }), 'bad-option'],
  ] as const) {
    const { phone, clock } = setUp(ask)
    const connected = phone.connection.connect()
    await settle()
    clock.advance(400)
    await expect(connected).rejects.toMatchObject({ code })
  }
})

test('S5 who signed out while it was asked for them does not come in by it', async () => {
  const told = deferred<SipAccess>()
  const { phone, sockets, read } = setUp(() => told.promise)
  phone.connection.connect()
  await settle()
  phone.connection.disconnect()
  await settle()
  told.resolve(alice)
  await settle()
  expect([sockets.made.length, read]).toEqual([0, []])
})
