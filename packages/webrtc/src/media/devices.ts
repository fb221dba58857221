import type { DeviceTransport } from '@offhook/core'
import type { Microphone } from './microphone.ts'
import type { Sounds } from './sounds.ts'
import type { Speaker } from './speaker.ts'

/** What the devices steer, and the world they live in. */
export interface BrowserDevicesOptions {
  readonly microphone: Microphone
  readonly speaker: Speaker
  readonly sounds: Sounds
  /** Keeps the choices: ids and labels of devices only; default `localStorage`. */
  readonly storage?: Pick<Storage, 'getItem' | 'setItem'>
}

/** The devices of the browser: listed, chosen, kept by id and label, followed when plugged in or out. */
export declare function browserDevices(options: BrowserDevicesOptions): DeviceTransport
