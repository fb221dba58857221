import type { DeviceList } from '@offhook/core'
import { createManualClock } from '@offhook/core/testing'
import { expect, test } from 'vitest'
import { createMedia } from './media.ts'
import { createFakeAudio } from './testing/audio.ts'
import { createFakeMachine, createFakeStream, type FakeDevice, mic, speakerNamed } from './testing/machine.ts'
import { settled } from './testing/set-up.ts'

function setUp(devices: readonly FakeDevice[], kept: Record<string, string> = {}, knowsPermission = true) {
  const machine = createFakeMachine(...devices)
  if (!knowsPermission) machine.permit(undefined)
  const audio = createFakeAudio()
  for (const { kind, id } of devices) if (kind === 'audiooutput') audio.sinks.add(id)
  const storage = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, text: string) => {
      kept[key] = text
    },
  }
  const { createContext, createElement, gestures } = audio
  const { mediaDevices, permissions } = machine
  const world = {
    clock: createManualClock(),
    storage,
    mediaDevices,
    permissions,
    createContext,
    createElement,
    gestures,
  }
  const media = createMedia(world)
  const lists: DeviceList[] = []
  const close = media.devices.open({ list: (list) => lists.push(list) })
  return { ...{ machine, audio, media, devices: media.devices, lists, close, kept }, last: () => lists.at(-1) }
}

const office = [mic('desk', 'Desk'), mic('headset', 'Headset'), speakerNamed('monitor', 'Monitor')]

test('S11 the devices are listed at once, with what was chosen and what is possible', async () => {
  const { last } = setUp(office)
  await settled()
  expect(last()).toEqual({
    permission: 'granted',
    microphones: [
      { id: 'desk', label: 'Desk' },
      { id: 'headset', label: 'Headset' },
    ],
    speakers: [{ id: 'monitor', label: 'Monitor' }],
    chosen: {},
    canChooseSpeaker: true,
    isRingerOn: true,
    microphoneState: 'closed',
    isSoundBlocked: false,
  })
})

test('S11 a headset that is plugged in appears, and disappears when it is plugged out', async () => {
  const { machine, lists } = setUp([mic('desk')])
  await settled()
  machine.plug(mic('headset'))
  await settled()
  machine.unplug('headset')
  await settled()
  expect(lists.map(({ microphones }) => microphones.length)).toEqual([1, 2, 1])
})

test('S11 news that changes nothing is not told', async () => {
  const { machine, lists } = setUp(office)
  await settled()
  machine.plug()
  await settled()
  expect(lists).toHaveLength(1)
})

test('S11 the double entries that Chromium has for its default are not listed', async () => {
  const { last } = setUp([mic('default', 'Default - Desk'), mic('communications'), mic('desk')])
  await settled()
  expect(last()?.microphones).toEqual([{ id: 'desk', label: 'desk' }])
})

test('S11 a choice is kept by id and label, and nothing else is', async () => {
  const { devices, last, kept } = setUp(office)
  await devices.send({ type: 'choose', kind: 'microphone', id: 'headset' })
  await devices.send({ type: 'choose', kind: 'ringer', id: 'monitor' })
  expect(last()?.chosen).toEqual({ microphone: 'headset', ringer: 'monitor' })
  expect(Object.keys(kept)).toEqual(['offhook.devices'])
  expect(JSON.parse(kept['offhook.devices'] ?? '')).toEqual({
    microphone: { id: 'headset', label: 'Headset' },
    ringer: { id: 'monitor', label: 'Monitor' },
    isRingerOn: true,
  })
})

test('S11 a choice of before is taken up again, by its label when the id changed', async () => {
  const kept = { 'offhook.devices': JSON.stringify({ microphone: { id: 'old', label: 'Headset' } }) }
  const { media, last } = setUp(office, kept)
  await settled()
  expect(last()?.chosen).toEqual({ microphone: 'headset' })
  const { track } = await media.microphone.borrow()
  expect(track.label).toBe('Headset')
})

test.each(['', 'default'])('S11 choosing %j goes back to the system default', async (id) => {
  const { devices, last } = setUp(office)
  await devices.send({ type: 'choose', kind: 'microphone', id: 'headset' })
  await devices.send({ type: 'choose', kind: 'microphone', id })
  expect(last()?.chosen).toEqual({})
})

test('S11 a device that is not there is refused and not kept', async () => {
  const { devices, kept } = setUp(office)
  for (const kind of ['microphone', 'speaker', 'ringer'] as const) {
    await expect(devices.send({ type: 'choose', kind, id: 'gone' })).rejects.toMatchObject({ code: 'device-missing' })
  }
  expect(kept).toEqual({})
})

test('S11 a microphone that does not open is refused and not kept', async () => {
  const { machine, media, devices, last } = setUp(office)
  await media.microphone.borrow()
  machine.refuse('NotReadableError', 'headset')
  const choosing = devices.send({ type: 'choose', kind: 'microphone', id: 'headset' })
  await expect(choosing).rejects.toMatchObject({ code: 'microphone-busy' })
  expect(last()?.chosen).toEqual({})
})

test('S11 a chosen speaker that is plugged out plays on the default, and plays again when it is back', async () => {
  const { machine, audio, media, devices, last } = setUp([...office, speakerNamed('headset', 'Headset')])
  await devices.send({ type: 'choose', kind: 'speaker', id: 'headset' })
  media.speaker.play('a', { id: 'remote' } as MediaStream)
  await settled()
  expect(audio.playing()[0]?.sinkId).toBe('headset')
  machine.unplug('headset')
  await settled()
  expect(audio.playing()[0]?.sinkId).toBe('')
  expect(last()?.chosen).toEqual({})
  machine.plug(speakerNamed('headset', 'Headset'))
  await settled()
  expect(audio.playing()[0]?.sinkId).toBe('headset')
  expect(last()?.chosen).toEqual({ speaker: 'headset' })
})

test('S9 the ringer that was turned off stays off', async () => {
  const { devices, last, kept } = setUp(office)
  await devices.send({ type: 'ringer', isOn: false })
  expect(last()?.isRingerOn).toBe(false)
  const again = setUp(office, kept)
  await settled()
  expect(again.last()?.isRingerOn).toBe(false)
  again.media.sounds.ring()
  expect(again.audio.tones()).toEqual([])
})

test('S9 who wants no ringing on any computer is not rung here, at once, and the choice of this machine stays', async () => {
  const { devices, last, media, audio, kept } = setUp(office)
  await settled()
  media.sounds.ring()
  expect(audio.tones().length).toBe(1)
  await devices.send({ type: 'silence', isSilent: true })
  expect(audio.tones()).toEqual([])
  await devices.send({ type: 'ringer', isOn: true })
  expect([audio.tones(), last()?.isRingerOn]).toEqual([[], true])
  await devices.send({ type: 'silence', isSilent: false })
  expect(audio.tones().length).toBe(1)
  await devices.send({ type: 'ringer', isOn: false })
  await devices.send({ type: 'silence', isSilent: false })
  expect([audio.tones(), JSON.stringify(kept)]).toEqual([[], expect.not.stringContaining('silent')])
})

test.each(['{', 'null', '[]', '{"microphone":7,"speaker":{"id":1}}'])(
  'nonsense in storage is no choice: %s',
  async (text) => {
    const { last } = setUp(office, { 'offhook.devices': text })
    await settled()
    expect(last()).toMatchObject({ chosen: {}, isRingerOn: true })
  },
)

test('storage that throws is no storage', async () => {
  const machine = createFakeMachine(...office)
  const storage = {
    getItem: () => {
      throw new Error('SecurityError')
    },
    setItem: () => {
      throw new Error('QuotaExceededError')
    },
  }
  const { devices } = createMedia({ ...machine, ...createFakeAudio(), storage })
  await expect(devices.send({ type: 'choose', kind: 'microphone', id: 'desk' })).resolves.toBeUndefined()
})

test('S11 allowing opens the microphone once and closes it again', async () => {
  const { machine, devices } = setUp(office)
  await devices.send({ type: 'allow' })
  expect(machine.asked).toHaveLength(1)
  expect(machine.live()).toEqual([])
})

test('S11 a refusal is an error and is seen in the list', async () => {
  const { machine, devices, last } = setUp([{ kind: 'audioinput', id: '', label: '' }], {}, false)
  await settled()
  machine.refuse('NotAllowedError')
  await expect(devices.send({ type: 'allow' })).rejects.toMatchObject({ code: 'microphone-denied' })
  await settled()
  expect(last()?.permission).toBe('denied')
})

test('S11 a permission that is taken away in the settings of the browser is seen', async () => {
  const { machine, lists } = setUp(office)
  await settled()
  machine.permit('denied')
  await settled()
  expect(lists.map(({ permission }) => permission)).toEqual(['granted', 'denied'])
})

test('S11 a browser without the permission name tells by its labels', async () => {
  const { machine, last } = setUp([{ kind: 'audioinput', id: '', label: '' }], {}, false)
  await settled()
  expect(last()).toMatchObject({ permission: 'ask', microphones: [{ id: '', label: '' }] })
  machine.plug(mic('desk', 'Desk'))
  await settled()
  expect(last()?.permission).toBe('granted')
})

test('a page without devices has empty lists and a typed error', async () => {
  const { devices } = createMedia()
  const lists: DeviceList[] = []
  const close = devices.open({ list: (list) => lists.push(list) })
  await settled()
  close()
  expect(lists).toMatchObject([{ permission: 'ask', microphones: [], speakers: [], canChooseSpeaker: false }])
  await expect(devices.send({ type: 'allow' })).rejects.toMatchObject({ code: 'unsupported' })
})

test('a list that comes late does not replace a later one', async () => {
  const { machine, lists } = setUp([mic('desk')])
  await settled()
  const release = machine.holdList()
  machine.plug(mic('headset'))
  machine.plug(mic('camera'))
  await settled()
  release()
  await settled()
  expect(lists.map(({ microphones }) => microphones.length)).toEqual([1, 3])
})

test('closed before the first list, nothing is told and nothing listens', async () => {
  const { machine, lists, close } = setUp([mic('desk')])
  close()
  await settled()
  expect(lists).toEqual([])
  expect(machine.watchers()).toBe(0)
})

test('after closing nothing is told', async () => {
  const { machine, lists, close } = setUp(office)
  await settled()
  close()
  machine.plug(mic('camera'))
  await settled()
  expect(lists).toHaveLength(1)
})

test('C8 a key of the headset that mutes is seen, and so is the end of that', async () => {
  const { machine, media, lists } = setUp([mic('headset')])
  await settled()
  const { release } = await media.microphone.borrow()
  machine.mute(true)
  machine.mute(false)
  release()
  await settled()
  expect(lists.map(({ microphoneState }) => microphoneState)).toEqual(['closed', 'open', 'muted', 'open', 'closed'])
})

test('S11 a headset pulled out in a call is told when there is no other microphone, and found again', async () => {
  const { machine, media, last } = setUp([mic('headset')])
  await settled()
  await media.microphone.borrow()
  machine.unplug('headset')
  await settled()
  expect(last()).toMatchObject({ microphones: [], microphoneState: 'lost' })
  machine.plug(mic('headset'))
  await settled()
  expect(last()?.microphoneState).toBe('open')
})

test('S9 a page that the browser keeps silent says so until the first click', async () => {
  const { audio, media, last } = setUp(office)
  audio.allow(false)
  await settled()
  media.speaker.play('call', createFakeStream())
  await settled()
  expect(last()?.isSoundBlocked).toBe(true)
  audio.click()
  await settled()
  expect(last()?.isSoundBlocked).toBe(false)
})
