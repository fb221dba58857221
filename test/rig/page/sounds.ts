import type { ContractPerson, ContractSound } from '@offhook/core/testing'
import { people } from '../people.ts'
import type { Heard } from './ear.ts'

const named: readonly (readonly [ContractSound | 'tone', number])[] = [
  ...Object.entries(people).map(([person, { tone }]) => [person as ContractPerson, tone] as const),
  // Asterisk's hold music in the tests, and its extension 601
  ['music', 1500],
  ['tone', 1000],
]
/** Every tone an ear must know, in the order in which `soundsIn` reads them. */
export const frequencies: readonly number[] = named.map(([, hertz]) => hertz)

// a tone of the tests has an amplitude of some 0.2; what is weaker than this is not there
const faintest = 0.01
// a codec adds a little of its own, and the speech of two sounds equally loud
const leastShare = 0.15
// below this a loudspeaker is silent: 80 dB under full scale
const silence = 0.0001

/** Who or what sounds; `noise` when it is nothing known and yet not silent. */
export function soundsIn({ level, amplitudes }: Heard): readonly (ContractSound | 'tone')[] {
  if (level < silence) return []
  const least = Math.max(faintest, leastShare * Math.max(...amplitudes))
  const heard = named.filter((_, at) => (amplitudes[at] ?? 0) >= least)
  return heard.length === 0 ? ['noise'] : heard.map(([name]) => name).sort()
}
