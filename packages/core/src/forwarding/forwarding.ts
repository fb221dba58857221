import { OffhookError } from '../errors.ts'
import { createDocument, type DocumentSnapshot } from '../kernel/document.ts'
import { type NumberPlan, netherlands } from '../kernel/number-plan.ts'
import { type Live, type Part, part } from '../kernel/part.ts'
import type { Readable } from '../kernel/store.ts'
import type { ForwardingDocument, ForwardingPlan, ForwardingRule, ForwardingTransport } from './transport.ts'
import { problemsOf } from './validate.ts'

/** The forwarding of a person, and what was asked of it. */
export type ForwardingSnapshot = DocumentSnapshot<ForwardingDocument, ForwardingPlan>

/** Where a person's calls go when they do not ring here. Each command throws `illegal-command` while loading. */
export interface Forwarding extends Readable<ForwardingSnapshot> {
  /**
   * Replaces all rules and the own hours. Throws `invalid` with `error.problems` when it makes no sense, and rejects
   * with `conflict` when it was changed elsewhere.
   */
  save(plan: ForwardingPlan): Promise<void>
  /** Adds a rule, or replaces the one for the same status, callers and situation; as `save`. */
  set(rule: ForwardingRule): Promise<void>
  /** Takes a rule away; as `save`. */
  remove(rule: Pick<ForwardingRule, 'status' | 'callers' | 'situation'>): Promise<void>
}

/** The world forwarding lives in, each with a default. */
export interface ForwardingOptions {
  readonly numbers?: NumberPlan
}

/** Keeps the one truth about where a person's calls go. */
export function createForwarding(
  transport: ForwardingTransport,
  { numbers = netherlands }: ForwardingOptions = {},
): Live<Forwarding> {
  const document = createDocument<ForwardingDocument, ForwardingPlan>()
  const { getSnapshot, subscribe } = document
  const stop = transport.open({ value: document.arrive })

  const save = (plan: ForwardingPlan) => {
    const problems = problemsOf(plan, numbers)
    if (problems.length > 0) throw new OffhookError('invalid', { problems })
    return document.save(plan, () => transport.send({ type: 'save', plan }))
  }
  const change = (rules: (before: readonly ForwardingRule[]) => readonly ForwardingRule[]) => {
    const { rules: before, ownHours } = planOf(getSnapshot())
    return save({ rules: rules(before), ...(ownHours && { ownHours }) })
  }

  const slice: Forwarding = {
    getSnapshot,
    subscribe,
    save,
    set: (rule) => change((rules) => [...rules.filter((other) => !isSame(other, rule)), rule]),
    remove: (rule) => change((rules) => rules.filter((other) => !isSame(other, rule))),
  }
  return {
    slice,
    close() {
      document.close()
      stop()
    },
  }
}

type Place = Pick<ForwardingRule, 'status' | 'callers' | 'situation'>

const isSame = (a: Place, b: Place) => a.status === b.status && a.callers === b.callers && a.situation === b.situation

/** What stands now; a change on the way counts as made, for it will be before the next one is sent. */
function planOf(now: ForwardingSnapshot): ForwardingPlan {
  if (now.status === 'loading') return { rules: [] }
  return now.status === 'saving' ? now.wanted : now.value
}

/** Forwarding as a part of a phone: `createPhone({ forwarding: forwardingPart(transport) })`. */
export const forwardingPart = (transport: ForwardingTransport): Part<Forwarding> =>
  part((world) => createForwarding(transport, world))
