/** A stretch of a tone: frequencies in hertz that sound together (none: silence), for a time in seconds. */
export interface Stretch {
  readonly hertz: readonly number[]
  readonly seconds: number
}

/** A tone: stretches one after the other; `volume` is the peak amplitude, 0 to 1; a tone that loops goes on until stopped. */
export interface Tone {
  readonly stretches: readonly Stretch[]
  readonly volume: number
  readonly loops: boolean
}

const on = (hertz: number, seconds: number): Stretch => ({ hertz: [hertz], seconds })
const off = (seconds: number): Stretch => ({ hertz: [], seconds })
const times = (count: number, stretches: readonly Stretch[]) => Array.from({ length: count }, () => stretches).flat()

/** The tones of a phone in the Netherlands and most of Europe: 425 Hz, cadences of ITU-T E.180 supplement 2. */
export const tones = {
  ring: { stretches: [...times(3, [on(659.26, 0.16), on(523.25, 0.16)]), off(2.6)], volume: 0.5, loops: true },
  ringback: { stretches: [on(425, 1), off(4)], volume: 0.15, loops: true },
  waiting: { stretches: [on(425, 0.5), off(9.5)], volume: 0.1, loops: true },
  busy: { stretches: times(4, [on(425, 0.5), off(0.5)]), volume: 0.15, loops: false },
  congestion: { stretches: times(6, [on(425, 0.25), off(0.25)]), volume: 0.15, loops: false },
  test: { stretches: [on(523.25, 0.25), on(659.26, 0.25), on(783.99, 0.5)], volume: 0.3, loops: false },
} as const satisfies Record<string, Tone>

/** The pair of frequencies of each key, hertz (ITU-T Q.23). */
export const keyTones: Readonly<Record<string, readonly [number, number]>> = {
  ...{ 1: [697, 1209], 2: [697, 1336], 3: [697, 1477], A: [697, 1633] },
  ...{ 4: [770, 1209], 5: [770, 1336], 6: [770, 1477], B: [770, 1633] },
  ...{ 7: [852, 1209], 8: [852, 1336], 9: [852, 1477], C: [852, 1633] },
  ...{ '*': [941, 1209], 0: [941, 1336], '#': [941, 1477], D: [941, 1633] },
}

/** The tone of pressed keys, quiet: 0.12 s a key with 0.06 s between; anything that is no key is a pause of 0.5 s. */
export function tonesOfKeys(digits: string): Tone {
  const stretches = [...digits.toUpperCase()].flatMap((key): Stretch[] => {
    const hertz = keyTones[key]
    return hertz === undefined ? [off(0.5)] : [{ hertz, seconds: 0.12 }, off(0.06)]
  })
  return { stretches, volume: 0.06, loops: false }
}

const rampSeconds = 0.008

/** The samples of a tone at a rate in hertz, -1 to 1; every stretch swells and fades in 8 ms so that nothing clicks. */
export function samplesOf({ stretches, volume }: Tone, rate: number): Float32Array<ArrayBuffer> {
  const lengths = stretches.map(({ seconds }) => Math.round(seconds * rate))
  const samples = new Float32Array(lengths.reduce((sum, length) => sum + length, 0))
  let start = 0
  for (const [at, { hertz }] of stretches.entries()) {
    const length = lengths[at] ?? 0
    const steps = hertz.map((frequency) => (2 * Math.PI * frequency) / rate)
    for (let index = 0; index < length && steps.length > 0; index++) {
      const wave = steps.reduce((sum, step) => sum + Math.sin(step * index), 0) / steps.length
      samples[start + index] = volume * swell(index, length, rampSeconds * rate) * wave
    }
    start += length
  }
  return samples
}

/** 0 at both ends of a stretch, 1 in between, along a cosine. */
function swell(index: number, length: number, ramp: number): number {
  const fromEdge = Math.min(index, length - 1 - index)
  return fromEdge >= ramp ? 1 : (1 - Math.cos((Math.PI * fromEdge) / ramp)) / 2
}
