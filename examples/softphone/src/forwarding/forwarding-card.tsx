import type { Forwarding, ForwardingPlan, ForwardingStatus } from '@offhook/core'
import { useState } from 'react'
import { SelectField } from '../design/select.tsx'
import { CardWait } from '../settings/card-wait.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useMaybe, useReadable } from '../workspace/use-readable.ts'
import { RuleRow } from './rule-row.tsx'
import { callerKinds, situations, statuses } from './rules.ts'
import './forwarding.css'

/** Where calls go in each status, for callers from inside and outside. */
export function ForwardingCard({ forwarding }: { forwarding: Forwarding }) {
  const words = useWords()
  const now = useReadable(forwarding)
  const [status, setStatus] = useState<ForwardingStatus>(useOwnStatus())
  const plan = now.status === 'loading' ? undefined : now.status === 'saving' ? now.wanted : now.value
  return (
    <section className="card forwarding" data-testid="forwarding-card" data-status={now.status}>
      <h3>{words.forwarding.title}</h3>
      <SelectField
        label={words.forwarding.when}
        data-testid="forwarding-status"
        value={status}
        // the options are the statuses
        onChange={({ target }) => setStatus(target.value as ForwardingStatus)}
      >
        {statuses.map((each) => (
          <option key={each} value={each}>
            {words.presence.statuses[each]}
            {plan && countOf(plan, each, words.forwarding.rules)}
          </option>
        ))}
      </SelectField>
      {plan === undefined ? (
        <CardWait />
      ) : (
        callerKinds.map((callers) => (
          <fieldset key={callers} className="rules" data-testid={`rules-${callers}`}>
            <legend>{words.forwarding.callers[callers]}</legend>
            {situations.map((situation) => (
              <RuleRow
                key={`${status} ${situation}`}
                forwarding={forwarding}
                plan={plan}
                place={{ status, callers, situation }}
              />
            ))}
          </fieldset>
        ))
      )}
    </section>
  )
}

const countOf = ({ rules }: ForwardingPlan, status: ForwardingStatus, say: (count: number) => string) => {
  const count = rules.filter((rule) => rule.status === status).length
  return count === 0 ? '' : ` (${say(count)})`
}

/** The own status of now is the one that matters most. */
function useOwnStatus(): ForwardingStatus {
  const own = useMaybe(useWorkspace().phone.presence)
  return own === undefined || own.status === 'loading' ? 'available' : own.value.person.status
}
