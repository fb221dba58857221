import type { CallerIds } from '@offhook/core'
import { useWords } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { formatNumber } from './format.ts'

interface CallerIdChoiceProps {
  readonly callerIds: CallerIds
  /** For the next call; undefined: the usual one. */
  readonly chosen: string | undefined
  readonly onChoose: (number: string | undefined) => void
}

/** The number that whoever is called next sees. */
export function CallerIdChoice({ callerIds, chosen, onChoose }: CallerIdChoiceProps) {
  const { callerId } = useWords()
  const now = useReadable(callerIds)
  const { allowed, standard } = now.status === 'loading' ? { allowed: [] } : now.value
  return (
    <label className="caller-id small">
      <span className="soft">{callerId.show}</span>
      <select
        data-testid="caller-id"
        value={chosen ?? standard ?? ''}
        onChange={({ target }) => onChoose(target.value === standard ? undefined : target.value)}
      >
        {standard === undefined && <option value="">{callerId.usual}</option>}
        {allowed.map(({ number, name }) => (
          <option key={number} value={number}>
            {[name, formatNumber(number)].filter(Boolean).join(' · ')}
          </option>
        ))}
      </select>
    </label>
  )
}
