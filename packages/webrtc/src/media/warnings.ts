import type { QualityWarning } from '@offhook/core'

/** What was measured in one interval. */
export interface Measured {
  /** Mean opinion score, 1 to 4.5. */
  readonly mos: number
  readonly lossPercent: number
  readonly jitterMs: number
  /** Absent until measured. */
  readonly roundTripMs?: number
}

// where people begin to notice it in a conversation
const limits: readonly (readonly [QualityWarning, (measured: Measured) => boolean])[] = [
  ['high-loss', ({ lossPercent }) => lossPercent > 3],
  ['high-jitter', ({ jitterMs }) => jitterMs > 30],
  ['high-delay', ({ roundTripMs = 0 }) => roundTripMs > 400],
  ['low-quality', ({ mos }) => mos < 3.5],
]

const remembered = 5
const toRaise = 3
const toClear = 3

/** Makes a judge of intervals: it warns after 3 bad ones of the last 5, and is content again after 3 good ones in a row. */
export function createWarnings(): (measured: Measured) => readonly QualityWarning[] {
  const judges = limits.map(([warning, isBad]) => {
    let last: readonly boolean[] = []
    let isRaised = false
    return (measured: Measured) => {
      last = [...last, isBad(measured)].slice(-remembered)
      if (isRaised) isRaised = last.slice(-toClear).includes(true)
      else isRaised = last.filter(Boolean).length >= toRaise
      return isRaised ? [warning] : []
    }
  })
  return (measured) => judges.flatMap((judge) => judge(measured))
}
