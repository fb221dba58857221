import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { createMedia } from './media.ts'
import { createFakeAudio } from './testing/audio.ts'
import { createFakeMachine, type FakeDevice, mic, speakerNamed } from './testing/machine.ts'

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

function setUp(
  { isAllowed = true, canChoose = true, ...sounds }: Record<string, boolean | string> = {},
  devices: readonly FakeDevice[] = [],
) {
  const audio = createFakeAudio({ isAllowed: isAllowed === true, canChoose: canChoose === true })
  const { mediaDevices, permissions, plug } = createFakeMachine(mic('desk'), ...devices)
  for (const { id } of devices) audio.sinks.add(id)
  const clock = createManualClock()
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  }
  const { createContext, createElement, gestures } = audio
  const media = createMedia({
    sounds,
    clock,
    storage,
    mediaDevices,
    permissions,
    createContext,
    createElement,
    gestures,
  })
  return { audio, clock, media, sounds: media.sounds, plug }
}

test('S9 the generated ring loops on the ringer and stops', async () => {
  const { audio, sounds } = setUp()
  const stop = sounds.ring()
  await settled()
  expect(audio.tones()).toMatchObject([{ loops: true, at: 'default' }])
  stop()
  expect(audio.tones()).toEqual([])
})

test('S9 a ringer that is off is silent, and one turned off stops at once', async () => {
  const { audio, sounds } = setUp()
  sounds.setRinger(false)
  const stop = sounds.ring()
  expect(audio.tones()).toEqual([])
  sounds.setRinger(true)
  expect(audio.tones()).toHaveLength(1)
  await settled()
  sounds.setRinger(false)
  expect(audio.tones()).toEqual([])
  stop()
})

test('S9 the ring goes to the ringer device and ringback to the speaker', async () => {
  const { audio, sounds } = setUp()
  audio.sinks.add('loudspeaker')
  await sounds.choose('ringer', 'loudspeaker')
  const stopRing = sounds.ring()
  await settled()
  expect(audio.playing().map(({ sinkId }) => sinkId)).toEqual(['loudspeaker'])
  stopRing()
  await settled()
  expect(audio.playing()).toEqual([])
  sounds.ringback()
  await settled()
  expect(audio.playing()).toEqual([])
  expect(audio.tones()).toMatchObject([{ seconds: 5, loops: true, at: 'default' }])
})

test('S9 choosing another ringer moves the ring that sounds', async () => {
  const { audio, sounds } = setUp()
  audio.sinks.add('loudspeaker')
  sounds.ring()
  await settled()
  await sounds.choose('ringer', 'loudspeaker')
  await settled()
  expect(audio.tones()).toMatchObject([{ at: 'element' }])
  expect(audio.playing().map(({ sinkId }) => sinkId)).toEqual(['loudspeaker'])
})

test('S9 a browser that cannot choose says so, and rings on its default', async () => {
  const { audio, sounds } = setUp({ canChoose: false })
  await expect(sounds.choose('ringer', 'loudspeaker')).rejects.toMatchObject({ code: 'unsupported' })
  sounds.ring()
  await settled()
  expect(audio.tones()).toHaveLength(1)
})

test('S9 a ringtone of the integrator plays and loops', async () => {
  const { audio, sounds } = setUp({ ringtone: '/ring.mp3' })
  const stop = sounds.ring()
  await settled()
  expect(audio.playing().map(({ element }) => [element.src, element.loop])).toEqual([['/ring.mp3', true]])
  expect(audio.tones()).toEqual([])
  stop()
  expect(audio.playing()).toEqual([])
})

test('S9 a ringtone that cannot be loaded is replaced by the generated one, and still stops', async () => {
  const { audio, sounds } = setUp({ ringtone: '/gone.mp3' })
  audio.broken.add('/gone.mp3')
  const stop = sounds.ring()
  await settled()
  expect(audio.tones()).toHaveLength(1)
  stop()
  expect(audio.tones()).toEqual([])
})

test('S9 a ringtone that was turned off is silent', async () => {
  const { audio, sounds } = setUp({ ringtone: 'off', ringback: 'off' })
  sounds.ring()()
  sounds.ringback()()
  expect(audio.contextState()).toBeUndefined()
})

test('S9 a blocked ring is told once, harms nothing, and sounds after the first click', async () => {
  const { audio, clock, media, sounds } = setUp({ isAllowed: false })
  const codes: string[] = []
  media.onBlocked(({ code }) => codes.push(code))
  sounds.ring()
  sounds.ringback()
  clock.advance(1_000)
  await settled()
  expect(codes).toEqual(['sound-blocked'])
  expect(audio.contextState()).toBe('suspended')
  audio.click()
  await settled()
  expect(audio.contextState()).toBe('running')
  expect(audio.tones()).toHaveLength(2)
})

test('S9 a blocked ring that is over does not sound at the click that comes after', async () => {
  const { audio, clock, sounds } = setUp({ isAllowed: false })
  const stop = sounds.ring()
  clock.advance(1_000)
  await settled()
  stop()
  audio.click()
  await settled()
  expect(audio.tones()).toEqual([])
})

test('S9 every ring that is blocked is told', async () => {
  const { clock, media, sounds } = setUp({ isAllowed: false })
  const codes: string[] = []
  media.onBlocked(({ code }) => codes.push(code))
  for (let call = 0; call < 2; call++) {
    const stop = sounds.ring()
    clock.advance(1_000)
    await settled()
    stop()
    clock.advance(3_000)
    await settled()
  }
  expect(codes).toEqual(['sound-blocked', 'sound-blocked'])
})

test('a busy tone that was blocked is not heard minutes later', async () => {
  const { audio, clock, sounds } = setUp({ isAllowed: false })
  sounds.failed('busy')
  clock.advance(1_000)
  await settled()
  audio.click()
  await settled()
  expect(audio.tones()).toEqual([])
})

test('unlock rejects while the browser blocks, and resolves when it does not', async () => {
  const { audio, clock, sounds } = setUp({ isAllowed: false })
  const blocked = expect(sounds.unlock()).rejects.toMatchObject({ code: 'sound-blocked' })
  clock.advance(1_000)
  await blocked
  audio.allow(true)
  await expect(sounds.unlock()).resolves.toBeUndefined()
})

test('the audio sleeps when nothing sounds for a while, and wakes for the next sound', async () => {
  const { audio, clock, sounds } = setUp()
  const stop = sounds.ring()
  await settled()
  stop()
  await settled()
  clock.advance(3_000)
  await settled()
  expect(audio.contextState()).toBe('suspended')
  sounds.ring()
  await settled()
  expect(audio.contextState()).toBe('running')
})

test('a sound that begins just as the audio falls asleep is heard', async () => {
  const { audio, clock, sounds } = setUp()
  sounds.ring()()
  await settled()
  clock.advance(3_000)
  sounds.ring()
  await settled()
  await settled()
  expect(audio.contextState()).toBe('running')
})

test('the audio does not fall asleep while a second sound goes on', async () => {
  const { audio, clock, sounds } = setUp()
  await settled()
  sounds.ring()()
  await settled()
  clock.advance(2_999)
  sounds.ring()
  clock.advance(10_000)
  await settled()
  expect(audio.contextState()).toBe('running')
})

test('S9 a ring on a device that stays is not interrupted by news of other devices', async () => {
  const { audio, media, sounds, plug } = setUp({}, [speakerNamed('loudspeaker')])
  const close = media.devices.open({ list: () => {} })
  await media.devices.send({ type: 'choose', kind: 'ringer', id: 'loudspeaker' })
  sounds.ring()
  await settled()
  const before = audio.elements.length
  plug(mic('headset'))
  await settled()
  expect(audio.elements).toHaveLength(before)
  close()
})

test('a test sound plays, ends, and resolves', async () => {
  const { audio, clock, sounds } = setUp()
  let isOver = false
  const testing = sounds.test('speaker').then(() => {
    isOver = true
  })
  await settled()
  expect(audio.tones()).toHaveLength(1)
  expect(isOver).toBe(false)
  clock.advance(1_200)
  await testing
  expect(audio.tones()).toEqual([])
})

test('a test of the ringer is heard though the ringer is off', async () => {
  const { audio, clock, sounds } = setUp()
  sounds.setRinger(false)
  const testing = sounds.test('ringer')
  await settled()
  expect(audio.tones()).toMatchObject([{ loops: true }])
  clock.advance(2_000)
  await testing
  expect(audio.tones()).toEqual([])
})

test('keys can be silent', () => {
  const { audio, sounds } = setUp({ keys: false })
  sounds.keys('123')
  expect(audio.contextState()).toBeUndefined()
})

test('a browser without audio is a silent phone', () => {
  const { sounds } = createMedia()
  sounds.ring()()
  sounds.keys('1')
  sounds.failed('busy')
})

test('closing stops everything', async () => {
  const { audio, media, sounds } = setUp({ ringback: '/back.mp3' })
  sounds.ring()
  sounds.ringback()
  await settled()
  media.close()
  expect(audio.playing()).toEqual([])
  expect(audio.contextState()).toBe('closed')
})
