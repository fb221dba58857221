import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { type SoundSetting, settled, setUpSounds, toldBy } from './testing/set-up.ts'

const setUp = (setting?: SoundSetting) => setUpSounds(createManualClock(), setting)

test('S9 a blocked ring is told once, harms nothing, and sounds after the first click', async () => {
  const { audio, clock, media, sounds } = setUp({ isAllowed: false })
  const told = toldBy(media.isBlocked)
  sounds.ring()
  sounds.ringback()
  clock.advance(1_000)
  await settled()
  expect(told).toEqual([true])
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
  const told = toldBy(media.isBlocked)
  for (let call = 0; call < 2; call++) {
    const stop = sounds.ring()
    clock.advance(1_000)
    await settled()
    stop()
    clock.advance(3_000)
    await settled()
  }
  expect(told).toEqual([true, false, true, false])
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
