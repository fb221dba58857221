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
 * The mean opinion score by the E-model, 1 to 4.4. R = 93.2 - Id - Ie,eff; Id = 0.024 d + 0.11 (d - 177.3) for what is
 * above 177.3 ms (R. Cole and J. Rosenbluth, "Voice over IP performance monitoring", 2001, a fit of G.107 7.4);
 * Ie,eff = 95 Ppl / (Ppl + Bpl) (G.107 7-29 with Ie = 0 and random loss); R to MOS by G.107 annex B.
 */
export function mosOf({ lossPercent, delayMs }: Impairments): number {
  const byDelay = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - 177.3)
  const byLoss = (95 * lossPercent) / (lossPercent + lossRobustness)
  const rating = Math.max(0, bestRating - byDelay - byLoss)
  // the cubic of annex B dips below 1 for the lowest ratings
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6)
}
