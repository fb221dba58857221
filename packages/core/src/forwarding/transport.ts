import type { Schedule } from './schedule.ts'

/** The statuses for which there are rules; the same words as in presence. */
export type ForwardingStatus = 'available' | 'away' | 'do-not-disturb' | 'lunch' | 'holiday' | 'meeting'

/** Who calls: a colleague, or somebody outside. */
export type CallerKind = 'inside' | 'outside'

/** When a rule counts; the first that holds, in this order, decides. */
export type Situation = 'always' | 'outside-hours' | 'unreachable' | 'busy' | 'no-answer'

/** Where a call goes instead. */
export type ForwardingTarget =
  | { readonly to: 'voicemail' }
  | { readonly to: 'colleague'; readonly extension: string }
  | { readonly to: 'own-mobile' }
  | { readonly to: 'external'; readonly number: string }
  /** A number of the exchange: a department, a queue, a menu. */
  | { readonly to: 'system'; readonly number: string }
  | { readonly to: 'busy-tone' }
  /** Nowhere: the call rings on. */
  | { readonly to: 'none' }

/** One rule: for one status, one kind of caller, one situation. */
export interface ForwardingRule {
  readonly status: ForwardingStatus
  readonly callers: CallerKind
  readonly situation: Situation
  /** How long it rings before `no-answer`: 5 to 120 seconds; only there. */
  readonly afterSeconds?: number
  readonly target: ForwardingTarget
}

/** What a person may change. */
export interface ForwardingPlan {
  /** At most one for each status, kind of caller and situation. */
  readonly rules: readonly ForwardingRule[]
  /** Own working hours, where they are not the office's. */
  readonly ownHours?: Schedule
}

/** The forwarding of a person. */
export interface ForwardingDocument extends ForwardingPlan {
  /** The hours of the office, kept by the company. */
  readonly officeHours: Schedule
}

/** What an app asks: the whole plan at once, so that rules never stand half changed. */
export type ForwardingCommand = { readonly type: 'save'; readonly plan: ForwardingPlan }

/** Where forwarding brings its news. */
export interface ForwardingSink {
  /** Undefined: nobody is signed in any more. */
  value(forwarding: ForwardingDocument | undefined): void
}

/** Where the forwarding of a person is kept. */
export interface ForwardingTransport {
  /** Starts bringing the forwarding, now and at each change. */
  open(sink: ForwardingSink): () => void
  /** Rejects with `invalid`, or `conflict` when it was changed elsewhere; the newer one comes as news. */
  send(command: ForwardingCommand): Promise<void>
}
