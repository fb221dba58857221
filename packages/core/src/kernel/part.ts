import type { Clock } from './clock.ts'
import type { NumberPlan } from './number.ts'

/** A slice and what closes it. */
export interface Live<Slice> {
  readonly slice: Slice
  close(): void
}

/** What a phone hands to each of its parts. */
export interface PartWorld {
  readonly clock: Clock
  /** How numbers without a country code are read. */
  readonly numbers: NumberPlan
  /** Tells a fact to those who called `phone.on(name, …)`. */
  emit(name: string, ...facts: readonly unknown[]): void
}

/**
 * A part of a phone that brings its own code, so that a phone without it does not carry it:
 * `createPhone({ presence: presencePart(transport) })`.
 */
export interface Part<Slice> {
  /** Makes the slice; called once by the phone. */
  plug(world: PartWorld): Live<Slice>
}
