import type { Clock } from '@offhook/core'

/** How to wait for the first sound. */
export interface FirstAudioOptions {
  readonly clock?: Clock
  /** Gives up. */
  readonly signal?: AbortSignal
}

/** Resolves with true when the first packet of the other side is played out, with false when given up or the track ended. */
export declare function firstAudio(receiver: RTCRtpReceiver, options?: FirstAudioOptions): Promise<boolean>
