import { expect, test } from 'vitest'
import { IllegalCommandError, OffhookError } from '../errors.ts'
import { createStage, quiet } from './fake-network.ts'

test('C1 an incoming call shows who calls, which number was dialled and who passed it on', () => {
  const { ring, calls, told, clock } = createStage()
  const remote = { name: 'Ada "O\'Neill" <😀> \u202e', number: '+31612345678' }
  const call = ring('a', { remote, dialled: '088', via: [{ name: 'support' }] })

  expect(call.getSnapshot()).toMatchObject({ status: 'ringing', remote, dialled: '088', via: [{ name: 'support' }] })
  expect(call.getSnapshot()).toMatchObject({ startedAt: clock.now(), muted: false, remoteHold: false, media: 'none' })
  expect(call.direction).toBe('incoming')
  expect(calls.getSnapshot().all).toEqual([call])
  expect(told).toEqual(['incoming a'])
})

test('C1 an answered call is connected only when the network says so', async () => {
  const { ring, network, told, clock } = createStage()
  network.hesitate('answer')
  const call = ring('a')
  const answered = call.answer()
  await quiet()
  expect(call.getSnapshot().status).toBe('answering')
  expect(told).toEqual(['incoming a'])

  clock.advance(500)
  network.next('answer').obey()
  await answered
  expect(call.getSnapshot()).toMatchObject({ status: 'connected', connectedAt: 1_500 })
  expect(told).toEqual(['incoming a', 'answered a'])
})

test('C1 a declined call ends, and is not missed', async () => {
  const { ring, told, calls } = createStage()
  const call = ring('a')
  await call.decline()
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason: 'declined', by: 'me', endedAt: 1_000 })
  expect(told).toEqual(['incoming a', 'ended a'])
  expect(calls.getSnapshot().all).toEqual([])
  expect(calls.get('a')).toBeUndefined()
})

test.each([
  ['cancelled', 'them', true],
  ['unanswered', 'network', true],
  ['connection-lost', 'network', true],
  ['answered-elsewhere', 'network', false],
  ['declined-elsewhere', 'network', false],
  ['moved', 'network', false],
] as const)('C1 a ringing call that ends as %s by %s is missed: %s', (reason, by, isMissed) => {
  const { ring, network, told } = createStage()
  ring('a')
  network.signal('a', { type: 'ended', reason, by })
  expect(told).toEqual(['incoming a', 'ended a', ...(isMissed ? ['missed a'] : [])])
})

test('C1 a refused answer (no microphone) leaves the call ringing, to be tried again', async () => {
  const { ring, network, told } = createStage()
  const call = ring('a')
  network.refuseNext('answer', new OffhookError('microphone-denied'))
  await expect(call.answer()).rejects.toMatchObject({ code: 'microphone-denied' })
  expect(call.getSnapshot().status).toBe('ringing')
  expect(told).toContain('refused a answer')

  await call.answer()
  expect(call.getSnapshot().status).toBe('connected')
})

test('a call that asks to be answered at once is', async () => {
  const { ring, told } = createStage()
  const call = ring('a', { remote: {}, autoAnswer: true })
  await quiet()
  expect(call.getSnapshot().status).toBe('connected')
  expect(told).toEqual(['incoming a', 'answered a'])
})

test('an outgoing call dials, rings, is answered', async () => {
  const { calls, network, told, clock } = createStage()
  const call = calls.dial('020-1234567', { callerId: 'sales' })
  expect(call.getSnapshot()).toMatchObject({ status: 'dialing', remote: { number: '+31201234567' } })
  expect(call.direction).toBe('outgoing')
  await quiet()
  expect(network.commands).toEqual([
    {
      type: 'dial',
      target: { kind: 'national', dial: '+31201234567', text: '020-1234567' },
      options: { callerId: 'sales' },
    },
  ])

  network.signal(call.id, { type: 'alerting', earlyMedia: true })
  expect(call.getSnapshot()).toMatchObject({ status: 'alerting', earlyMedia: true })
  clock.advance(3_000)
  network.signal(call.id, { type: 'connected' })
  expect(call.getSnapshot()).toMatchObject({ status: 'connected', startedAt: 1_000, connectedAt: 4_000 })
  expect(told).toEqual([`answered ${call.id}`])
})

test('a bad number is refused before there is a call', () => {
  const { calls, network } = createStage()
  expect(() => calls.dial('0800-FLOWERS')).toThrow(expect.objectContaining({ code: 'bad-number' }))
  expect(calls.getSnapshot().all).toEqual([])
  expect(network.sent).toEqual([])
})

test.each([
  ['offline', 'connection-lost'],
  ['microphone-denied', 'no-microphone'],
  ['microphone-missing', 'no-microphone'],
  ['microphone-busy', 'no-microphone'],
  ['media-failed', 'no-sound'],
  ['timeout', 'unanswered'],
  ['unsupported', 'incompatible'],
  ['refused', 'failed'],
] as const)('a dial refused as %s ends the call: %s', async (code, reason) => {
  const { calls, network, told } = createStage()
  network.refuseNext('dial', new OffhookError(code))
  const call = calls.dial('303')
  await quiet()
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason, by: 'network', detail: { text: /./ } })
  expect(call.getSnapshot()).not.toHaveProperty('connectedAt')
  expect(told).toEqual([`ended ${call.id}`])
  expect(calls.getSnapshot().all).toEqual([])
})

test('a dial refused after the other side seemed to ring ends the call too', async () => {
  const { calls, network } = createStage()
  network.hesitate('dial')
  const call = calls.dial('303')
  await quiet()
  network.signal(call.id, { type: 'alerting', earlyMedia: false })
  network.next('dial').refuse(new OffhookError('timeout'))
  await quiet()
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason: 'unanswered' })
})

test('a dial refused after the call was answered does not end it', async () => {
  const { calls, network } = createStage()
  network.hesitate('dial')
  const call = calls.dial('303')
  await quiet()
  network.signal(call.id, { type: 'connected' })
  network.next('dial').refuse()
  await quiet()
  expect(call.getSnapshot().status).toBe('connected')
})

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

test.each([
  ['hung-up', 'them'],
  ['busy', 'them'],
  ['no-sound', 'network'],
] as const)('C12 the other end of a call shows its reason: %s by %s', async (reason, by) => {
  const { connect, network, clock } = createStage()
  const call = await connect('a')
  clock.advance(60_000)
  network.signal('a', { type: 'ended', reason, by, detail: { code: 486, cause: 17, text: 'Busy here' } })
  expect(call.getSnapshot()).toMatchObject({
    ...{ status: 'ended', reason, by, connectedAt: 1_000, endedAt: 61_000, media: 'none' },
    detail: { code: 486, cause: 17, text: 'Busy here' },
  })
})

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

test('until: resolves when a status comes, at once when it is there, and rejects when it cannot come any more', async () => {
  const { ring, network } = createStage()
  const call = ring('a')
  await call.until('ringing')
  const connected = call.until('connected')
  const held = call.until('held')
  const ended = call.until('ended')
  await call.answer()
  await connected
  network.ended('a')
  await ended
  await expect(held).rejects.toMatchObject({ code: 'call-ended' })
  await expect(call.until('connected')).rejects.toMatchObject({ code: 'call-ended' })
})

test('when: gives the commands and the data of a status, and nothing in another', async () => {
  const { ring } = createStage()
  const call = ring('a')
  expect(call.when('connected')).toBeUndefined()
  await call.when('ringing')?.answer()
  expect(call.when('ringing')).toBeUndefined()
  expect(call.when('connected')?.now.connectedAt).toBe(1_000)
})

test('news keeps what it does not speak of, and news of an unknown kind is dropped', async () => {
  const { connect, network } = createStage()
  const call = await connect('a')
  const quality = { mos: 4.2, lossPercent: 0, jitterMs: 3, warnings: [] }
  network.signal('a', { type: 'timings', timings: { offer: 12 } })
  network.signal('a', { type: 'timings', timings: { audio: 90 } })
  network.signal('a', { type: 'media', media: 'flowing' })
  network.signal('a', { type: 'quality', quality })
  network.signal('a', { type: 'remote', remote: { name: 'Bob', number: '202' } })
  network.signal('a', { type: 'transfer-progress', progress: 'ringing' })
  // a newer transport may know more than this version
  network.signal('a', { type: 'hologram' } as never)
  await call.hold()
  expect(call.getSnapshot()).toMatchObject({
    ...{ status: 'held', timings: { offer: 12, audio: 90 }, media: 'flowing', quality },
    remote: { name: 'Bob', number: '202' },
  })
  expect(call.getSnapshot()).not.toHaveProperty('progress')
})

test('a listener that gives the next command at once is obeyed in order', async () => {
  const { connect, network } = createStage()
  const call = await connect('a')
  network.hesitate('hold')
  call.subscribe(() => call.can('hangUp') && call.getSnapshot().status === 'holding' && call.hangUp())
  await expect(call.hold()).rejects.toMatchObject({ code: 'call-ended' })
  await quiet()
  expect(network.sent).toEqual(['a answer', 'a hangUp'])
  expect(call.getSnapshot()).toMatchObject({ status: 'ended', reason: 'hung-up', by: 'me' })
})
