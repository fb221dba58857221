/** Runs in the audio thread: measures the tones in what it hears, window by window. Its source goes there as text. */
export function earWorklet(frequencies: readonly number[]): string {
  return `
const size = 4096, hop = 1024
const hann = Float32Array.from({ length: size }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size))
const factors = ${JSON.stringify(frequencies)}.map((hertz) => 2 * Math.cos((2 * Math.PI * hertz) / sampleRate))

/** The amplitude of one frequency: Goertzel's algorithm on a Hann window. */
function amplitude(window, factor) {
  let before = 0, last = 0
  for (let at = 0; at < size; at++) {
    const next = window[at] * hann[at] + factor * last - before
    before = last
    last = next
  }
  return (4 / size) * Math.sqrt(Math.max(0, last * last + before * before - factor * last * before))
}

registerProcessor('ear', class extends AudioWorkletProcessor {
  window = new Float32Array(size)
  fresh = 0
  isOpen = true
  constructor() {
    super()
    this.port.onmessage = () => (this.isOpen = false)
  }
  process([[samples]]) {
    // as long as it says that it goes on it is never thrown away, and works on where everything else must wait for it
    if (!this.isOpen) return false
    const heard = samples ?? new Float32Array(128)
    this.window.copyWithin(0, heard.length)
    this.window.set(heard, size - heard.length)
    this.fresh += heard.length
    if (this.fresh < hop) return true
    this.fresh = 0
    let power = 0
    for (const sample of this.window) power += sample * sample
    const amplitudes = factors.map((factor) => (power === 0 ? 0 : amplitude(this.window, factor)))
    this.port.postMessage({ level: Math.sqrt(power / size), amplitudes })
    return true
  }
})`
}
