import { type FieldProblem, OffhookError } from '../errors.ts'
import { parseTarget } from '../kernel/number.ts'
import { type NumberPlan, netherlands } from '../kernel/number-plan.ts'
import { scheduleProblems } from './schedule.ts'
import type { ForwardingPlan, ForwardingRule, ForwardingTarget } from './transport.ts'

const shortest = 5
const longest = 120

/** What is wrong with a plan; nothing: it can be saved. The exchange asks the same. */
export function problemsOf(plan: ForwardingPlan, numbers: NumberPlan = netherlands): readonly FieldProblem[] {
  const seen = new Set<string>()
  return [
    ...plan.rules.flatMap((rule, at) => {
      const place = `${rule.status} ${rule.callers} ${rule.situation}`
      const isTwice = seen.has(place)
      seen.add(place)
      const twice = problem('', 'duplicate', 'There is a rule for this status, caller and situation already.')
      return [...(isTwice ? [twice] : []), ...ruleProblems(rule, numbers)].map(below(`/rules/${at}`))
    }),
    ...(plan.ownHours ? scheduleProblems(plan.ownHours).map(below('/ownHours')) : []),
  ]
}

function ruleProblems({ situation, afterSeconds, target }: ForwardingRule, numbers: NumberPlan): FieldProblem[] {
  const problems = targetProblems(target, numbers).map(below('/target'))
  const after = (code: string, detail: string) => [...problems, problem('/afterSeconds', code, detail)]
  if (situation !== 'no-answer') {
    return afterSeconds === undefined ? problems : after('not-allowed', 'Only no-answer waits.')
  }
  if (afterSeconds === undefined) return after('required', 'How long does it ring before that?')
  const isPossible = Number.isInteger(afterSeconds) && afterSeconds >= shortest && afterSeconds <= longest
  return isPossible ? problems : after('bad-value', `It rings ${shortest} to ${longest} seconds.`)
}

function targetProblems(target: ForwardingTarget, numbers: NumberPlan): FieldProblem[] {
  switch (target.to) {
    case 'external':
      return numberProblems('/number', target.number, ['international', 'national'], numbers)
    case 'system':
      return numberProblems('/number', target.number, ['internal', 'code'], numbers)
    case 'colleague':
      return numberProblems('/extension', target.extension, ['internal'], numbers)
    case 'voicemail':
    case 'own-mobile':
    case 'busy-tone':
    case 'none':
      return []
  }
}

/** Emergency numbers are of no kind that a call may be forwarded to. */
function numberProblems(pointer: string, number: string, kinds: readonly string[], numbers: NumberPlan) {
  try {
    const { kind } = parseTarget(number, numbers)
    return kinds.includes(kind) ? [] : [problem(pointer, 'not-allowed', `Calls cannot be forwarded to that number.`)]
  } catch (error) {
    if (error instanceof OffhookError) return [problem(pointer, 'bad-number', error.message)]
    throw error
  }
}

const problem = (pointer: string, code: string, detail: string): FieldProblem => ({ pointer, code, detail })

const below =
  (place: string) =>
  (one: FieldProblem): FieldProblem => ({ ...one, pointer: place + one.pointer })
