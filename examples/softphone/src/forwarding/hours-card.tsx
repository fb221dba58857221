import { type Forwarding, type ForwardingDocument, isWithin, type OffhookError, type Schedule } from '@offhook/core'
import { useState } from 'react'
import { Button } from '../design/button.tsx'
import { Switch } from '../design/switch.tsx'
import { ErrorNotice } from '../notices/error-notice.tsx'
import { useSaving } from '../profile/problems.ts'
import { CardWait } from '../settings/card-wait.tsx'
import { useWords } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { days, hoursOn, nameOfDay } from './week.ts'
import { WeekForm } from './week-form.tsx'

/** The hours of the office, and one's own where they are others. */
export function HoursCard({ forwarding }: { forwarding: Forwarding }) {
  const { hours } = useWords()
  const now = useReadable(forwarding)
  return (
    <section className="card" data-testid="hours-card">
      <h3>{hours.title}</h3>
      {now.status === 'loading' ? (
        <CardWait />
      ) : (
        // what was changed in another window is what there is to change here
        <Hours key={JSON.stringify(now.value.ownHours)} forwarding={forwarding} document={now.value} />
      )}
    </section>
  )
}

function Hours({ forwarding, document }: { forwarding: Forwarding; document: ForwardingDocument }) {
  const words = useWords()
  const { officeHours, ownHours, rules } = document
  const [own, setOwn] = useState(ownHours)
  const { run, error, isSaving } = useSaving()
  const isChanged = JSON.stringify(own) !== JSON.stringify(ownHours)
  const save = (next: Schedule | undefined) =>
    run(async () => forwarding.save({ rules, ...(next && { ownHours: next }) }))
  return (
    <>
      <p className="soft">{isWithin(ownHours ?? officeHours, Date.now()) ? words.hours.open : words.hours.closed}</p>
      <Switch
        isOn={own !== undefined}
        onChange={(isOn) => {
          setOwn(isOn ? officeHours : undefined)
          if (!isOn && ownHours) save(undefined)
        }}
      >
        {words.hours.own}
      </Switch>
      {own === undefined ? (
        <Week schedule={officeHours} />
      ) : (
        <>
          <WeekForm schedule={own} onChange={setOwn} />
          <div role="alert">{error && <ErrorNotice code={error.code} what={detailOf(error)} />}</div>
          <div className="card-ways">
            <Button tone="accent" data-testid="hours-save" isIdle={!isChanged || isSaving} onClick={() => save(own)}>
              {isSaving ? words.saving : words.save}
            </Button>
          </div>
        </>
      )}
    </>
  )
}

const detailOf = (error: OffhookError) => (error.code === 'invalid' ? error.problems[0]?.detail : undefined)

/** Hours to read. */
function Week({ schedule }: { schedule: Schedule }) {
  const { hours, locale } = useWords()
  return (
    <dl className="week">
      {days.map((day) => {
        const stretches = hoursOn(schedule, day).map(({ from, to }) => `${from}–${to}`)
        return (
          <div key={day}>
            <dt>{nameOfDay(day, locale)}</dt>
            <dd className="numbers soft">{stretches.join(', ') || hours.free}</dd>
          </div>
        )
      })}
      {schedule.exceptions.map(({ date, name, intervals }) => (
        <div key={date}>
          <dt>{name ?? date}</dt>
          <dd className="numbers soft">
            {new Date(`${date}T12:00`).toLocaleDateString(locale, { day: 'numeric', month: 'short' })}
            {' · '}
            {intervals.map(({ from, to }) => `${from}–${to}`).join(', ') || hours.free}
          </dd>
        </div>
      ))}
    </dl>
  )
}
