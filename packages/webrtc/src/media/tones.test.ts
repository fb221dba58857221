import { expect, test } from 'vitest'
import { keyTones, samplesOf, type Tone, tones, tonesOfKeys } from './tones.ts'

const rate = 16_000

/** How strong a frequency is in samples, as the amplitude of its sine (Goertzel). */
function strength(samples: Float32Array, hertz: number): number {
  const step = (2 * Math.PI * hertz) / rate
  let sine = 0
  let cosine = 0
  for (const [at, sample] of samples.entries()) {
    sine += sample * Math.sin(step * at)
    cosine += sample * Math.cos(step * at)
  }
  return (2 * Math.hypot(sine, cosine)) / samples.length
}

const largest = (samples: Float32Array) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)

const slice = (tone: Tone, from: number, to: number) => samplesOf(tone, rate).subarray(from * rate, to * rate)

test('S9 ringback is 425 Hz for one second, and four of silence', () => {
  const samples = samplesOf(tones.ringback, rate)
  expect(samples.length / rate).toBe(5)
  expect(strength(slice(tones.ringback, 0.1, 0.9), 425)).toBeCloseTo(tones.ringback.volume, 2)
  expect(slice(tones.ringback, 1, 5).every((sample) => sample === 0)).toBe(true)
})

test('S9 busy is 425 Hz, half a second on and half a second off', () => {
  expect(strength(slice(tones.busy, 1.1, 1.4), 425)).toBeCloseTo(tones.busy.volume, 2)
  expect(slice(tones.busy, 0.5, 1).every((sample) => sample === 0)).toBe(true)
})

test.each(Object.entries(keyTones))('the key %s sounds as its two frequencies and no others', (key, pair) => {
  const samples = slice(tonesOfKeys(key), 0.01, 0.11)
  const all = [697, 770, 852, 941, 1209, 1336, 1477, 1633]
  const heard = all.filter((hertz) => strength(samples, hertz) > tonesOfKeys(key).volume / 4)
  expect(heard).toEqual([...pair])
})

test('a comma between keys is a pause of half a second', () => {
  const samples = samplesOf(tonesOfKeys('1,2'), rate)
  expect(samples.length / rate).toBeCloseTo(0.18 + 0.5 + 0.18, 3)
  expect(samples.subarray(0.2 * rate, 0.6 * rate).every((sample) => sample === 0)).toBe(true)
})

test.each(Object.entries(tones))(
  'nothing clicks in %s: no sample jumps more than its sine can, and it ends at zero',
  (_, tone) => {
    const samples = samplesOf(tone, rate)
    const steepest = (2 * Math.PI * 800 * tone.volume) / rate
    expect(largest(samples.map((sample, at) => sample - (samples[at - 1] ?? 0)))).toBeLessThanOrEqual(steepest)
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(1e-6)
  },
)

test.each(Object.entries(tones))('%s is never louder than its volume', (_, tone) => {
  expect(largest(samplesOf(tone, rate))).toBeLessThanOrEqual(tone.volume + 1e-6)
})
