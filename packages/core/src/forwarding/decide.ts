import { isWithin } from './schedule.ts'
import type {
  CallerKind,
  ForwardingDocument,
  ForwardingRule,
  ForwardingStatus,
  ForwardingTarget,
  Situation,
} from './transport.ts'

/** A call that comes in, as far as forwarding asks. */
export interface ForwardedCall {
  readonly status: ForwardingStatus
  readonly callers: CallerKind
  /** When it comes: milliseconds since the Unix epoch. */
  readonly at: number
}

/** What becomes of a call; what is absent does not happen. */
export interface ForwardingDecision {
  /** At once, without ringing. */
  readonly atOnce?: ForwardingTarget
  /** When no telephone can ring. */
  readonly unreachable?: ForwardingTarget
  /** When everything that could ring is busy. */
  readonly busy?: ForwardingTarget
  /** When nobody answers. */
  readonly noAnswer?: { readonly target: ForwardingTarget; readonly afterSeconds: number }
}

/**
 * What the rules say about a call. `always` decides before `outside-hours` (the own hours, or the office's), and both
 * before the rest; a rule with the target `none` lets the call ring as if there were no rule, and hides none behind it.
 */
export function decideForwarding(
  document: ForwardingDocument,
  { status, callers, at }: ForwardedCall,
): ForwardingDecision {
  const { rules, ownHours, officeHours } = document
  const ruleFor = (situation: Situation): ForwardingRule | undefined =>
    rules.find((rule) => rule.status === status && rule.callers === callers && rule.situation === situation)
  const targetFor = (situation: Situation) => somewhere(ruleFor(situation)?.target)

  const isOutside = () => !isWithin(ownHours ?? officeHours, at)
  const atOnce = targetFor('always') ?? (isOutside() ? targetFor('outside-hours') : undefined)
  if (atOnce !== undefined) return { atOnce }

  const [unreachable, busy, target] = [targetFor('unreachable'), targetFor('busy'), targetFor('no-answer')]
  const afterSeconds = ruleFor('no-answer')?.afterSeconds
  return {
    ...(unreachable && { unreachable }),
    ...(busy && { busy }),
    ...(target && afterSeconds !== undefined && { noAnswer: { target, afterSeconds } }),
  }
}

const somewhere = (target: ForwardingTarget | undefined) => (target?.to === 'none' ? undefined : target)
