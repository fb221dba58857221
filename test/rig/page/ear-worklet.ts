/** Which frequencies are looked for in the last `size` samples. */
export interface Bank {
  readonly size: number
  readonly frequencies: readonly number[]
}

/** Runs in the audio thread: measures tones in what it hears, every 512 samples. Its source goes there as text. */
export function earWorklet(banks: readonly Bank[]): string {
  return `
const hop = 512
const banks = ${JSON.stringify(banks)}.map(({ size, frequencies }) => ({
  size,
  hann: Float32Array.from({ length: size }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size)),
  factors: frequencies.map((hertz) => 2 * Math.cos((2 * Math.PI * hertz) / sampleRate)),
}))
const size = Math.max(...banks.map((bank) => bank.size))

/** The amplitude of one frequency: Goertzel's algorithm on a Hann window. */
function amplitude(samples, hann, factor) {
  let before = 0, last = 0
  for (let at = 0; at < samples.length; at++) {
    const next = samples[at] * hann[at] + factor * last - before
    before = last
    last = next
  }
  return (4 / samples.length) * Math.sqrt(Math.max(0, last * last + before * before - factor * last * before))
}

registerProcessor('ear', class extends AudioWorkletProcessor {
  window = new Float32Array(size)
  fresh = 0
  process([[samples]]) {
    const heard = samples ?? new Float32Array(128)
    this.window.copyWithin(0, heard.length)
    this.window.set(heard, size - heard.length)
    this.fresh += heard.length
    if (this.fresh < hop) return true
    this.fresh = 0
    this.port.postMessage(this.measure())
    return true
  }
  measure() {
    let power = 0
    for (const sample of this.window) power += sample * sample
    const isStill = power === 0
    const amplitudes = banks.map(({ size: length, hann, factors }) => {
      const last = this.window.subarray(size - length)
      return factors.map((factor) => (isStill ? 0 : amplitude(last, hann, factor)))
    })
    return { level: Math.sqrt(power / size), amplitudes }
  }
})`
}
