import { OffhookError } from '@offhook/core'

/** An open microphone. */
export interface Capture {
  readonly id: string
  readonly label: string
  /** The hardware it belongs to, as the browser groups it; empty when it does not tell. */
  readonly group: string
  /** Silenced by a key on the headset or by the system. */
  readonly isMuted: boolean
  readonly isLive: boolean
  clone(): MediaStreamTrack
  /** Closes the device. */
  stop(): void
}

/** What an open microphone tells. */
export interface CaptureNews {
  /** The device is gone; never told after `stop()`. */
  ended(): void
  /** The hardware was muted or unmuted. */
  muted(): void
}

/** Takes charge of a stream that was opened; throws `microphone-missing` when it has no live audio. */
export function captureOf(stream: MediaStream, news: CaptureNews): Capture {
  const track = stream.getAudioTracks()[0]
  if (track?.readyState !== 'live') {
    stopTracks(stream)
    throw new OffhookError('microphone-missing', { message: 'The stream given as microphone has no live audio track.' })
  }
  const { deviceId = '', groupId = '' } = track.getSettings()
  track.addEventListener('ended', news.ended)
  track.addEventListener('mute', news.muted)
  track.addEventListener('unmute', news.muted)
  return {
    ...{ id: deviceId, group: groupId, label: track.label },
    get isMuted() {
      return track.muted
    },
    get isLive() {
      return track.readyState === 'live'
    },
    clone: () => track.clone(),
    stop() {
      stopTracks(stream)
    },
  }
}

/** Stops every track of a stream, and so the devices behind it. */
function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
