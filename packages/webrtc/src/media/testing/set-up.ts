import type { Clock, Readable } from '@offhook/core'
import { createMedia } from '../media.ts'
import { createMicrophone } from '../microphone.ts'
import type { SoundOptions } from '../sounds.ts'
import { createFakeAudio } from './audio.ts'
import { createFakeMachine, type FakeDevice, mic } from './machine.ts'

/** A microphone on a machine with these devices. */
export function setUpMicrophone<Time extends Clock>(clock: Time, ...devices: readonly FakeDevice[]) {
  const machine = createFakeMachine(...devices)
  return { machine, clock, microphone: createMicrophone({ mediaDevices: machine.mediaDevices, clock }) }
}

/** How the browser of a test is. */
export interface SoundSetting {
  readonly sounds?: SoundOptions
  readonly isAllowed?: boolean
  readonly canChoose?: boolean
  /** Devices beside one microphone. */
  readonly devices?: readonly FakeDevice[]
}

/** The media of a phone that nobody has used yet. */
export function setUpSounds<Time extends Clock>(clock: Time, setting: SoundSetting = {}) {
  const { sounds = {}, isAllowed = true, canChoose = true, devices = [] } = setting
  const audio = createFakeAudio({ isAllowed, canChoose })
  const { mediaDevices, permissions, plug } = createFakeMachine(mic('desk'), ...devices)
  for (const { id } of devices) audio.sinks.add(id)
  const storage = { getItem: () => null, setItem() {} }
  const { createContext, createElement, gestures } = audio
  const world = { clock, storage, mediaDevices, permissions, createContext, createElement, gestures }
  const media = createMedia({ ...world, sounds })
  return { audio, clock, media, sounds: media.sounds, plug }
}

/** Each value that is told from now on. */
export function toldBy<Value>(readable: Readable<Value>): readonly Value[] {
  const told: Value[] = []
  readable.subscribe(() => told.push(readable.getSnapshot()))
  return told
}

/** Lets everything that was started and waits for nothing outside come to rest. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 0))
