import { expect, test } from 'vitest'
import { OffhookError } from '../errors.ts'
import { createDevices } from './devices.ts'
import type { DeviceCommand, DeviceList, DeviceSink } from './transport.ts'

const headset: DeviceList = {
  permission: 'granted',
  microphones: [{ id: 'm1', label: 'Headset' }],
  speakers: [{ id: 's1', label: 'Headset' }],
  chosen: { microphone: 'm1' },
  canChooseSpeaker: true,
  isRingerOn: true,
  microphoneState: 'open',
  isSoundBlocked: false,
}

function createStage() {
  let sink: DeviceSink | undefined
  let tell: ((level: number) => void) | undefined
  const sent: DeviceCommand[] = []
  const log: string[] = []
  let refusal: unknown
  const { devices, close } = createDevices({
    open(given) {
      sink = given
      return () => void log.push('closed')
    },
    async send(command) {
      sent.push(command)
      if (refusal !== undefined) throw refusal
    },
    level(listener) {
      log.push('measuring')
      tell = listener
      return () => {
        tell = undefined
        log.push('silent')
      }
    },
  })
  return {
    ...{ devices, close, sent, log },
    list: (devices: DeviceList) => sink?.list(devices),
    speak: (level: number) => tell?.(level),
    refuse: (error: unknown) => {
      refusal = error
    },
  }
}

test('S11 before the transport speaks there is nothing, and nothing is asked of the person', () => {
  const { devices, sent, log } = createStage()
  expect(devices.getSnapshot()).toMatchObject({ permission: 'ask', microphones: [], speakers: [], chosen: {} })
  expect([...sent, ...log]).toEqual([])
})

test('S11 a headset that is plugged in is seen; the same list again is no news', () => {
  const { devices, list } = createStage()
  let changes = 0
  devices.subscribe(() => changes++)
  list(headset)
  expect(devices.getSnapshot()).toEqual(headset)
  const before = devices.getSnapshot()
  list(structuredClone(headset))
  expect(devices.getSnapshot()).toBe(before)
  expect(changes).toBe(1)
  list({ ...headset, microphones: [], chosen: {} })
  expect(changes).toBe(2)
})

test('S11 what is chosen and asked goes to the transport', async () => {
  const { devices, sent } = createStage()
  await devices.choose('microphone', 'm1')
  await devices.choose('ringer', 's1')
  await devices.allow()
  await devices.unlock()
  await devices.test('speaker')
  await devices.setRinger(false)
  expect(sent).toEqual([
    { type: 'choose', kind: 'microphone', id: 'm1' },
    { type: 'choose', kind: 'ringer', id: 's1' },
    { type: 'allow' },
    { type: 'unlock' },
    { type: 'test', kind: 'speaker' },
    { type: 'ringer', isOn: false },
  ])
})

test('S11 a device that is gone rejects with its code; anything else is an OffhookError too', async () => {
  const { devices, refuse } = createStage()
  refuse(new OffhookError('device-missing'))
  await expect(devices.choose('speaker', 'gone')).rejects.toMatchObject({ code: 'device-missing' })
  refuse(new TypeError('odd'))
  await expect(devices.allow()).rejects.toMatchObject({ name: 'OffhookError', cause: expect.any(TypeError) })
})

test('S11 what is not awaited is no unhandled rejection', async () => {
  const seen: unknown[] = []
  const see = (reason: unknown) => seen.push(reason)
  process.on('unhandledRejection', see)
  const { devices, refuse } = createStage()
  refuse(new Error('no'))
  devices.choose('speaker', 'gone')
  devices.unlock()
  await new Promise((resolve) => setTimeout(resolve, 0))
  process.off('unhandledRejection', see)
  expect(seen).toEqual([])
})

test('S11 the level is measured while somebody looks, once for all of them', () => {
  const { devices, speak, log } = createStage()
  const { level } = devices
  expect(level.getSnapshot()).toBe(0)
  const heard: number[] = []
  const stops = [level.subscribe(() => heard.push(level.getSnapshot())), level.subscribe(() => {})]
  expect(log).toEqual(['measuring'])
  speak(0.5)
  speak(0.5)
  speak(0.7)
  expect(heard).toEqual([0.5, 0.7])

  stops[0]?.()
  stops[0]?.()
  expect(log).toEqual(['measuring'])
  expect(level.getSnapshot()).toBe(0.7)
  stops[1]?.()
  expect(log).toEqual(['measuring', 'silent'])
  expect(level.getSnapshot()).toBe(0)
})

test('S11 who looks again measures again; stopping an old look twice stops nothing', () => {
  const { devices, log } = createStage()
  const first = devices.level.subscribe(() => {})
  first()
  const second = devices.level.subscribe(() => {})
  first()
  expect(log).toEqual(['measuring', 'silent', 'measuring'])
  second()
  expect(log.at(-1)).toBe('silent')
})

test('S11 closing stops the microphone, also for who still looks, and it does not open again', () => {
  const { devices, close, log } = createStage()
  const stop = devices.level.subscribe(() => {})
  close()
  expect(log).toEqual(['measuring', 'silent', 'closed'])
  stop()
  devices.level.subscribe(() => {})
  expect(log).toHaveLength(3)
})
