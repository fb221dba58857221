import type { SharedAudio } from './audio.ts'
import type { Elements, Sounding } from './elements.ts'
import { samplesOf, type Tone } from './tones.ts'

/** Plays a generated tone; throws `unsupported` where there is no Web Audio. `ended` is called when the tone is over. */
export type PlayTone = (tone: Tone, deviceId: string | undefined, ended?: () => void) => Sounding

/** What tones are played through. */
export interface TonePlayerOptions {
  readonly audio: SharedAudio
  readonly elements: Elements
}

// wideband telephony: the highest tone with room to spare, and a cadence of 10 s takes 640 kB
const rate = 16_000
const fadeSeconds = 0.01

/** Makes a player of tones. A cadence is one buffer that the audio thread loops, so no timer of ours can be late. */
export function createTonePlayer({ audio, elements }: TonePlayerOptions): PlayTone {
  return (tone, deviceId, ended = () => {}) => {
    const { context, release } = audio.use()
    const source = context.createBufferSource()
    const fader = context.createGain()
    const exits = createExits(context, elements, fader)
    let isOver = false
    const finish = () => {
      if (isOver) return
      isOver = true
      source.disconnect()
      exits.close()
      release()
      ended()
    }
    source.buffer = bufferOf(context, tone)
    source.loop = tone.loops
    source.onended = finish
    source.connect(fader)
    exits.lead(deviceId)
    source.start()
    // a ring may begin late, at the click that unblocks it; a busy tone of minutes ago must not
    if (!tone.loops) audio.running().catch(finish)
    return {
      route: async (next) => exits.lead(next),
      stop() {
        fadeOut(fader.gain, context.currentTime)
        source.stop(context.currentTime + fadeSeconds)
        // time stands still in a context that is blocked, so it would never tell that the source ended
        if (context.state !== 'running') finish()
      },
    }
  }
}

function bufferOf(context: AudioContext, tone: Tone): AudioBuffer {
  const samples = samplesOf(tone, rate)
  const buffer = context.createBuffer(1, samples.length, rate)
  buffer.copyToChannel(samples, 0)
  return buffer
}

function fadeOut(gain: AudioParam, now: number): void {
  gain.setValueAtTime(1, now)
  gain.linearRampToValueAtTime(0, now + fadeSeconds)
}

/** Leads a node to a device: the context's own, or through an audio element that can be sent to any. */
function createExits(context: AudioContext, elements: Elements, from: AudioNode) {
  let sounding: Sounding | undefined
  const close = () => {
    from.disconnect()
    sounding?.stop()
    sounding = undefined
  }
  const lead = (deviceId: string | undefined) => {
    close()
    if (deviceId === undefined || !elements.canChoose) {
      from.connect(context.destination)
      return
    }
    const exit = context.createMediaStreamDestination()
    from.connect(exit)
    sounding = elements.play({ stream: exit.stream }, deviceId)
  }
  return { lead, close }
}
