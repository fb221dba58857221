import { expect, test } from 'vitest'
import { OffhookError } from '../errors.ts'
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
