import { type Forwarding, type ForwardingPlan, OffhookError } from '@offhook/core'
import { useEffect, useState } from 'react'
import { FormField } from '../design/form-field.tsx'
import { SelectField } from '../design/select.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { type Choice, choices, needsNumber, type Place, ruleAt, ruleOf, type Written, writtenOf } from './rules.ts'

interface RuleRowProps {
  readonly forwarding: Forwarding
  readonly plan: ForwardingPlan
  readonly place: Place
}

/** Where calls go in one situation; saved as soon as it is whole. */
export function RuleRow({ forwarding, plan, place }: RuleRowProps) {
  const { forwarding: words } = useWords()
  const kept = writtenOf(ruleAt(plan, place))
  const { written, write, save, problem } = useRule(forwarding, place, kept)
  const label = words.situations[place.situation]
  const choose = (choice: Choice) => {
    const next = { ...written, choice, number: needsNumber(choice) ? written.number : '' }
    write(next)
    if (!needsNumber(choice)) save(next)
  }
  return (
    <div className="rule" data-testid={`rule-${place.situation}`} data-choice={kept.choice}>
      {/* the options are the choices */}
      <SelectField label={label} value={written.choice} onChange={({ target }) => choose(target.value as Choice)}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {words.choices[choice]}
          </option>
        ))}
      </SelectField>
      {needsNumber(written.choice) && (
        <FormField
          label={words.number[written.choice === 'external' ? 'external' : 'internal']}
          type="tel"
          data-testid="rule-number"
          value={written.number}
          problem={problem}
          onChange={({ target }) => write({ ...written, number: target.value })}
          onBlur={() => save(written)}
          onKeyDown={({ key }) => key === 'Enter' && save(written)}
        />
      )}
      {place.situation === 'no-answer' && written.choice !== 'off' && (
        <FormField
          label={words.after}
          type="number"
          min={5}
          max={120}
          data-testid="rule-after"
          value={written.afterSeconds}
          problem={needsNumber(written.choice) ? undefined : problem}
          onChange={({ target }) => write({ ...written, afterSeconds: target.valueAsNumber })}
          onBlur={() => save(written)}
          onKeyDown={({ key }) => key === 'Enter' && save(written)}
        />
      )}
    </div>
  )
}

/** What is written at a place: what was saved, until somebody writes something else. */
function useRule(forwarding: Forwarding, place: Place, kept: Written) {
  const { problems } = useWords()
  const { attempt } = useWorkspace()
  const [written, write] = useState(kept)
  const [problem, setProblem] = useState<string>()
  const { choice, number, afterSeconds } = kept
  useEffect(() => {
    write({ choice, number, afterSeconds })
    setProblem(undefined)
  }, [choice, number, afterSeconds])
  const save = (next: Written) => {
    if (needsNumber(next.choice) && next.number.trim() === '') return
    if (JSON.stringify(next) === JSON.stringify(kept)) return setProblem(undefined)
    const rule = ruleOf(place, next)
    attempt(() => {
      try {
        setProblem(undefined)
        return rule ? forwarding.set(rule) : forwarding.remove(place)
      } catch (error) {
        if (!(error instanceof OffhookError) || error.code !== 'invalid') throw error
        const [first] = error.problems
        setProblem(first && (problems[first.code] ?? first.detail))
        return undefined
      }
    })
  }
  return { written, write, save, problem }
}
