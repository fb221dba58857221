import type { Clock, DeviceTransport, Readable } from '@offhook/core'
import { createAudio } from './audio.ts'
import type { ChoiceStorage } from './choice.ts'
import { browserDevices } from './devices.ts'
import { createElements } from './elements.ts'
import { createGate } from './gate.ts'
import { createMicrophone, type Microphone, type OpenMicrophone } from './microphone.ts'
import type { PermissionSource } from './permission.ts'
import { createSounds } from './sound-player.ts'
import type { SoundOptions, Sounds } from './sounds.ts'
import { createSpeaker, type Speaker } from './speaker.ts'
import type { MicrophoneDevices } from './user-media.ts'

/** What an integrator may replace of the browser's media; everything has a default. */
export interface MediaOptions {
  /** Instead of getUserMedia. */
  readonly microphone?: OpenMicrophone | undefined
  readonly sounds?: SoundOptions | undefined
  readonly clock?: Clock
  readonly storage?: ChoiceStorage
  readonly mediaDevices?: MicrophoneDevices
  readonly permissions?: PermissionSource
  readonly createContext?: () => AudioContext
  readonly createElement?: () => HTMLAudioElement
  /** Where clicks and keys are heard; default `document`. */
  readonly gestures?: EventTarget
}

/** Everything a phone hears and speaks with, wired together. */
export interface Media {
  readonly microphone: Microphone
  readonly speaker: Speaker
  readonly sounds: Sounds
  readonly devices: DeviceTransport
  /** Whether the browser blocks sound now; it is tried again at the next click or key. */
  readonly isBlocked: Readable<boolean>
  /** Stops every sound and closes the microphone, for good. */
  close(): void
}

/** Makes the media of one phone; nothing is opened, asked or played until it is needed. */
export function createMedia({ microphone: open, sounds: soundOptions, gestures, ...world }: MediaOptions = {}): Media {
  const gate = createGate(gestures)
  const audio = createAudio({ ...world, gate })
  const elements = createElements({ ...world, gate })
  const microphone = createMicrophone({ ...world, open })
  const speaker = createSpeaker({ ...world, gate })
  const sounds = createSounds({ ...world, ...soundOptions, gate, audio, elements })
  return {
    ...{ microphone, speaker, sounds },
    devices: browserDevices({ ...world, microphone, speaker, sounds, audio, isBlocked: gate }),
    isBlocked: gate,
    close() {
      microphone.close()
      speaker.close()
      sounds.close()
      gate.close()
    },
  }
}
