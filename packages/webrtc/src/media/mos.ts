/** What decides how good a call sounds. */
export interface Impairments {
  /** Packets lost, per cent. */
  readonly lossPercent: number
  /** From mouth to ear, milliseconds, one way. */
  readonly delayMs: number
}

// ITU-T G.107 (06/2015) with every parameter at its default but delay and loss
const bestRating = 93.2
// ITU-T G.113 appendix I, a codec with packet loss concealment (G.711; Opus has no entry and conceals at least as well)
const lossRobustness = 25.1

/**
 * The mean opinion score by the E-model, 1 to 4.4: R = 93.2 - Idd - Ie,eff, where Idd is the impairment by delay (G.107
 * 7-27 and 7-28), Ie,eff = 95 Ppl / (Ppl + Bpl) that by random loss (7-29 with Ie = 0), and R becomes a MOS by annex B.
 */
export function mosOf({ lossPercent, delayMs }: Impairments): number {
  const byLoss = (95 * lossPercent) / (lossPercent + lossRobustness)
  const rating = Math.max(0, bestRating - delayImpairment(delayMs) - byLoss)
  // the cubic of annex B dips below 1 for the lowest ratings
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6)
}

/** Nobody notices the first tenth of a second. */
function delayImpairment(delayMs: number): number {
  const x = Math.log2(Math.max(1, delayMs / 100))
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2)
}
