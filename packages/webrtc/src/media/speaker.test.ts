import { expect, test } from 'vitest'
import { createGate } from './gate.ts'
import { createSpeaker } from './speaker.ts'
import { createFakeAudio } from './testing/audio.ts'
import { createFakeStream, mic } from './testing/machine.ts'
import { settled, toldBy } from './testing/set-up.ts'

function setUp(options?: Parameters<typeof createFakeAudio>[0]) {
  const audio = createFakeAudio(options)
  const speaker = createSpeaker({ createElement: audio.createElement, gate: createGate(audio.gestures) })
  return { audio, speaker }
}

test('each call is heard through an element of its own, until it stops', async () => {
  const { audio, speaker } = setUp()
  speaker.play('a', createFakeStream())
  speaker.play('b', createFakeStream())
  await settled()
  expect(audio.playing()).toHaveLength(2)
  speaker.stop('a')
  speaker.stop('a')
  expect(audio.playing()).toHaveLength(1)
})

test('a call that stops lets its stream go', async () => {
  const { audio, speaker } = setUp()
  speaker.play('a', createFakeStream())
  await settled()
  const [heard] = audio.playing()
  speaker.stop('a')
  expect(heard?.element.srcObject).toBeNull()
})

test('the same stream again changes nothing; another takes its place', async () => {
  const { audio, speaker } = setUp()
  const stream = createFakeStream()
  speaker.play('a', stream)
  speaker.play('a', stream)
  await settled()
  expect(audio.elements).toHaveLength(1)
  const next = createFakeStream(mic('next'))
  speaker.play('a', next)
  await settled()
  expect(audio.playing().map(({ element }) => element.srcObject)).toEqual([next])
})

test('S11 the chosen speaker is used by calls that play and by calls that come', async () => {
  const { audio, speaker } = setUp()
  audio.sinks.add('headset')
  speaker.play('a', createFakeStream())
  await speaker.choose('headset')
  speaker.play('b', createFakeStream())
  await settled()
  expect(audio.playing().map(({ sinkId }) => sinkId)).toEqual(['headset', 'headset'])
  await speaker.choose(undefined)
  expect(audio.playing().map(({ sinkId }) => sinkId)).toEqual(['', ''])
})

test('S11 a speaker that is not there is refused, and the calls are heard where they were', async () => {
  const { audio, speaker } = setUp()
  speaker.play('a', createFakeStream())
  await settled()
  await expect(speaker.choose('gone')).rejects.toMatchObject({ code: 'device-missing' })
  speaker.play('b', createFakeStream())
  await settled()
  expect(audio.playing().map(({ sinkId }) => sinkId)).toEqual(['', ''])
})

test('S11 when one of two calls cannot move to a speaker, both are heard where they were', async () => {
  const { audio, speaker } = setUp()
  audio.sinks.add('headset')
  speaker.play('a', createFakeStream())
  speaker.play('b', createFakeStream())
  await settled()
  const stubborn = audio.elements[1]?.element
  const fail = async () => {
    throw Object.assign(new Error('gone'), { name: 'AbortError' })
  }
  Object.assign(stubborn ?? {}, { setSinkId: fail })
  await expect(speaker.choose('headset')).rejects.toMatchObject({ code: 'device-missing' })
  expect(audio.playing().map(({ sinkId }) => sinkId)).toEqual(['', ''])
})

test('S11 a chosen speaker that went away since leaves a new call on the default', async () => {
  const { audio, speaker } = setUp()
  audio.sinks.add('headset')
  await speaker.choose('headset')
  audio.sinks.delete('headset')
  speaker.play('a', createFakeStream())
  await settled()
  expect(audio.playing().map(({ sinkId }) => sinkId)).toEqual([''])
})

test('S11 a browser that cannot choose a speaker says so', async () => {
  const { speaker } = setUp({ canChoose: false })
  expect(speaker.canChoose).toBe(false)
  await expect(speaker.choose('headset')).rejects.toMatchObject({ code: 'unsupported' })
  await expect(speaker.choose(undefined)).resolves.toBeUndefined()
})

test('blocked sound is told once for all calls, and heard after the first click', async () => {
  const { audio, speaker } = setUp({ isAllowed: false })
  const told = toldBy(speaker.isBlocked)
  speaker.play('a', createFakeStream())
  speaker.play('b', createFakeStream())
  await settled()
  expect(told).toEqual([true])
  audio.click()
  await settled()
  expect(audio.playing()).toHaveLength(2)
})

test('unlock rejects while sound is blocked, and plays when it is not', async () => {
  const { audio, speaker } = setUp({ isAllowed: false })
  speaker.play('a', createFakeStream())
  await settled()
  await expect(speaker.unlock()).rejects.toMatchObject({ code: 'sound-blocked' })
  audio.allow(true)
  await speaker.unlock()
  expect(audio.playing()).toHaveLength(1)
})

test('a blocked call that ended is not heard at the click that comes after', async () => {
  const { audio, speaker } = setUp({ isAllowed: false })
  speaker.play('a', createFakeStream())
  await settled()
  speaker.stop('a')
  audio.click()
  await settled()
  expect(audio.playing()).toEqual([])
})

test('a call that ends before it has found its speaker is never heard', async () => {
  const { audio, speaker } = setUp()
  audio.sinks.add('headset')
  await speaker.choose('headset')
  speaker.play('a', createFakeStream())
  speaker.stop('a')
  await settled()
  expect(audio.playing()).toEqual([])
})

test('a second call that is blocked after the first is over is told again', async () => {
  const { speaker } = setUp({ isAllowed: false })
  const told = toldBy(speaker.isBlocked)
  for (const id of ['a', 'b']) {
    speaker.play(id, createFakeStream())
    await settled()
    speaker.stop(id)
  }
  expect(told).toEqual([true, false, true, false])
})

test('closing stops every call', async () => {
  const { audio, speaker } = setUp()
  speaker.play('a', createFakeStream())
  speaker.play('b', createFakeStream())
  await settled()
  speaker.close()
  expect(audio.playing()).toEqual([])
})
