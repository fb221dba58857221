import { type Clock, systemClock } from '@offhook/core'
import type { SharedAudio } from './audio.ts'
import type { Borrowed, Microphone } from './microphone.ts'

/** What the level is measured with. */
export interface LevelOptions {
  readonly microphone: Microphone
  readonly audio: SharedAudio
  readonly clock?: Clock
}

const everyMs = 100
// 4,096 samples are 85 ms at 48 kHz: nearly all that was said between two looks
const windowSize = 4_096
const quietestDb = -60

/** Tells the microphone's level, 0 to 1, ten times a second until stopped; opens the microphone for as long. */
export function watchLevel(options: LevelOptions, listener: (level: number) => void): () => void {
  let isWatching = true
  let stop = () => {}
  const begin = async () => {
    const borrowed = await options.microphone.borrow()
    stop = borrowed.release
    if (isWatching) stop = measure(borrowed, options, listener)
    else borrowed.release()
  }
  begin().catch(() => {
    // why it cannot be opened is told to whoever calls or asks to allow it; here it is just silent
    stop()
    listener(0)
  })
  return () => {
    isWatching = false
    stop()
  }
}

function measure(borrowed: Borrowed, options: LevelOptions, listener: (level: number) => void): () => void {
  const { audio, clock = systemClock } = options
  const { context, release } = audio.use()
  const analyser = context.createAnalyser()
  analyser.fftSize = windowSize
  const samples = new Float32Array(windowSize)
  let source = listen(context, borrowed.track, analyser)
  const stopFollowing = borrowed.onReplace((track) => {
    source.disconnect()
    source = listen(context, track, analyser)
  })
  let cancel = () => {}
  const look = () => {
    analyser.getFloatTimeDomainData(samples)
    listener(levelOf(samples))
    cancel = clock.after(everyMs, look)
  }
  cancel = clock.after(everyMs, look)
  return () => {
    cancel()
    stopFollowing()
    source.disconnect()
    release()
    borrowed.release()
  }
}

function listen(context: AudioContext, track: MediaStreamTrack, analyser: AnalyserNode): MediaStreamAudioSourceNode {
  const source = context.createMediaStreamSource(new MediaStream([track]))
  source.connect(analyser)
  return source
}

/** The loudness of samples as an ear has it: 0 at -60 dB of full scale and below, 1 at full scale, in steps of 0.01. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  const db = 10 * Math.log10(power)
  const level = Math.min(1, Math.max(0, 1 - db / quietestDb))
  return Math.round(level * 100) / 100
}
