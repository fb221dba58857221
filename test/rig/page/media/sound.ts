import type { OpenMicrophone } from '../../../../packages/webrtc/src/media/microphone.ts'
import { until } from '../until.ts'

/** Waits, milliseconds. */
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What the sounds of the tests are made and heard with. */
export const context = new AudioContext({ sampleRate: 48_000 })

/** A microphone that speaks 440 Hz, or 660 Hz when another was chosen. */
export const speaking: OpenMicrophone = async (wish) => {
  const voice = new OscillatorNode(context, { frequency: wish === undefined ? 440 : 660 })
  const mouth = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
  voice.connect(new GainNode(context, { gain: 0.3 })).connect(mouth)
  voice.start()
  return mouth.stream
}

/** Which of these frequencies a stream has, hertz: those less than 20 dB below the strongest of all; none when it is silent. */
export async function heard(stream: MediaStream, among: readonly number[]): Promise<readonly number[]> {
  const source = new MediaStreamAudioSourceNode(context, { mediaStream: stream })
  const analyser = new AnalyserNode(context, { fftSize: 16_384, smoothingTimeConstant: 0 })
  const nowhere = new GainNode(context, { gain: 0 })
  source.connect(analyser).connect(nowhere).connect(context.destination)
  const end = context.currentTime + 0.4
  await until(() => context.currentTime > end, 'the audio goes on')
  const bins = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(bins)
  source.disconnect()
  nowhere.disconnect()
  const strongest = bins.reduce((most, bin) => Math.max(most, bin), -200)
  if (strongest < -70) return []
  const binOf = (hertz: number) => Math.round((hertz * analyser.fftSize) / context.sampleRate)
  return among.filter((hertz) => (bins[binOf(hertz)] ?? -200) > strongest - 20)
}

/** Waits until a stream has exactly these frequencies and none of the others. */
export async function untilHeard(
  stream: MediaStream,
  wanted: readonly number[],
  among: readonly number[],
): Promise<void> {
  const isIt = async () => (await heard(stream, among)).join() === wanted.join()
  await until(isIt, `exactly ${wanted.join(' and ') || 'nothing'} Hz is heard`)
}

/** An audio element that plays nothing and gives its streams away. */
export function tap(streams: MediaStream[]): HTMLAudioElement {
  const element = new Audio()
  Object.defineProperty(element, 'setSinkId', { value: async () => {} })
  Object.defineProperty(element, 'srcObject', {
    set: (stream) => void (stream && streams.push(stream)),
    get: () => null,
  })
  element.play = async () => {}
  return element
}
