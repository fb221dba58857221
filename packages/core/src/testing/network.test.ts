import { expect, test } from 'vitest'
import { type Call, createPhone, IllegalCommandError, OffhookError } from '../index.ts'
import { createManualClock, createNetwork } from './index.ts'
import { ending, office, only, settle, talk } from './network.fixture.ts'

test('two people who talk hear each other, and nobody else hears them', async () => {
  const phones = await office()
  const { call } = await talk(phones)
  expect(call.getSnapshot()).toMatchObject({ status: 'connected', remote: { name: 'Bob de Vries', number: '202' } })
  expect(call.getSnapshot().media).toBe('flowing')
  expect(phones.network.hears('bob')).toEqual(['alice'])
  expect(phones.network.hears('alice')).toEqual(['bob'])
  expect(phones.network.hears('carol')).toEqual([])
})

test('a refused hold leaves the sound on and the call connected', async () => {
  const phones = await office()
  const { call } = await talk(phones)
  phones.network.refuseNext('hold')
  await expect(call.hold()).rejects.toMatchObject({ code: 'refused' })
  expect(call.getSnapshot().status).toBe('connected')
  expect(phones.network.hears('bob')).toEqual(['alice'])
  await call.hold()
  expect(phones.network.hears('bob')).toEqual([])
})

test('a refusal strikes once, with the error that was scripted, at the person it was meant for', async () => {
  const phones = await office()
  const { call, at } = await talk(phones)
  phones.network.refuseNext('hold', new OffhookError('timeout'), { by: 'bob' })
  await call.hold()
  await expect(at.hold()).rejects.toMatchObject({ code: 'timeout' })
  await at.hold()
  expect(at.getSnapshot().status).toBe('held')
})

test('a scripted fault that is taken back does not strike', async () => {
  const phones = await office()
  const { call } = await talk(phones)
  const takeBack = phones.network.refuseNext('hold')
  takeBack()
  await call.hold()
  expect(call.getSnapshot().status).toBe('held')
})

test('a command that is met with silence is pending until it is released', async () => {
  const phones = await office()
  const { call } = await talk(phones)
  const release = phones.network.silenceNext('hold')
  const held = call.hold()
  await settle()
  expect(call.getSnapshot().status).toBe('holding')
  expect(phones.network.hears('bob')).toEqual(['alice'])
  release()
  await held
  expect(call.getSnapshot().status).toBe('held')
})

test('a call can be hung up while its hold is met with silence', async () => {
  const phones = await office()
  const { call } = await talk(phones)
  const release = phones.network.silenceNext('hold')
  const held = call.hold()
  await settle()
  await call.hangUp()
  release()
  await expect(held).rejects.toMatchObject({ code: 'call-ended' })
  expect(phones.network.callsInProgress()).toBe(0)
})

test('a wrong password is refused for good', async () => {
  const network = createNetwork()
  const phone = createPhone(network.join('alice', { password: 'guess' }))
  await expect(phone.connection.connect()).rejects.toMatchObject({ code: 'bad-credentials' })
  expect(phone.connection.getSnapshot().status).toBe('rejected')
})

test('a phone that is not connected yet cannot be reached and cannot call', async () => {
  const { network, alice } = await office()
  const dave = createPhone(network.join('dave'))
  const call = alice.call('204')
  await settle()
  expect(ending(call)).toEqual({ reason: 'unreachable', by: 'network' })
  const other = dave.call('201')
  await settle()
  expect(ending(other)).toEqual({ reason: 'connection-lost', by: 'network' })
})

test('a phone without a connection of its own is online at once', async () => {
  const { network, alice } = await office()
  const dave = createPhone({ calls: network.join('dave').calls })
  const call = dave.call('201')
  await settle()
  expect(call.getSnapshot().status).toBe('alerting')
  expect(only(alice).getSnapshot().remote).toEqual({ name: 'Dave Öztürk', number: '204' })
})

test('an unknown number is not found, and a caller id that is not theirs is not allowed', async () => {
  const { alice } = await office()
  const unknown = alice.call('999')
  const forged = alice.call('202', { callerId: '+31900' })
  await settle()
  expect(ending(unknown)).toEqual({ reason: 'not-found', by: 'network' })
  expect(ending(forged)).toEqual({ reason: 'not-allowed', by: 'network' })
})

test('a caller id that is theirs is shown', async () => {
  const people = [
    { id: 'alice', number: '201', name: 'Alice', callerIds: [{ number: '+31201234567', name: 'Sales' }] },
    ...['bob', 'carol'].map((id, at) => ({ id, number: `20${at + 2}` })),
  ]
  const { alice, bob } = await office({ people })
  alice.call('202', { callerId: '+31201234567' })
  await settle()
  expect(only(bob).getSnapshot().remote).toEqual({ number: '+31201234567', name: 'Sales' })
})

test('who is occupied is busy, until released', async () => {
  const { network, alice, bob } = await office()
  const release = network.occupy('bob')
  const call = alice.call('202')
  await settle()
  expect(ending(call)).toEqual({ reason: 'busy', by: 'them' })
  release()
  alice.call('202')
  await settle()
  expect(only(bob).getSnapshot().status).toBe('ringing')
})

test('nobody answers: after the ringing time both sides are told, and the clock decides when', async () => {
  const clock = createManualClock()
  const { alice, bob } = await office({ clock, ringFor: 20_000 })
  const missed: Call[] = []
  bob.on('missed', (call) => missed.push(call))
  const call = alice.call('202')
  await settle()
  const rang = only(bob)
  clock.advance(19_999)
  await settle()
  expect(call.getSnapshot().status).toBe('alerting')
  clock.advance(1)
  await settle()
  expect(ending(call)).toEqual({ reason: 'unanswered', by: 'them' })
  expect(ending(rang)).toEqual({ reason: 'unanswered', by: 'network' })
  expect(missed).toEqual([rang])
})

test('latency: nothing arrives before its time, by the manual clock', async () => {
  const clock = createManualClock()
  const network = createNetwork({ clock, latency: 50 })
  const [alice, bob] = ['alice', 'bob'].map((person) => createPhone({ calls: network.join(person).calls }, { clock }))
  if (alice === undefined || bob === undefined) throw new Error('There are two.')
  alice.call('202')
  await settle()
  clock.advance(99)
  await settle()
  expect(bob.calls.getSnapshot().all).toEqual([])
  clock.advance(1)
  expect(bob.calls.getSnapshot().all).toHaveLength(1)
})

test('latency that differs lets no message overtake another', async () => {
  const clock = createManualClock()
  const slowThenQuick = [100, 1, 1, 1, 1, 1, 1, 1, 1]
  const network = createNetwork({ clock, latency: () => slowThenQuick.shift() ?? 1 })
  const alice = createPhone({ calls: network.join('alice').calls }, { clock })
  const bob = createPhone({ calls: network.join('bob').calls }, { clock })
  const seen: string[] = []
  const call = alice.call('202')
  call.subscribe(() => seen.push(call.getSnapshot().status))
  await settle()
  const gone = call.hangUp()
  clock.advance(300)
  await gone
  clock.advance(300)
  expect([...new Set(seen)]).toEqual(['ending', 'ended'])
  expect(bob.calls.getSnapshot().all).toEqual([])
  expect(network.callsInProgress()).toBe(0)
})

test('a customer calls in, is held, holds, and hangs up', async () => {
  const { network, alice } = await office()
  const customer = network.dialIn({ to: 'alice', from: { name: 'Ada Lovelace', number: '+31201234567' } })
  await settle()
  const call = only(alice)
  expect(call.getSnapshot()).toMatchObject({
    status: 'ringing',
    remote: { name: 'Ada Lovelace', number: '+31201234567' },
    dialled: '201',
  })
  await call.answer()
  await settle()
  expect(network.hears('alice')).toEqual(['Ada Lovelace'])
  await customer.hold()
  await settle()
  expect(call.getSnapshot().remoteHold).toBe(true)
  expect(network.hears('alice')).toEqual([])
  await customer.hangUp()
  expect(ending(call)).toEqual({ reason: 'hung-up', by: 'them' })
})

test('a customer outside can be called by their number', async () => {
  const { network, alice } = await office()
  const customer = network.outside({ number: '+31201234567' })
  customer.on('incoming', (call) => void call.answer())
  const call = alice.call('020 123 45 67')
  await settle()
  expect(call.getSnapshot()).toMatchObject({ status: 'connected', remote: { number: '+31201234567' } })
  expect(network.hears('+31201234567')).toEqual(['alice'])
})

test('digits arrive without their pauses, those of an extension after the answer', async () => {
  const phones = await office()
  const call = phones.alice.call('202,,77')
  await settle()
  expect(phones.network.digitsHeardBy('bob')).toBe('')
  await only(phones.bob).answer()
  await call.sendDigits('12,3#')
  expect(phones.network.digitsHeardBy('bob')).toBe('77123#')
})

test('a transfer goes on when the one who asked for it hangs up', async () => {
  const phones = await office()
  const { call, at } = await talk(phones)
  const transferred = call.transfer('203')
  await settle()
  await call.hangUp()
  await expect(transferred).rejects.toMatchObject({ code: 'call-ended' })
  await only(phones.carol).answer()
  await settle()
  expect(phones.network.hears('carol')).toEqual(['bob'])
  expect(at.getSnapshot().remote).toEqual({ name: 'Carol van den Berg', number: '203' })
})

test('a transfer nobody takes, after the one who asked for it left, ends the call of who waits', async () => {
  const phones = await office()
  const { call, at } = await talk(phones)
  call.transfer('203').catch(() => {})
  await settle()
  await call.hangUp()
  await only(phones.carol).decline()
  await settle()
  expect(ending(at)).toEqual({ reason: 'declined', by: 'them' })
  expect(phones.network.callsInProgress()).toBe(0)
})

test('who is handed over can hang up meanwhile: everything stops', async () => {
  const phones = await office()
  const { call, at } = await talk(phones)
  const transferred = call.transfer('203')
  await settle()
  await at.hangUp()
  await expect(transferred).rejects.toMatchObject({ code: 'call-ended' })
  expect(ending(call)).toEqual({ reason: 'hung-up', by: 'them' })
  expect(phones.carol.calls.getSnapshot().all).toEqual([])
})

test('a telephone that is closed hangs up its calls', async () => {
  const phones = await office()
  const { at } = await talk(phones)
  phones.alice.close()
  await settle()
  expect(ending(at)).toEqual({ reason: 'hung-up', by: 'them' })
})

test('the last telephone that rang goes: the caller hears that nobody can be reached', async () => {
  const { alice, bob } = await office()
  const call = alice.call('202')
  await settle()
  await bob.connection.disconnect()
  await settle()
  expect(ending(call)).toEqual({ reason: 'unreachable', by: 'network' })
})

test('devices: permission is asked for and can be refused, a headset comes, is chosen and goes', async () => {
  const network = createNetwork()
  const transports = network.join('alice')
  const { hardware } = transports
  const { devices } = createPhone(transports)
  network.refuseNext('allow', new OffhookError('microphone-denied'))
  await expect(devices.allow()).rejects.toMatchObject({ code: 'microphone-denied' })
  expect(devices.getSnapshot().permission).toBe('ask')
  await devices.allow()
  expect(devices.getSnapshot().permission).toBe('granted')
  await expect(devices.choose('microphone', 'headset')).rejects.toMatchObject({ code: 'device-missing' })
  hardware.plug('microphone', { id: 'headset', label: 'Headset' })
  await devices.choose('microphone', 'headset')
  expect(devices.getSnapshot().chosen).toEqual({ microphone: 'headset' })
  hardware.unplug('headset')
  expect(devices.getSnapshot().chosen).toEqual({})
  const stop = devices.level.subscribe(() => {})
  hardware.speak(0.4)
  expect(devices.level.getSnapshot()).toBe(0.4)
  stop()
})

test('a person nobody knows cannot join', () => {
  expect(() => createNetwork().join('mallory')).toThrow('The network knows no mallory.')
})

test('what is illegal in the app is still illegal at a simulated network', async () => {
  const phones = await office()
  const { call } = await talk(phones)
  expect(() => call.answer()).toThrow(IllegalCommandError)
})
