import type { OffhookError } from '@offhook/core'

/** Where the other side of each call is heard. */
export interface Speaker {
  /** Plays a stream under an id, in the place of what played there; the same stream again changes nothing. */
  play(id: string, stream: MediaStream): void
  /** Stops what plays under an id, and lets its stream go. */
  stop(id: string): void
  /** Plays on another device, now too; undefined is the system's default. Rejects with `device-missing` or `unsupported`. */
  choose(deviceId: string | undefined): Promise<void>
  /** Whether this browser can choose a speaker (`setSinkId`). */
  readonly canChoose: boolean
  /** Tries again what the browser blocked; call it from a click. Rejects with `sound-blocked`. */
  unlock(): Promise<void>
  /** Tells `sound-blocked` once each time the browser begins to block; it is tried again at the next click or key. */
  onBlocked(listener: (error: OffhookError) => void): () => void
  /** Stops everything. */
  close(): void
}

/** The world a speaker lives in, each with a default. */
export interface SpeakerOptions {
  /** Makes an audio element; default `new Audio()`. */
  readonly createElement?: () => HTMLAudioElement
  /** Where clicks and keys are heard; default `document`. */
  readonly gestures?: EventTarget
}

/** Makes a speaker: one audio element, outside the page's tree, per call. */
export declare function createSpeaker(options?: SpeakerOptions): Speaker
