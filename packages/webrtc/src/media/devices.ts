import {
  type Clock,
  createStore,
  type DeviceKind,
  type DeviceTransport,
  type MicrophoneState,
  OffhookError,
  type Readable,
} from '@offhook/core'
import { guarded } from '../stored.ts'
import { createAudio, type SharedAudio } from './audio.ts'
import {
  type ChoiceStorage,
  type DeviceChoice,
  devicesOf,
  findChoice,
  isSystemDefault,
  readChoices,
  writeChoices,
} from './choice.ts'
import { type BrowserList, type ListSource, listOf, watchList } from './device-list.ts'
import { createGate } from './gate.ts'
import { watchLevel } from './level.ts'
import type { Microphone } from './microphone.ts'
import type { Sounds } from './sounds.ts'
import type { Speaker } from './speaker.ts'

/** What the devices steer, and the world they live in, each with a default. */
export interface BrowserDevicesOptions extends ListSource {
  readonly microphone: Microphone
  readonly speaker: Speaker
  readonly sounds: Sounds
  /** Whether the browser keeps the page silent. */
  readonly isBlocked?: Readable<boolean>
  /** What the level is measured with; default an audio context of its own. */
  readonly audio?: SharedAudio
  readonly clock?: Clock
  /** Keeps the choices: ids and labels of devices only; default `localStorage`. */
  readonly storage?: ChoiceStorage | undefined
}

/**
 * The devices of the browser: listed, chosen, kept by id and label under `offhook.devices`, followed when plugged in or
 * out. The ids `''` and `default` choose the system's default.
 */
export function browserDevices(options: BrowserDevicesOptions): DeviceTransport {
  const { microphone, speaker, sounds, audio = createAudio({ gate: createGate() }) } = options
  const { storage = guarded(() => globalThis.localStorage), mediaDevices = globalThis.navigator?.mediaDevices } =
    options
  const { permissions = globalThis.navigator?.permissions, isBlocked = createStore(false) } = options
  const outputs = createOutputs(speaker, sounds)
  const refreshers = new Set<() => Promise<void>>()
  let choices = readChoices(storage)
  let isSilent = false
  const turnRinger = () => sounds.setRinger(choices.isRingerOn && !isSilent)

  const keep = async (next: typeof choices) => {
    choices = next
    writeChoices(storage, next)
    await Promise.all([...refreshers].map((refresh) => refresh()))
  }
  const choose = async (kind: DeviceKind, id: string) => {
    const choice = isSystemDefault(id) ? undefined : await present(mediaDevices, kind, id)
    await (kind === 'microphone' ? microphone.choose(choice) : outputs.choose(kind, choice?.id))
    const { [kind]: _, ...others } = choices.devices
    await keep({ ...choices, devices: choice === undefined ? others : { ...others, [kind]: choice } })
  }

  turnRinger()
  // nothing is open yet, so this is a wish and cannot fail
  microphone.choose(choices.devices.microphone).catch(() => {})

  return {
    open(sink) {
      let told = ''
      let browser: BrowserList | undefined
      const tell = () => {
        if (browser === undefined) return
        const state = { microphoneState: stateOf(microphone), isSoundBlocked: isBlocked.getSnapshot() }
        const list = { ...listOf(browser, choices, { canChooseSpeaker: speaker.canChoose }), ...state }
        const text = JSON.stringify(list)
        if (text !== told) sink.list(list)
        told = text
      }
      const watch = watchList({ microphone, mediaDevices, permissions }, (found) => {
        browser = found
        outputs.follow(found.all, choices)
        tell()
      })
      const stops = [watch.stop, microphone.subscribe(tell), isBlocked.subscribe(tell)]
      refreshers.add(watch.refresh)
      return () => {
        refreshers.delete(watch.refresh)
        for (const stop of stops) stop()
      }
    },
    async send(command) {
      switch (command.type) {
        case 'choose':
          return choose(command.kind, command.id)
        case 'allow':
          return (await microphone.borrow()).release()
        case 'unlock':
          await Promise.all([sounds.unlock(), speaker.unlock()])
          return
        case 'test':
          return sounds.test(command.kind)
        case 'ringer':
          choices = { ...choices, isRingerOn: command.isOn }
          turnRinger()
          return keep(choices)
        case 'silence':
          isSilent = command.isSilent
          return turnRinger()
      }
    },
    level: (listener) => watchLevel({ ...options, audio }, listener),
  }
}

function stateOf(microphone: Microphone): MicrophoneState {
  const now = microphone.getSnapshot()
  if (now.status === 'open') return now.isMuted ? 'muted' : 'open'
  return now.status === 'lost' ? 'lost' : 'closed'
}

async function present(mediaDevices: ListSource['mediaDevices'], kind: DeviceKind, id: string): Promise<DeviceChoice> {
  const all = (await mediaDevices?.enumerateDevices()) ?? []
  const device = devicesOf(all, kind).find(({ deviceId }) => deviceId === id)
  if (device === undefined) throw new OffhookError('device-missing')
  return { id, label: device.label }
}

/** Sends sound to the chosen devices while they are there, and to the system's default while they are not. */
function createOutputs(speaker: Speaker, sounds: Sounds) {
  const now = new Map<DeviceKind, string | undefined>()
  const choose = async (kind: 'speaker' | 'ringer', id: string | undefined) => {
    if (kind === 'speaker') await speaker.choose(id)
    await sounds.choose(kind, id)
    now.set(kind, id)
  }
  return {
    choose,
    follow(all: readonly MediaDeviceInfo[], choices: ReturnType<typeof readChoices>) {
      for (const kind of ['speaker', 'ringer'] as const) {
        const id = findChoice(devicesOf(all, kind), choices.devices[kind])?.deviceId
        // moved only when it must: moving interrupts what sounds
        if (now.get(kind) !== id) choose(kind, id).catch(() => {})
      }
    },
  }
}
