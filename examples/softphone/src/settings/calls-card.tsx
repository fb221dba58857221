import type { CallerIds, Settings } from '@offhook/core'
import { SelectField } from '../design/select.tsx'
import { Switch } from '../design/switch.tsx'
import { formatNumber } from '../dial/format.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { CardWait } from './card-wait.tsx'

const switches = ['callWaiting', 'simultaneousRing', 'ringer'] as const

/** How calls ring, and which number others see. */
export function CallsCard({ settings, callerIds }: { settings: Settings; callerIds: CallerIds | undefined }) {
  const { calls } = useWords()
  const { attempt } = useWorkspace()
  const now = useReadable(settings)
  return (
    <section className="card" data-testid="calls-card">
      <h3>{calls.title}</h3>
      {now.status === 'loading' ? (
        <CardWait />
      ) : (
        switches.map((name) => (
          <div key={name} data-testid={`switch-${name}`} data-on={now.value[name]}>
            <Switch
              // what was asked for is shown at once, and what is true once it is known
              isOn={(now.status === 'saving' ? now.wanted[name] : undefined) ?? now.value[name]}
              onChange={(isOn) => attempt(() => settings.update({ [name]: isOn }))}
            >
              {calls.switches[name].label}
            </Switch>
            <p className="soft small">{calls.switches[name].hint}</p>
          </div>
        ))
      )}
      {callerIds && <StandardCallerId callerIds={callerIds} />}
    </section>
  )
}

function StandardCallerId({ callerIds }: { callerIds: CallerIds }) {
  const { callerId } = useWords()
  const { attempt } = useWorkspace()
  const now = useReadable(callerIds)
  if (now.status === 'loading') return null
  const { allowed, standard = '' } = now.value
  const wanted = now.status === 'saving' ? (now.wanted.standard ?? '') : standard
  return (
    <SelectField
      label={callerId.standard}
      data-testid="standard-caller-id"
      value={wanted}
      onChange={({ target }) => attempt(() => callerIds.choose(target.value === '' ? null : target.value))}
    >
      <option value="">{callerId.usual}</option>
      {allowed.map(({ number, name }) => (
        <option key={number} value={number}>
          {[name, formatNumber(number)].filter(Boolean).join(' · ')}
        </option>
      ))}
    </SelectField>
  )
}
