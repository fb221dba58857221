import { expect, test } from 'vitest'
import { IllegalCommandError, OffhookError } from '../errors.ts'
import { createStage, quiet } from './fake-network.ts'

test('C7 hold and resume are true when the network says so', async () => {
  const { connect, network } = createStage()
  const call = await connect()
  network.hesitate('hold')
  const held = call.hold()
  await quiet()
  expect(call.getSnapshot().status).toBe('holding')
  network.next('hold').obey()
  await held
  expect(call.getSnapshot().status).toBe('held')
  await call.resume()
  expect(call.getSnapshot().status).toBe('connected')
})

test('C7 a refused hold rejects, is told, and puts the call back where it was', async () => {
  const { connect, network, told } = createStage()
  const call = await connect('a')
  network.refuseNext('hold', new OffhookError('refused'))
  await expect(call.hold()).rejects.toMatchObject({ code: 'refused' })
  expect(call.getSnapshot()).toMatchObject({ status: 'connected', connectedAt: 1_000 })
  expect(told).toEqual(['incoming a', 'answered a', 'refused a hold'])
})

test('C7 a refused resume rejects and leaves the call on hold', async () => {
  const { connect, network } = createStage()
  const call = await connect()
  await call.hold()
  network.refuseNext('resume')
  await expect(call.resume()).rejects.toMatchObject({ code: 'refused' })
  expect(call.getSnapshot().status).toBe('held')
})

test('what a transport throws at once is a refusal like any other', async () => {
  const { connect, network } = createStage()
  const call = await connect()
  network.refuseNext('hold', new TypeError('no such thing'))
  await expect(call.hold()).rejects.toMatchObject({
    name: 'OffhookError',
    code: 'refused',
    cause: expect.any(TypeError),
  })
})

test('C7 a refusal that was overtaken by hanging up does not move the call', async () => {
  const { connect, network, told } = createStage()
  const call = await connect('a')
  network.hesitate('hold', 'hangUp')
  const held = call.hold()
  const hungUp = call.hangUp()
  await expect(held).rejects.toMatchObject({ code: 'call-ended' })

  network.next('hold').refuse()
  await quiet()
  expect(call.getSnapshot().status).toBe('ending')
  expect(told).not.toContain('refused a hold')
  network.next('hangUp').obey()
  await hungUp
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason: 'hung-up', by: 'me', connectedAt: 1_000 })
})

test('C7 a refusal that comes after the news it contradicts does not move the call', async () => {
  const { connect, network } = createStage()
  const call = await connect('a')
  network.hesitate('hold')
  const held = call.hold()
  network.signal('a', { type: 'held' })
  await held
  network.next('hold').refuse()
  await quiet()
  expect(call.getSnapshot().status).toBe('held')
})

test('an old refusal does not move a newer command of the same name', async () => {
  const { connect, network } = createStage()
  const call = await connect('a')
  network.hesitate('hold')
  call.hold()
  const old = network.next('hold')
  network.signal('a', { type: 'held' })
  await call.resume()
  const again = call.hold()
  old.refuse()
  await quiet()
  expect(call.getSnapshot().status).toBe('holding')
  network.signal('a', { type: 'held' })
  await again
})

test('C7 being put on hold by the other side is a facet, and tells nobody twice', async () => {
  const { connect, network } = createStage()
  const call = await connect('a')
  let changes = 0
  call.subscribe(() => changes++)
  network.signal('a', { type: 'remote-hold', held: true })
  network.signal('a', { type: 'remote-hold', held: true })
  expect(call.getSnapshot()).toMatchObject({ status: 'connected', remoteHold: true })
  expect(changes).toBe(1)
})

test('C8 each new call starts unmuted; muting is true when the network says so', async () => {
  const { connect, network } = createStage()
  const first = await connect('a')
  network.hesitate('mute')
  const muted = first.mute()
  expect(first.getSnapshot().muted).toBe(false)
  network.next('mute').obey()
  await muted
  expect(first.getSnapshot().muted).toBe(true)

  const second = await connect('b')
  expect(second.getSnapshot().muted).toBe(false)
  expect(first.getSnapshot()).toMatchObject({ status: 'held', muted: true })
})

test('C8 a headset that mutes itself is seen', async () => {
  const { connect, network } = createStage()
  const call = await connect('a')
  network.signal('a', { type: 'muted', muted: true })
  expect(call.getSnapshot().muted).toBe(true)
  await call.unmute()
  expect(call.getSnapshot().muted).toBe(false)
})

test('C8 a refused mute rejects, is told, and changes nothing', async () => {
  const { connect, network, told } = createStage()
  const call = await connect('a')
  network.refuseNext('mute')
  const before = call.getSnapshot()
  await expect(call.mute()).rejects.toMatchObject({ code: 'refused' })
  expect(call.getSnapshot()).toBe(before)
  expect(told).toContain('refused a mute')
})

test('C11 digits go out as they are asked for', async () => {
  const { connect, network } = createStage()
  const call = await connect()
  await call.sendDigits('12#*,aD')
  expect(network.commands.at(-1)).toEqual({ type: 'sendDigits', digits: '12#*,aD' })
})

test.each(['', 'x', '1 2', '+31', '1\r\n', '１', 'w'.repeat(3), '1'.repeat(65)])(
  'C11 %j are no digits: refused at once, nothing is sent, and they are not in the error',
  async (digits) => {
    const { connect, network } = createStage()
    const call = await connect()
    const before = network.sent.length
    expect(() => call.sendDigits(digits)).toThrow(expect.objectContaining({ code: 'bad-digits' }))
    expect(network.sent).toHaveLength(before)
    expect(new OffhookError('bad-digits').message).toBe(
      'Only 0 to 9, *, #, A to D and a comma for a pause can be sent.',
    )
  },
)

test('C11 digits while ringing are an illegal command before they are bad digits', () => {
  const { ring } = createStage()
  expect(() => ring().sendDigits('x')).toThrow(IllegalCommandError)
})
