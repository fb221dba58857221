import type { Clock } from './clock.ts'
import type { NumberPlan } from './number-plan.ts'

/** A slice and what closes it. */
export interface Live<Slice> {
  readonly slice: Slice
  close(): void
}

/** The connection of a phone, as far as its parts steer it. */
export interface PartConnection {
  getSnapshot(): { readonly status: string }
  connect(): Promise<void>
  disconnect(): Promise<void>
}

/** What a phone hands to each of its parts. */
export interface PartWorld {
  readonly clock: Clock
  /** How numbers without a country code are read. */
  readonly numbers: NumberPlan
  /** Absent for a phone that makes no calls. */
  readonly connection?: PartConnection | undefined
  /** Keeps this machine from ringing aloud, or no more; its own choice stays. */
  silence(isSilent: boolean): void
  /** Tells a fact to those who called `phone.on(name, …)`. */
  emit(name: string, ...facts: readonly unknown[]): void
}

// the same symbol in every copy of this library on a page
const start: unique symbol = /* @__PURE__ */ Symbol.for('offhook.part')

/**
 * A part of a phone that brings its own code, so that a phone without it does not carry it:
 * `createPhone({ presence: presencePart(transport) })`.
 */
export interface Part<Slice> {
  readonly [start]: (world: PartWorld) => Live<Slice>
}

/** Makes a part of what makes its slice; each phone that is given the part makes one of its own. */
export const part = <Slice>(create: (world: PartWorld) => Live<Slice>): Part<Slice> => ({ [start]: create })

/** Makes the slice of a part, or nothing of what is no part. */
export function startPart(given: unknown, world: PartWorld): Live<unknown> | undefined {
  return isPart(given) ? given[start](world) : undefined
}

const isPart = (given: unknown): given is Part<unknown> => typeof given === 'object' && given !== null && start in given
