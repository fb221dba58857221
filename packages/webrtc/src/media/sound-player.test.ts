import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { createMedia } from './media.ts'
import { mic, speakerNamed } from './testing/machine.ts'
import { type SoundSetting, settled, setUpSounds } from './testing/set-up.ts'

const setUp = (setting?: SoundSetting) => setUpSounds(createManualClock(), setting)

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
  const { audio, sounds } = setUp({ sounds: { ringtone: '/ring.mp3' } })
  const stop = sounds.ring()
  await settled()
  expect(audio.playing().map(({ element }) => [element.src, element.loop])).toEqual([['/ring.mp3', true]])
  expect(audio.tones()).toEqual([])
  stop()
  expect(audio.playing()).toEqual([])
})

test('S9 a ringtone that cannot be loaded is replaced by the generated one, and still stops', async () => {
  const { audio, sounds } = setUp({ sounds: { ringtone: '/gone.mp3' } })
  audio.broken.add('/gone.mp3')
  const stop = sounds.ring()
  await settled()
  expect(audio.tones()).toHaveLength(1)
  stop()
  expect(audio.tones()).toEqual([])
})

test('S9 a ringtone that was turned off is silent', async () => {
  const { audio, sounds } = setUp({ sounds: { ringtone: 'off', ringback: 'off' } })
  sounds.ring()()
  sounds.ringback()()
  expect(audio.contextState()).toBeUndefined()
})

test('S9 a ring on a device that stays is not interrupted by news of other devices', async () => {
  const { audio, media, sounds, plug } = setUp({ devices: [speakerNamed('loudspeaker')] })
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
  const { audio, sounds } = setUp({ sounds: { keys: false } })
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
  const { audio, media, sounds } = setUp({ sounds: { ringback: '/back.mp3' } })
  sounds.ring()
  sounds.ringback()
  await settled()
  media.close()
  expect(audio.playing()).toEqual([])
  expect(audio.contextState()).toBe('closed')
})
