import type { CallTransport, OffhookError } from '@offhook/core'

/** What the phone sounds like; a URL plays that file, `off` nothing, absent the generated sound. */
export interface SoundOptions {
  readonly ringtone?: string
  readonly ringback?: string
  /** Whether keys are heard; default true. */
  readonly keys?: boolean
}

/** What starts a sound returns what stops it. */
export interface Sounds {
  /** Rings on the ringer device until stopped; silent while the ringer is off. */
  ring(): () => void
  /** Beeps softly on the speaker until stopped: another call waits. */
  waiting(): () => void
  /** Plays the ringback tone on the speaker until stopped. */
  ringback(): () => void
  /** Plays a short tone on the speaker that says how an outgoing call failed. */
  failed(tone: 'busy' | 'congestion'): void
  /** Plays the tones of pressed keys on the speaker, quietly; a comma is a pause. */
  keys(digits: string): void
  /** Plays a test sound and resolves when it is over; rejects with `sound-blocked`. */
  test(kind: 'speaker' | 'ringer'): Promise<void>
  /** Turns the ringer on or off, also while it rings. */
  setRinger(isOn: boolean): void
  /** Plays on another device; undefined is the system's default. Rejects with `device-missing` or `unsupported`. */
  choose(kind: 'speaker' | 'ringer', deviceId: string | undefined): Promise<void>
  /** Lets the page make sound; call it from a click. Rejects with `sound-blocked`. */
  unlock(): Promise<void>
  /** Tells `sound-blocked` once each time the browser begins to block a sound. */
  onBlocked(listener: (error: OffhookError) => void): () => void
  /** Stops every sound and closes the audio. */
  close(): void
}

/** A call transport that is heard: it rings, plays ringback, beeps for a waiting call, and says how a call failed. */
export declare function withSounds(calls: CallTransport, sounds: Sounds): CallTransport
