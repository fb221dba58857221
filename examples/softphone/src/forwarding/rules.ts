import type {
  CallerKind,
  ForwardingPlan,
  ForwardingRule,
  ForwardingStatus,
  ForwardingTarget,
  Situation,
} from '@offhook/core'

/** The statuses that have rules, in the order of the page. */
export const statuses: readonly ForwardingStatus[] = [
  'available',
  'away',
  'do-not-disturb',
  'lunch',
  'meeting',
  'holiday',
]

/** When a rule counts, the first that holds decides. */
export const situations: readonly Situation[] = ['always', 'outside-hours', 'unreachable', 'busy', 'no-answer']

export const callerKinds: readonly CallerKind[] = ['outside', 'inside']

/** What can be chosen for a situation; `off`: there is no rule. */
export const choices = ['off', 'voicemail', 'colleague', 'own-mobile', 'external', 'system', 'busy-tone'] as const

export type Choice = (typeof choices)[number]

/** Where a rule stands. */
export interface Place {
  readonly status: ForwardingStatus
  readonly callers: CallerKind
  readonly situation: Situation
}

/** A rule as it stands on the page, with a number also where none is needed yet. */
export interface Written {
  readonly choice: Choice
  readonly number: string
  readonly afterSeconds: number
}

const usualSeconds = 20

/** The rule of a place. */
export const ruleAt = ({ rules }: ForwardingPlan, place: Place): ForwardingRule | undefined =>
  rules.find(
    ({ status, callers, situation }) =>
      status === place.status && callers === place.callers && situation === place.situation,
  )

/** How a rule stands on the page. */
export function writtenOf(rule: ForwardingRule | undefined): Written {
  if (rule === undefined) return { choice: 'off', number: '', afterSeconds: usualSeconds }
  const { target, afterSeconds = usualSeconds } = rule
  return { choice: target.to === 'none' ? 'off' : target.to, number: numberIn(target), afterSeconds }
}

function numberIn(target: ForwardingTarget): string {
  if (target.to === 'colleague') return target.extension
  return target.to === 'external' || target.to === 'system' ? target.number : ''
}

/** Whether a choice needs a number. */
export const needsNumber = (choice: Choice) => choice === 'colleague' || choice === 'external' || choice === 'system'

/** The rule that is written at a place; undefined: none. */
export function ruleOf(place: Place, { choice, number, afterSeconds }: Written): ForwardingRule | undefined {
  const target = targetOf(choice, number.trim())
  return target && { ...place, target, ...(place.situation === 'no-answer' && { afterSeconds }) }
}

function targetOf(choice: Choice, number: string): ForwardingTarget | undefined {
  switch (choice) {
    case 'off':
      return undefined
    case 'colleague':
      return { to: choice, extension: number }
    case 'external':
    case 'system':
      return { to: choice, number }
    case 'voicemail':
    case 'own-mobile':
    case 'busy-tone':
      return { to: choice }
  }
}
