import type { Quality, QualityWarning } from '@offhook/core'
import type { Counters } from './counters.ts'
import { mosOf } from './mos.ts'
import { createWarnings, type Measured } from './warnings.ts'

/** What is seen at a look beside the counters. */
export interface Look {
  readonly counters: Counters
  /** Packets should come and have not for a while. */
  readonly isSilent: boolean
  /** The microphone has given nothing for a while though it is not muted. */
  readonly isMicrophoneSilent: boolean
}

/** Makes a meter: each look gives the quality since the look before, or undefined when there was nothing to judge. */
export function createQualityMeter(): (look: Look) => Quality | undefined {
  const judge = createWarnings()
  let before: Counters = { received: 0, lost: 0, bufferedMs: 0, emitted: 0, jitterMs: 0 }
  let last: Measured | undefined
  let judged: readonly QualityWarning[] = []
  return ({ counters, isSilent, isMicrophoneSilent }) => {
    const measured = measure(before, counters, isSilent)
    before = counters
    if (measured !== undefined) {
      last = measured
      judged = judge(measured)
    }
    if (last === undefined) return undefined
    const warnings = [...judged]
    if (isSilent) warnings.push('no-packets')
    if (isMicrophoneSilent) warnings.push('microphone-silent')
    return { ...last, warnings }
  }
}

// a packet of 20 ms must be whole before it leaves, and the encoder and the sound card have some of their own
const deviceMs = 30

function measure(before: Counters, now: Counters, isSilent: boolean): Measured | undefined {
  const received = now.received - before.received
  const lost = Math.max(0, now.lost - before.lost)
  // silence that is right, such as on hold, has no quality
  if (received === 0 && !isSilent) return undefined
  const lossPercent = isSilent ? 100 : (100 * lost) / (lost + received)
  const emitted = now.emitted - before.emitted
  const bufferMs = emitted > 0 ? (now.bufferedMs - before.bufferedMs) / emitted : 2 * now.jitterMs
  const mos = mosOf({ lossPercent, delayMs: deviceMs + bufferMs + (now.roundTripMs ?? 0) / 2 })
  return {
    mos: round(mos, 0.1),
    lossPercent: round(lossPercent, 0.1),
    jitterMs: round(now.jitterMs, 1),
    ...(now.roundTripMs !== undefined && { roundTripMs: round(now.roundTripMs, 1) }),
  }
}

function round(value: number, step: number): number {
  // divided by the inverse, or 0.1 would leave 4.4 as 4.4000000000000004
  return Math.round(value / step) / (1 / step)
}

/** Whether a person would read the difference: other warnings, MOS by 0.1, loss by half a per cent, times by a good deal. */
export function differs(a: Quality | undefined, b: Quality): boolean {
  if (a === undefined) return true
  return (
    a.warnings.join() !== b.warnings.join() ||
    Math.abs(a.mos - b.mos) > 0.05 ||
    Math.abs(a.lossPercent - b.lossPercent) >= 0.5 ||
    Math.abs(a.jitterMs - b.jitterMs) >= 5 ||
    isFar(a.roundTripMs, b.roundTripMs)
  )
}

function isFar(a: number | undefined, b: number | undefined): boolean {
  if (a === undefined || b === undefined) return a !== b
  return Math.abs(a - b) >= Math.max(20, a / 5)
}
