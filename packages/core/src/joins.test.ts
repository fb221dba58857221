import { expect, expectTypeOf, onTestFinished, test } from 'vitest'
import { accountPart } from './account/account.ts'
import type { AccountSignal, AccountSink, Profile } from './account/transport.ts'
import { createFakeNetwork, quiet } from './call/fake-network.ts'
import type { ConnectionSink } from './connection/transport.ts'
import { OffhookError } from './errors.ts'
import { part } from './kernel/part.ts'
import { createPhone } from './phone.ts'
import type { Presence } from './presence/presence.ts'
import { createOffice } from './testing/index.ts'

const dialled = ({ commands }: ReturnType<typeof createFakeNetwork>) =>
  commands.map((command) => ('target' in command ? command.target : undefined)).map((target) => Object(target).dial)

test('C2 a contact is called by the number it prefers, or its first', async () => {
  const network = createFakeNetwork()
  const phone = createPhone({ calls: network.transport })
  phone.call({ phones: [{ number: '201' }, { number: '0612345678', pref: 1 }] })
  phone.call({ phones: [{ number: '202' }, { number: '203' }] })
  await quiet()
  expect(dialled(network)).toEqual(['+31612345678', '202'])
})

test('H1 a call is called back, whoever began it', async () => {
  const network = createFakeNetwork()
  const phone = createPhone({ calls: network.transport })
  const [me, ada] = [{ number: '201' }, { number: '+31201234567' }]
  phone.call({ direction: 'incoming', from: ada, to: me })
  phone.call({ direction: 'outgoing', from: me, to: { number: '303' } })
  await quiet()
  expect(dialled(network)).toEqual(['+31201234567', '303'])
})

test('H1 who withheld the number cannot be called back', () => {
  const phone = createPhone({ calls: createFakeNetwork().transport })
  const bad = expect.objectContaining({ code: 'bad-number' })
  expect(() => phone.call({ direction: 'incoming', from: { name: 'Somebody' }, to: {} })).toThrow(bad)
  expect(() => phone.call({ phones: [] })).toThrow(bad)
  expect(() => phone.call({})).toThrow(bad)
})

test('D2 who is called comes sooner in a search, called by contact or by number', async () => {
  const office = createOffice()
  office.directory.publish(
    'external',
    ['A', 'B', 'C'].map((letter, at) => ({
      uid: letter,
      name: { full: `Piet ${letter}` },
      phones: [{ number: `+3120000000${at}` }],
    })),
  )
  const { directory } = office.join('alice')
  const phone = createPhone({ calls: createFakeNetwork().transport, directory })
  await quiet()
  const found = () => phone.directory.search('piet').map(({ uid }) => uid)
  const [, second] = phone.directory.search('piet')
  if (second === undefined) throw new Error('Piet B is not there.')
  phone.call(second)
  expect(found()).toEqual(['B', 'A', 'C'])
  phone.call('020 000 0002')
  expect(found()).toEqual(['C', 'B', 'A'])
})

test('a part of your own is there under its name, and is closed with the phone', () => {
  let isOpen = true
  const close = () => {
    isOpen = false
  }
  const crm = part(() => ({ slice: { pop: () => 'popped' }, close }))
  const phone = createPhone({ ...createOffice().join('alice'), crm })
  expect(phone.crm.pop()).toBe('popped')
  phone.close()
  expect(isOpen).toBe(false)
})

test('a part that a back end does not have is absent', () => {
  const backend: { presence: ReturnType<typeof part<Presence>> | undefined } = { presence: undefined }
  const phone = createPhone({ ...backend })
  expectTypeOf(phone.presence).toEqualTypeOf<Presence | undefined>()
  expect(Object.keys(phone).sort()).toEqual(['close', 'on'])
})

test('S5 the phone tells who signed in, and that nobody is any more', async () => {
  const office = createOffice()
  const phone = createPhone(office.join('alice'))
  const told: string[] = []
  phone.on('signed-in', ({ id }) => void told.push(id))
  phone.on('signed-out', (reason) => void told.push(reason))
  await quiet()
  await phone.account.signOut()
  expect(told).toEqual(['alice', 'asked'])
})

const profileOf = (id: string): Profile => ({
  ...{ id, name: id, initials: id.slice(0, 1), email: `${id}@example.nl`, extension: '201' },
  ...{ language: 'nl', theme: 'system', role: 'person' },
})

/** A phone with an account, which the test tells who is signed in, and a connection that notes what it is told. */
function signable() {
  const told: string[] = []
  let account: AccountSink | undefined
  let connection: ConnectionSink | undefined
  const phone = createPhone({
    account: accountPart({
      open(sink) {
        account = sink
        return () => {}
      },
      send: () => Promise.reject(new OffhookError('unavailable')),
    }),
    connection: {
      open(sink) {
        connection = sink
        return () => {}
      },
      send: async ({ type }) => void told.push(type),
    },
  })
  onTestFinished(phone.close)
  return {
    ...{ phone, told },
    signIn: (id: string) => account?.signal({ type: 'signed-in', profile: profileOf(id) }),
    tell: (signal: AccountSignal) => account?.signal(signal),
    news: (type: 'online' | 'offline') => connection?.signal({ type }),
  }
}

test('S9 ringing aloud is a setting of the person, and the devices of each machine follow it', async () => {
  const told: unknown[] = []
  const office = createOffice()
  const parts = office.join('alice')
  const phone = createPhone({
    settings: parts.settings,
    devices: { open: () => () => {}, send: async (command) => void told.push(command), level: () => () => {} },
  })
  const elsewhere = createPhone({ settings: office.join('alice').settings })
  onTestFinished(phone.close)
  onTestFinished(elsewhere.close)
  await expect.poll(() => elsewhere.settings.getSnapshot().status).toBe('ready')
  await elsewhere.settings.update({ ringer: false })
  await elsewhere.settings.update({ ringer: true })
  await expect
    .poll(() => told.slice(-2))
    .toEqual([
      { type: 'silence', isSilent: true },
      { type: 'silence', isSilent: false },
    ])
})

test('S5 a phone with an account connects when somebody signs in, and disconnects when they sign out', async () => {
  const { phone, told, signIn, tell, news } = signable()
  expect(told).toEqual([])
  signIn('alice')
  news('online')
  tell({ type: 'profile', profile: { ...profileOf('alice'), theme: 'dark' } })
  signIn('alice')
  await phone.account.signOut().catch(() => {})
  // a goodbye that was refused
  expect([phone.account.getSnapshot().status, told]).toEqual(['signed-in', ['connect']])
  tell({ type: 'signed-out', reason: 'asked' })
  expect(told).toEqual(['connect', 'disconnect'])
})

test('S5 who signs in while the goodbye of another is being said connects after it', async () => {
  const { phone, told, signIn, tell, news } = signable()
  signIn('alice')
  news('online')
  tell({ type: 'signed-out', reason: 'asked' })
  signIn('bob')
  expect(phone.connection.getSnapshot().status).toBe('disconnecting')
  news('offline')
  await expect.poll(() => told).toEqual(['connect', 'disconnect', 'connect'])
})

test('S5 a session that ran out keeps the line; another person who signs in then gets one of their own', async () => {
  const { phone, told, signIn, tell, news } = signable()
  signIn('alice')
  news('online')
  tell({ type: 'expired', error: new OffhookError('signed-out') })
  expect(told).toEqual(['connect'])
  signIn('alice')
  expect([told, phone.connection.getSnapshot().status]).toEqual([['connect'], 'online'])
  tell({ type: 'expired', error: new OffhookError('signed-out') })
  signIn('bob')
  news('offline')
  await expect.poll(() => told).toEqual(['connect', 'disconnect', 'connect'])
})
