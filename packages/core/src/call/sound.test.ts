import { expect, test } from 'vitest'
import { createStage, quiet, statuses } from './fake-network.ts'

test('C6 a refused hold refuses the answer, and both calls are where they were', async () => {
  const { connect, ring, network, told } = createStage()
  const first = await connect('a')
  const second = ring('b')
  network.refuseNext('hold')
  await expect(second.answer()).rejects.toMatchObject({ code: 'refused' })
  expect(statuses(first, second)).toEqual(['connected', 'ringing'])
  expect(network.sent).toEqual(['a answer', 'a hold'])
  expect(told.slice(-2)).toEqual(['refused a hold', 'refused b answer'])
})

test('C6 a refused hold refuses the dial: the second call ends and never went out', async () => {
  const { connect, calls, network } = createStage()
  const first = await connect('a')
  network.refuseNext('hold')
  const second = calls.dial('303')
  await quiet()
  expect(first.getSnapshot().status).toBe('connected')
  expect(second.getSnapshot()).toMatchObject({ status: 'ended', reason: 'failed', by: 'network' })
  expect(network.sent).toEqual(['a answer', 'a hold'])
})

test('C6 a refused hold refuses the resume, and both calls are where they were', async () => {
  const { connect, network } = createStage()
  const first = await connect('a')
  const second = await connect('b')
  network.refuseNext('hold')
  await expect(first.resume()).rejects.toMatchObject({ code: 'refused' })
  expect(statuses(first, second)).toEqual(['held', 'connected'])
})

test('C6 an answer that waits for a hold given by hand is refused with it, and the next command is not stuck', async () => {
  const { connect, ring, network } = createStage()
  const first = await connect('a')
  await quiet()
  const second = ring('b')
  network.hesitate('hold')
  const held = first.hold()
  const answered = second.answer()
  await quiet()
  network.next('hold').refuse()
  await expect(held).rejects.toMatchObject({ code: 'refused' })
  await expect(answered).rejects.toMatchObject({ code: 'refused' })
  expect(statuses(first, second)).toEqual(['connected', 'ringing'])

  network.obey()
  await second.answer()
  expect(statuses(first, second)).toEqual(['held', 'connected'])
})

test('C6 the first call ends while it is put on hold: the second is answered all the same', async () => {
  const { connect, ring, network } = createStage()
  const first = await connect('a')
  const second = ring('b')
  network.hesitate('hold')
  const answered = second.answer()
  await quiet()
  network.ended('a')
  await answered
  expect(statuses(first, second)).toEqual(['ended', 'connected'])
})

test('C6 two calls resumed at once: one after the other, the last has the sound', async () => {
  const { connect } = createStage()
  const [a, b, c] = [await connect('a'), await connect('b'), await connect('c')]
  await Promise.all([a.resume(), b.resume()])
  await quiet()
  expect(statuses(a, b, c)).toEqual(['held', 'connected', 'held'])
})

test('C6 a call resumed the moment it was held is not stuck', async () => {
  const { connect, network } = createStage()
  const call = await connect('a')
  network.hesitate('hold')
  call.hold()
  network.signal('a', { type: 'held' })
  await call.resume()
  expect(statuses(call)).toEqual(['connected'])
})

test('C6 dialling while another call is being answered waits its turn', async () => {
  const { ring, calls, network } = createStage()
  const first = ring('a')
  network.hesitate('answer')
  const answered = first.answer()
  const second = calls.dial('303')
  await quiet()
  network.next('answer').accept()
  await quiet()
  expect(network.sent).toEqual(['a answer'])
  network.signal('a', { type: 'connected' })
  await answered
  await quiet()
  expect(network.sent).toEqual(['a answer', 'a hold', `${second.id} dial`])
})

test('C6 an outgoing call that is answered puts aside the one that was resumed meanwhile', async () => {
  const { connect, calls, network } = createStage()
  const first = await connect('a')
  const second = calls.dial('303')
  await quiet()
  await first.resume()
  network.signal(second.id, { type: 'connected' })
  await quiet()
  expect(statuses(first, second)).toEqual(['held', 'connected'])
})

test('C6 when that one cannot be put on hold, the new one waits: never two with sound', async () => {
  const { connect, calls, network } = createStage()
  const first = await connect('a')
  const second = calls.dial('303')
  await quiet()
  await first.resume()
  network.refuseNext('hold')
  network.signal(second.id, { type: 'connected' })
  await quiet()
  expect(statuses(first, second)).toEqual(['connected', 'held'])
})

test('C9 a call that comes back from a failed transfer waits when another has the sound', async () => {
  const { connect, network } = createStage()
  const first = await connect('a')
  network.hesitate('transfer')
  const transferred = first.transfer('303')
  const second = await connect('b')
  expect(statuses(first, second)).toEqual(['transferring', 'connected'])
  network.next('transfer').refuse()
  await expect(transferred).rejects.toThrow()
  await quiet()
  expect(statuses(first, second)).toEqual(['held', 'connected'])
})

test('C6 a call the network resumes unasked does not take the sound of another', async () => {
  const { connect, network } = createStage()
  const first = await connect('a')
  const second = await connect('b')
  network.signal('a', { type: 'resumed' })
  await quiet()
  expect(statuses(first, second)).toEqual(['held', 'connected'])
})

test('C6 a network that refuses every hold is asked once for each call, not for ever', async () => {
  const { connect, network } = createStage()
  const first = await connect('a')
  const second = await connect('b')
  await quiet()
  network.hesitate('hold')
  network.signal('a', { type: 'resumed' })
  for (let round = 0; round < 5; round++) {
    await quiet()
    for (const one of [...network.waiting]) one.refuse()
  }
  expect(statuses(first, second)).toEqual(['connected', 'connected'])
  expect(network.sent.filter((line) => line.endsWith('hold'))).toEqual(['a hold', 'a hold', 'b hold'])
})

test('C12 a call hung up before it could go out never goes out', async () => {
  const { connect, calls, network, told } = createStage()
  await connect('a')
  network.hesitate('hold')
  const second = calls.dial('303')
  await quiet()
  await second.hangUp()
  expect(second.getSnapshot()).toMatchObject({ status: 'ended', reason: 'cancelled', by: 'me' })
  network.next('hold').obey()
  await quiet()
  expect(network.sent).toEqual(['a answer', 'a hold'])
  expect(told.at(-1)).toBe(`ended ${second.id}`)
})

test('C12 the caller gives up while the answer waits for a hold: the answer is not sent', async () => {
  const { connect, ring, network } = createStage()
  await connect('a')
  const second = ring('b')
  network.hesitate('hold')
  const answered = second.answer()
  await quiet()
  network.ended('b')
  await expect(answered).rejects.toMatchObject({ code: 'call-ended' })
  network.next('hold').obey()
  await quiet()
  expect(network.sent).toEqual(['a answer', 'a hold'])
})

test('C12 nor is an answer sent after we hung up ourselves', async () => {
  const { connect, ring, network } = createStage()
  await connect('a')
  const second = ring('b')
  network.hesitate('hold', 'hangUp')
  second.answer()
  await quiet()
  second.hangUp()
  network.next('hold').obey()
  await quiet()
  expect(network.sent).toEqual(['a answer', 'a hold', 'b hangUp'])
})

test('C12 nobody is put on hold for an answer that was taken back at once', async () => {
  const { connect, ring, network } = createStage()
  await connect('a')
  await quiet()
  const second = ring('b')
  second.answer()
  await second.hangUp()
  await quiet()
  expect(network.sent).toEqual(['a answer', 'b hangUp'])
})

test('C8 a mute given while the dial waits reaches the network after the dial', async () => {
  const { connect, calls, network } = createStage()
  await connect('a')
  network.hesitate('hold')
  const second = calls.dial('303')
  const muted = second.mute()
  await quiet()
  expect(network.sent).toEqual(['a answer', 'a hold'])
  network.next('hold').obey()
  await muted
  expect(network.sent.slice(2)).toEqual([`${second.id} dial`, `${second.id} mute`])
  expect(second.getSnapshot()).toMatchObject({ status: 'dialing', muted: true })
})

test('a transport that is silent about a dial does not keep the sound from others once news came', async () => {
  const { ring, calls, network } = createStage()
  network.hesitate('dial')
  const first = calls.dial('303')
  await quiet()
  network.signal(first.id, { type: 'ended', reason: 'busy', by: 'them' })
  const second = ring('b')
  await second.answer()
  expect(second.getSnapshot().status).toBe('connected')
})

test('C6 a call resumed by the network while it waits for its turn does not keep the sound from others', async () => {
  const { connect, network } = createStage()
  const [a, b] = [await connect('a'), await connect('b')]
  await quiet()
  network.hesitate('hold')
  const resumed = a.resume()
  await quiet()
  network.signal('a', { type: 'resumed' })
  await resumed
  network.obey()
  network.next('hold').obey()
  await quiet()
  expect(statuses(a, b)).toEqual(['connected', 'held'])
  await b.resume()
  expect(statuses(a, b)).toEqual(['held', 'connected'])
})
