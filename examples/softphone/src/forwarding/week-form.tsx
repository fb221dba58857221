import type { Schedule, WeeklyInterval } from '@offhook/core'
import { Plus, X } from 'lucide-react'
import { IconButton } from '../design/button.tsx'
import { SelectField } from '../design/select.tsx'
import { useWords } from '../workspace/context.ts'
import { days, hoursOn, nameOfDay, nextHours, withHours } from './week.ts'

interface WeekFormProps {
  readonly schedule: Schedule
  readonly onChange: (schedule: Schedule) => void
}

const mostStretches = 3

/** Hours to write: stretches of each day, and the clock they are read by. */
export function WeekForm({ schedule, onChange }: WeekFormProps) {
  const { hours: words, locale } = useWords()
  return (
    <div className="week-form">
      {days.map((day) => (
        <DayForm
          key={day}
          name={nameOfDay(day, locale)}
          hours={hoursOn(schedule, day)}
          onChange={(hours) => onChange(withHours(schedule, day, hours))}
        />
      ))}
      <SelectField
        label={words.zone}
        value={schedule.timeZone}
        data-testid="hours-zone"
        onChange={({ target }) => onChange({ ...schedule, timeZone: target.value })}
      >
        {zonesWith(schedule.timeZone).map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
    </div>
  )
}

type Stretch = Omit<WeeklyInterval, 'day'>

interface DayFormProps {
  readonly name: string
  readonly hours: readonly Stretch[]
  readonly onChange: (hours: readonly Stretch[]) => void
}

function DayForm({ name, hours, onChange }: DayFormProps) {
  const { hours: words } = useWords()
  const change = (at: number, part: Partial<Stretch>) =>
    onChange(hours.map((stretch, place) => (place === at ? { ...stretch, ...part } : stretch)))
  return (
    <fieldset className="day-form">
      <legend>{name}</legend>
      <div className="day-stretches">
        {hours.length === 0 && <p className="soft">{words.free}</p>}
        {hours.map(({ from, to }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no identity but its place
          <div key={at} className="day-stretch">
            <input
              type="time"
              className="field"
              aria-label={words.from(name)}
              value={from}
              onChange={({ target }) => change(at, { from: target.value })}
            />
            <span aria-hidden>–</span>
            <input
              type="time"
              className="field"
              aria-label={words.to(name)}
              value={to}
              onChange={({ target }) => change(at, { to: target.value })}
            />
            <IconButton
              icon={X}
              label={words.remove(name)}
              onClick={() => onChange(hours.filter((_, place) => place !== at))}
            />
          </div>
        ))}
      </div>
      <IconButton
        icon={Plus}
        label={words.add(name)}
        aria-disabled={hours.length >= mostStretches}
        onClick={() => hours.length < mostStretches && onChange([...hours, nextHours(hours)])}
      />
    </fieldset>
  )
}

/** The time zones this browser knows, and the one that is chosen in any case. */
function zonesWith(chosen: string): readonly string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return known.includes(chosen) ? known : [chosen, ...known]
}
