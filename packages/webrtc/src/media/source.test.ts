import type { OffhookError } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { type FakeDevice, mic } from './testing/machine.ts'
import { settled, setUpMicrophone } from './testing/set-up.ts'

const setUp = (...devices: readonly FakeDevice[]) => setUpMicrophone(createManualClock(), ...devices)

test('S11 an unplugged headset is followed by the next microphone', async () => {
  const { machine, microphone } = setUp(mic('headset'), mic('desk'))
  const borrowed = await microphone.borrow()
  machine.unplug('headset')
  await settled()
  expect(borrowed.track).toMatchObject({ label: 'desk', readyState: 'live' })
  borrowed.release()
  expect(machine.live()).toEqual([])
})

test('S11 a successor that is busy is passed over', async () => {
  const { machine, microphone } = setUp(mic('headset'), mic('desk'), mic('camera'))
  const borrowed = await microphone.borrow()
  machine.refuse('NotReadableError', 'desk')
  machine.unplug('headset')
  await settled()
  expect(borrowed.track).toMatchObject({ label: 'camera', readyState: 'live' })
})

test('S11 with no microphone left the call is told once, and gets one when it is plugged in', async () => {
  const { machine, microphone } = setUp(mic('headset'))
  const borrowed = await microphone.borrow()
  const lost: OffhookError[] = []
  borrowed.onLost((error) => lost.push(error))
  machine.unplug('headset')
  await settled()
  expect(lost.map(({ code }) => code)).toEqual(['microphone-missing'])
  expect(microphone.getSnapshot().status).toBe('lost')
  machine.plug(mic('desk'))
  await settled()
  expect(borrowed.track).toMatchObject({ label: 'desk', readyState: 'live' })
  expect(lost).toHaveLength(1)
})

test('S11 the chosen headset is taken back when it is plugged in again', async () => {
  const { machine, microphone } = setUp(mic('desk'), mic('headset'))
  await microphone.choose({ id: 'headset', label: 'headset' })
  const borrowed = await microphone.borrow()
  machine.unplug('headset')
  await settled()
  expect(borrowed.track.label).toBe('desk')
  machine.plug(mic('headset'))
  await settled()
  expect(borrowed.track.label).toBe('headset')
})

test('S11 plugging in a microphone that nobody chose changes nothing', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  const { track } = await microphone.borrow()
  machine.plug(mic('camera'))
  await settled()
  expect(track.readyState).toBe('live')
  expect(machine.asked).toHaveLength(1)
})

test('S11 another system default is followed when nothing was chosen', async () => {
  const standard = { kind: 'audioinput', id: 'default', label: 'Default', group: 'laptop' } as const
  const { machine, microphone } = setUp(standard, mic('laptop'))
  const borrowed = await microphone.borrow()
  const before = borrowed.track
  machine.regroup('default', 'headset')
  await settled()
  expect(machine.asked).toEqual([undefined, undefined])
  expect(before.readyState).toBe('ended')
  expect(borrowed.track.readyState).toBe('live')
})

test('an unplugged microphone that no call uses any more is not replaced', async () => {
  const { machine, microphone } = setUp(mic('headset'), mic('desk'))
  const { release } = await microphone.borrow()
  release()
  machine.unplug('headset')
  await settled()
  expect(machine.asked).toHaveLength(1)
})
