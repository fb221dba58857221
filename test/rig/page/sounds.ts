import type { ContractPerson, ContractSound } from '@offhook/core/testing'
import { people } from '../people.ts'
import type { Heard } from './ear.ts'
import type { Bank } from './ear-worklet.ts'

const named: readonly (readonly [ContractSound | 'tone', number])[] = [
  ...Object.entries(people).map(([person, { tone }]) => [person as ContractPerson, tone] as const),
  // Asterisk's hold music in the tests, and its extension 601
  ['music', 1500],
  ['tone', 1000],
]
const rows = [697, 770, 852, 941]
const columns = [1209, 1336, 1477, 1633]
const keys = ['123A', '456B', '789C', '*0#D']

/**
 * What an ear must know, as `soundsIn` and `keyIn` read it. Voices are told apart over 85 ms; a key of Firefox sounds for
 * 50 ms only, as it sends RFC 4733 with a clock of 8 kHz beside a codec of 48 kHz.
 */
export const banks: readonly Bank[] = [
  { size: 4096, frequencies: named.map(([, hertz]) => hertz) },
  { size: 2048, frequencies: rows },
  { size: 2048, frequencies: columns },
]

// a tone of the tests has an amplitude of some 0.2; what is weaker than this is not there
const faintest = 0.01
// a codec adds a little of its own, and the speech of two sounds equally loud
const leastShare = 0.15
// below this a loudspeaker is silent: 80 dB under full scale
const silence = 0.0001

/** Who or what sounds; `noise` when it is nothing known and yet not silent. */
export function soundsIn({ level, amplitudes: [voices = []] }: Heard): readonly (ContractSound | 'tone')[] {
  if (level < silence) return []
  const least = Math.max(faintest, leastShare * Math.max(...voices))
  const heard = named.filter((_, at) => (voices[at] ?? 0) >= least)
  return heard.length === 0 ? ['noise'] : heard.map(([name]) => name).sort()
}

/** The key whose two tones sound, if it is a key. */
export function keyIn({ amplitudes: [, inRows = [], inColumns = []] }: Heard): string | undefined {
  const row = clearest(inRows)
  const column = clearest(inColumns)
  return row === undefined || column === undefined ? undefined : keys[row]?.[column]
}

/** The place of the one that is clearly there, when only one is. */
function clearest(amplitudes: readonly number[]): number | undefined {
  const strongest = Math.max(...amplitudes)
  const others = amplitudes.filter((amplitude) => amplitude !== strongest)
  return strongest < 0.02 || Math.max(...others) > strongest / 3 ? undefined : amplitudes.indexOf(strongest)
}
