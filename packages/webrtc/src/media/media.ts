import type { Clock, DeviceTransport, OffhookError } from '@offhook/core'
import type { Microphone, OpenMicrophone } from './microphone.ts'
import type { SoundOptions, Sounds } from './sounds.ts'
import type { Speaker } from './speaker.ts'

/** What an integrator may replace of the browser's media. */
export interface MediaOptions {
  /** Instead of getUserMedia. */
  readonly microphone?: OpenMicrophone
  readonly sounds?: SoundOptions
  readonly clock?: Clock
  readonly storage?: Pick<Storage, 'getItem' | 'setItem'>
}

/** Everything a phone hears and speaks with, wired together. */
export interface Media {
  readonly microphone: Microphone
  readonly speaker: Speaker
  readonly sounds: Sounds
  readonly devices: DeviceTransport
  /** Tells `sound-blocked` once each time the browser begins to block. */
  onBlocked(listener: (error: OffhookError) => void): () => void
  /** Stops every sound and closes the microphone. */
  close(): void
}

/** Makes the media of one phone; nothing is opened, asked or played until it is needed. */
export declare function createMedia(options?: MediaOptions): Media
