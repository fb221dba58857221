import type { Clock, OffhookError, Readable } from '@offhook/core'

/** A device a person chose; found again by its label when the browser has given it another id. */
export interface DeviceChoice {
  readonly id: string
  readonly label: string
}

/** Why a microphone is opened: for the first borrower, because a person chose it, or because the one before went away. */
export type OpenReason = 'first' | 'chosen' | 'successor'

/**
 * Opens a microphone: a stream with one live audio track, a new one each time, stopped by whoever asked for it. An
 * integrator's own function may ignore both parameters. Rejects with an `OffhookError`, or with what getUserMedia throws.
 */
export type OpenMicrophone = (wish?: DeviceChoice, why?: OpenReason) => Promise<MediaStream>

/** What a call has of the microphone while it needs one. */
export interface Borrowed {
  /** A clone of the one open track, this borrower's own to disable (mute); after a replacement it is the new one. */
  readonly track: MediaStreamTrack
  /** Tells the new track after another microphone was taken; it keeps `enabled` of the old one, which is stopped. */
  onReplace(listener: (track: MediaStreamTrack) => void): () => void
  /** Tells that the microphone went away and no other could be opened; `onReplace` follows when one is plugged in. */
  onLost(listener: (error: OffhookError) => void): () => void
  /** Gives the track back and stops it; the last one to do so closes the microphone. */
  release(): void
}

/** The microphone as it is now; `isMuted`: silenced by a key on the headset or by the system, not by the app. */
export type MicrophoneSnapshot =
  | { readonly status: 'closed' | 'opening' }
  | { readonly status: 'open'; readonly id: string; readonly label: string; readonly isMuted: boolean }
  | { readonly status: 'lost' | 'failed'; readonly error: OffhookError }

/** The one microphone of the phone: opened once for all calls, closed after the last. */
export interface Microphone extends Readable<MicrophoneSnapshot> {
  /** Lends a clone of the open track; rejects with `microphone-denied`, `-missing`, `-busy` or `unsupported`. */
  borrow(): Promise<Borrowed>
  /** Opens ahead of a call; closed again when nobody borrows within some seconds. Never throws. */
  warm(): void
  /** Takes another microphone, now when one is open; undefined is the system's default. Rejects and keeps the old one. */
  choose(wish: DeviceChoice | undefined): Promise<void>
  /** Stops everything that is open, borrowed or not. */
  close(): void
}

/** The world a microphone lives in, each with a default. */
export interface MicrophoneOptions {
  /** Default: getUserMedia with echo cancellation, noise suppression and gain control. */
  readonly open?: OpenMicrophone
  readonly clock?: Clock
  /** Where plugging in and out is heard; default `navigator.mediaDevices`. */
  readonly mediaDevices?: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>
  /** How long a warmed microphone waits for a borrower, milliseconds; default 10,000. */
  readonly warmFor?: number
}

/** Makes the microphone of a phone; nothing is opened until somebody borrows or warms it. */
export declare function createMicrophone(options?: MicrophoneOptions): Microphone
