import { type Clock, systemClock } from '@offhook/core'

/** How to wait for the first sound. */
export interface FirstAudioOptions {
  readonly clock?: Clock
  /** Gives up. */
  readonly signal?: AbortSignal
}

// a track that is not muted any more has its first packet (WebRTC, 5.1), and plays it some milliseconds later
const nearMs = 4
const farMs = 100

/**
 * Resolves with true when the first packet of the other side was played out, within 4 ms, by the receiver's
 * synchronization sources; with false when given up or when the track ended first. Never rejects.
 */
export function firstAudio(receiver: RTCRtpReceiver, options: FirstAudioOptions = {}): Promise<boolean> {
  const { clock = systemClock, signal } = options
  const { track } = receiver
  return new Promise((resolve) => {
    let cancel = () => {}
    const settle = (isHeard: boolean) => {
      cancel()
      track.removeEventListener('unmute', look)
      track.removeEventListener('ended', look)
      signal?.removeEventListener('abort', look)
      resolve(isHeard)
    }
    const look = () => {
      cancel()
      if (receiver.getSynchronizationSources().length > 0) settle(true)
      else if (signal?.aborted || track.readyState === 'ended') settle(false)
      else cancel = clock.after(track.muted ? farMs : nearMs, look)
    }
    track.addEventListener('unmute', look)
    track.addEventListener('ended', look)
    signal?.addEventListener('abort', look)
    look()
  })
}
