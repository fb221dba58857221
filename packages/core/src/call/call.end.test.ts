import { expect, test } from 'vitest'
import { OffhookError } from '../errors.ts'
import { createStage, quiet } from './fake-network.ts'

test('C12 hanging up works even when the network refuses to hear it', async () => {
  const { connect, network, told } = createStage()
  const call = await connect('a')
  network.refuseNext('hangUp', new OffhookError('offline'))
  await call.hangUp()
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason: 'hung-up', by: 'me' })
  expect(told.at(-1)).toBe('ended a')
})

test('C12 a call hung up while it rings was cancelled, also when the network does not hear that', async () => {
  const { calls, network } = createStage()
  const call = calls.dial('303')
  await quiet()
  network.signal(call.id, { type: 'alerting', earlyMedia: false })
  network.refuseNext('hangUp')
  await call.hangUp()
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason: 'cancelled', by: 'me' })
})

test('C12 declining works even when the network refuses to hear it', async () => {
  const { ring, network } = createStage()
  const call = ring()
  network.refuseNext('decline')
  await call.decline()
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason: 'declined', by: 'me' })
})

test('C12 a goodbye that comes twice, and other late news, change nothing', async () => {
  const { connect, network, told } = createStage()
  const call = await connect('a')
  network.ended('a')
  const last = call.getSnapshot()
  network.signal('a', { type: 'ended', reason: 'failed', by: 'network' })
  network.signal('a', { type: 'held' })
  network.signal('a', { type: 'muted', muted: true })
  network.signal('nobody', { type: 'connected' })
  expect(call.getSnapshot()).toBe(last)
  expect(told.filter((line) => line.startsWith('ended'))).toHaveLength(1)
})

test('C12 a goodbye that crosses ours ends the call once, and hanging up resolves', async () => {
  const { connect, network } = createStage()
  const call = await connect('a')
  network.hesitate('hangUp')
  const hungUp = call.hangUp()
  network.ended('a')
  await hungUp
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', by: 'them' })
})

test.each(['hold', 'mute', 'sendDigits', 'transfer'] as const)(
  'a %s the network never answers is settled by the end of the call',
  async (command) => {
    const { connect, network } = createStage()
    const call = await connect('a')
    network.hesitate(command)
    const asked = command === 'sendDigits' || command === 'transfer' ? call[command]('1') : call[command]()
    network.ended('a')
    await expect(asked).rejects.toMatchObject({ code: 'call-ended' })
  },
)

test('C9 a blind transfer ends the call as transferred', async () => {
  const { connect, network } = createStage()
  const call = await connect('a')
  network.hesitate('transfer')
  const transferred = call.transfer('06 12345678')
  const to = { kind: 'number', target: { dial: '+31612345678' } }
  expect(call.getSnapshot()).toMatchObject({ status: 'transferring', progress: 'asked', to })
  network.signal('a', { type: 'transfer-progress', progress: 'ringing' })
  expect(call.getSnapshot()).toMatchObject({ status: 'transferring', progress: 'ringing' })
  network.next('transfer').obey()
  await transferred
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason: 'transferred', by: 'me', connectedAt: 1_000 })
})

test.each(['connected', 'held'] as const)('C9 a blind transfer that fails gives the call back %s', async (from) => {
  const { connect, network, told } = createStage()
  const call = await connect('a')
  if (from === 'held') await call.hold()
  network.refuseNext('transfer', new OffhookError('transfer-failed'))
  await expect(call.transfer('404')).rejects.toMatchObject({ code: 'transfer-failed' })
  expect(call.getSnapshot()).toMatchObject({ status: from, connectedAt: 1_000 })
  expect(call.getSnapshot()).not.toHaveProperty('to')
  expect(told).toContain('refused a transfer')
})

test('C9 a transfer to a bad number is refused at once and the call stays as it is', async () => {
  const { connect } = createStage()
  const call = await connect()
  const before = call.getSnapshot()
  expect(() => call.transfer('not a number')).toThrow(expect.objectContaining({ code: 'bad-number' }))
  expect(call.getSnapshot()).toBe(before)
})

test('C9 the caller hangs up during a transfer: the transfer rejects and the call is over', async () => {
  const { connect, network } = createStage()
  const call = await connect('a')
  network.hesitate('transfer')
  const transferred = call.transfer('303')
  network.ended('a')
  await expect(transferred).rejects.toMatchObject({ code: 'call-ended' })
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason: 'hung-up', by: 'them' })
})

test('C10 a call is handed to another call of mine, but only to one that is answered and another', async () => {
  const { connect, ring, calls, network } = createStage()
  const first = await connect('a')
  const second = await connect('b')
  const ringing = ring('c')
  const gone = ring('d')
  network.ended('d')
  for (const wrong of [first, ringing, gone, calls.dial('303')]) {
    expect(() => first.transfer(wrong)).toThrow(expect.objectContaining({ code: 'illegal-command' }))
  }
  expect(first.getSnapshot().status).toBe('held')
  await first.transfer(second)
  expect(network.commands.at(-1)).toEqual({ type: 'transfer', to: { kind: 'call', id: 'b' } })
})
