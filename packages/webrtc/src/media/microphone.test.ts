import type { OffhookError } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { createMicrophone } from './microphone.ts'
import { createFakeMachine, createFakeStream, type FakeDevice, mic } from './testing/machine.ts'

function setUp(...devices: readonly FakeDevice[]) {
  const machine = createFakeMachine(...devices)
  const clock = createManualClock()
  return { machine, clock, microphone: createMicrophone({ mediaDevices: machine.mediaDevices, clock }) }
}

/** Lets everything that was started and waits for nothing outside come to rest. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

test('nothing is asked of the browser until a call needs the microphone', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  await settled()
  expect(machine.asked).toEqual([])
  expect(microphone.getSnapshot()).toEqual({ status: 'closed' })
})

test('three calls at once share one opening, each with a track of its own', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  const borrowed = await Promise.all([microphone.borrow(), microphone.borrow(), microphone.borrow()])
  expect(machine.asked).toEqual([undefined])
  expect(new Set(borrowed.map(({ track }) => track)).size).toBe(3)
})

test('a microphone is closed when the last call lets go, not before', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  const [a, b] = await Promise.all([microphone.borrow(), microphone.borrow()])
  a.release()
  a.release()
  expect(machine.live()).toHaveLength(2)
  expect(microphone.getSnapshot()).toEqual({ status: 'open', id: 'desk', label: 'desk', isMuted: false })
  b.release()
  expect(machine.live()).toEqual([])
  expect(machine.watchers()).toBe(0)
  expect(microphone.getSnapshot()).toEqual({ status: 'closed' })
})

test('a microphone given back and taken again is opened again', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  const first = await microphone.borrow()
  first.release()
  const { track } = await microphone.borrow()
  expect(track.readyState).toBe('live')
  expect(machine.asked).toHaveLength(2)
})

test('a warmed microphone is taken over by the call, and closed with it', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  microphone.warm()
  await settled()
  const { release } = await microphone.borrow()
  expect(machine.asked).toHaveLength(1)
  release()
  expect(machine.live()).toEqual([])
})

test('a warmed microphone that nobody takes closes after ten seconds', async () => {
  const { machine, clock, microphone } = setUp(mic('desk'))
  microphone.warm()
  await settled()
  clock.advance(9_999)
  expect(machine.live()).toHaveLength(1)
  clock.advance(1)
  expect(machine.live()).toEqual([])
})

test('warming again starts the ten seconds again', async () => {
  const { machine, clock, microphone } = setUp(mic('desk'))
  microphone.warm()
  await settled()
  clock.advance(9_000)
  microphone.warm()
  await settled()
  clock.advance(9_000)
  expect(machine.live()).toHaveLength(1)
  clock.advance(1_000)
  expect(machine.live()).toEqual([])
})

test('a warming that is refused is silent; the call that follows is told', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  machine.refuse('NotAllowedError')
  microphone.warm()
  await settled()
  await expect(microphone.borrow()).rejects.toMatchObject({ code: 'microphone-denied' })
})

test.each([
  ['NotAllowedError', 'microphone-denied'],
  ['NotFoundError', 'microphone-missing'],
  ['OverconstrainedError', 'microphone-missing'],
  ['NotReadableError', 'microphone-busy'],
  ['AbortError', 'microphone-busy'],
  ['SomethingNewError', 'microphone-busy'],
])('%s of the browser is %s', async (name, code) => {
  const { machine, microphone } = setUp(mic('desk'))
  machine.refuse(name)
  await expect(microphone.borrow()).rejects.toMatchObject({ code })
  expect(microphone.getSnapshot()).toMatchObject({ status: 'failed', error: { code } })
  expect(machine.live()).toEqual([])
})

test('after a refusal the person may try again', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  machine.refuse('NotAllowedError')
  await microphone.borrow().catch(() => {})
  machine.refuse(undefined)
  await expect(microphone.borrow()).resolves.toBeDefined()
})

test('a page that is not secure is told to use https or localhost', async () => {
  const microphone = createMicrophone({ mediaDevices: undefined })
  await expect(microphone.borrow()).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/https.*localhost/),
  })
})

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

test('C8 a mute key on the headset is seen', async () => {
  const { machine, microphone } = setUp(mic('headset'))
  await microphone.borrow()
  const seen: unknown[] = []
  microphone.subscribe(() => seen.push(microphone.getSnapshot()))
  machine.mute(true)
  machine.mute(false)
  expect(seen).toMatchObject([{ isMuted: true }, { isMuted: false }])
})

test('a call that was given up while the browser still asked leaves no live microphone', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  const answer = machine.pause()
  const borrowing = microphone.borrow()
  await settled()
  microphone.close()
  answer()
  await expect(borrowing).rejects.toMatchObject({ code: 'closed' })
  expect(machine.live()).toEqual([])
})

test('closing the phone takes the microphone from every call', async () => {
  const { machine, microphone } = setUp(mic('desk'))
  await Promise.all([microphone.borrow(), microphone.borrow()])
  microphone.close()
  expect(machine.live()).toEqual([])
  await expect(microphone.borrow()).rejects.toMatchObject({ code: 'closed' })
})

test('S11 a microphone of the integrator is not followed: only its own end asks for another', async () => {
  const machine = createFakeMachine(mic('desk'))
  const streams = [createFakeStream(mic('first')), createFakeStream(mic('second'))]
  let opened = 0
  const open = async () => streams[opened++] ?? createFakeStream()
  const microphone = createMicrophone({ open, mediaDevices: machine.mediaDevices })
  const borrowed = await microphone.borrow()
  machine.plug(mic('headset'))
  await settled()
  expect(opened).toBe(1)
  streams[0]?.getAudioTracks()[0]?.stop()
  streams[0]?.getAudioTracks()[0]?.dispatchEvent(new Event('ended'))
  await settled()
  expect(borrowed.track.label).toBe('second')
})

test('a microphone of the integrator is used and stopped the same way', async () => {
  const stream = createFakeStream()
  const microphone = createMicrophone({ open: async () => stream })
  const { track, release } = await microphone.borrow()
  expect(track.label).toBe('own')
  release()
  expect(stream.getAudioTracks()[0]?.readyState).toBe('ended')
})

test('a microphone of the integrator without sound is a typed error', async () => {
  const stream = createFakeStream()
  for (const track of stream.getTracks()) track.stop()
  await expect(createMicrophone({ open: async () => stream }).borrow()).rejects.toMatchObject({
    code: 'microphone-missing',
    message: expect.stringContaining('no live audio'),
  })
})
