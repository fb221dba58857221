import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { type FakeDevice, mic } from './testing/machine.ts'
import { setUpMicrophone } from './testing/set-up.ts'

const setUp = (...devices: readonly FakeDevice[]) => setUpMicrophone(createManualClock(), ...devices)

test('S11 the chosen microphone is opened', async () => {
  const { machine, microphone } = setUp(mic('desk'), mic('headset'))
  await microphone.choose({ id: 'headset', label: 'headset' })
  expect(machine.asked).toEqual([])
  await microphone.borrow()
  expect(machine.asked).toEqual(['headset'])
})

test('S11 a chosen microphone that has another id today is found by its label', async () => {
  const { machine, microphone } = setUp(mic('desk'), mic('new-id', 'Headset'))
  await microphone.choose({ id: 'old-id', label: 'Headset' })
  await microphone.borrow()
  expect(machine.asked).toEqual(['old-id', 'new-id'])
})

test('S11 a chosen microphone that is not there gives way to the default', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  await microphone.choose({ id: 'headset', label: 'Headset' })
  const { track } = await microphone.borrow()
  expect(track.label).toBe('desk')
  expect(machine.asked).toEqual(['headset', undefined])
})

test('S11 a chosen microphone that is busy is reported and not silently replaced', async () => {
  const { machine, microphone } = setUp(mic('desk'), mic('headset'))
  await microphone.choose({ id: 'headset', label: 'headset' })
  machine.refuse('NotReadableError', 'headset')
  await expect(microphone.borrow()).rejects.toMatchObject({ code: 'microphone-busy' })
})

test('S11 choosing during a call replaces the track, keeps mute, and closes the old device', async () => {
  const { machine, microphone } = setUp(mic('desk'), mic('headset'))
  const borrowed = await microphone.borrow()
  const before = borrowed.track
  before.enabled = false
  const tracks: MediaStreamTrack[] = []
  borrowed.onReplace((track) => tracks.push(track))
  await microphone.choose({ id: 'headset', label: 'headset' })
  expect(tracks).toEqual([borrowed.track])
  expect(borrowed.track).toMatchObject({ label: 'headset', enabled: false, readyState: 'live' })
  expect(before.readyState).toBe('ended')
  expect(machine.live().every(({ label }) => label === 'headset')).toBe(true)
})

test('S11 a choice that cannot be opened keeps the microphone of before', async () => {
  const { machine, microphone } = setUp(mic('desk'), mic('headset'))
  const { track } = await microphone.borrow()
  machine.refuse('NotReadableError', 'headset')
  await expect(microphone.choose({ id: 'headset', label: 'headset' })).rejects.toMatchObject({
    code: 'microphone-busy',
  })
  await expect(microphone.choose({ id: 'gone', label: 'gone' })).rejects.toMatchObject({ code: 'device-missing' })
  expect(track).toMatchObject({ readyState: 'live', label: 'desk' })
})

test('S11 choosing the microphone that is open already changes nothing', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  const { track } = await microphone.borrow()
  await microphone.choose({ id: 'desk', label: 'desk' })
  expect(track.readyState).toBe('live')
  expect(machine.asked).toHaveLength(1)
})
