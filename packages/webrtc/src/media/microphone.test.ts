import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { createMicrophone } from './microphone.ts'
import { createFakeMachine, createFakeStream, type FakeDevice, mic } from './testing/machine.ts'
import { settled, setUpMicrophone } from './testing/set-up.ts'

const setUp = (...devices: readonly FakeDevice[]) => setUpMicrophone(createManualClock(), ...devices)

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
