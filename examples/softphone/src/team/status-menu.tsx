import { displayOf, type PersonStatus, type Presence, type PresenceView } from '@offhook/core'
import { X } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { Button, IconButton } from '../design/button.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { timeOfDay } from './moment.ts'
import { PresenceDot } from './presence-dot.tsx'

const statuses: readonly PersonStatus[] = ['available', 'away', 'do-not-disturb', 'lunch', 'meeting', 'holiday']

const minuteMs = 60_000
const spans = [30, 60, 120]

/** How one is, until when, and what one says about it; each choice is made at once. */
export function StatusMenu({ presence }: { presence: Presence }) {
  const { presence: words } = useWords()
  const { attempt } = useWorkspace()
  const now = useReadable(presence)
  if (now.status === 'loading') return <p className="soft status-wait">{words.loading}</p>
  const said = now.status === 'saving' ? { ...now.value.person, ...now.wanted } : now.value.person
  return (
    <>
      <fieldset className="status-choices">
        <legend className="for-ears">{words.title}</legend>
        {statuses.map((status) => (
          <label key={status} className="status-choice">
            <input
              type="radio"
              name="status"
              data-testid={`status-${status}`}
              checked={said.status === status}
              onChange={() => attempt(() => (status === 'available' ? presence.clear() : presence.set(status)))}
            />
            <PresenceDot display={displayOf({ person: { status, since: 0 }, line: 'idle', device: 'reachable' })} />
            {words.statuses[status]}
          </label>
        ))}
      </fieldset>
      <About presence={presence} said={said} />
    </>
  )
}

type Said = Pick<PresenceView['person'], 'status' | 'until' | 'note'>

/** Until when and why; of somebody who is available there is nothing to end and the place stays empty. */
function About({ presence, said: { status, until, note = '' } }: { presence: Presence; said: Said }) {
  const { presence: words } = useWords()
  const { attempt } = useWorkspace()
  const isIdle = status === 'available'
  const say = (change: { until?: number | string | undefined; note?: string }) => {
    const next = { until, note, ...change }
    const options = { ...(next.until && { until: next.until }), ...(next.note && { note: next.note }) }
    attempt(() => presence.set(status, options))
  }
  return (
    <div className="status-about" data-idle={isIdle} inert={isIdle}>
      <Until until={until} onSay={(next) => say({ until: next })} />
      <div className="status-spans">
        {spans.map((minutes) => (
          <Button
            key={minutes}
            data-testid={`for-${minutes}`}
            onClick={() => say({ until: Date.now() + minutes * minuteMs })}
          >
            {words.span(minutes)}
          </Button>
        ))}
      </div>
      <Note note={note} onSay={(text) => say({ note: text })} />
    </div>
  )
}

interface UntilProps {
  readonly until: number | undefined
  readonly onSay: (until: string | undefined) => void
}

/** A time is said when it is written, not with each of its digits. */
function Until({ until, onSay }: UntilProps) {
  const { presence: words } = useWords()
  const said = until === undefined ? '' : timeOfDay(until)
  const [time, setTime] = useState(said)
  useEffect(() => setTime(said), [said])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (time !== said) onSay(time || undefined)
  }
  return (
    <form className="status-until" onSubmit={submit}>
      <label className="label">
        {words.untilLabel}
        <input
          type="time"
          className="field"
          data-testid="until"
          value={time}
          onChange={({ target }) => setTime(target.value)}
          onBlur={submit}
        />
      </label>
      <IconButton icon={X} label={words.noEnd} aria-disabled={until === undefined} onClick={() => onSay(undefined)} />
    </form>
  )
}

const longestNote = 140

function Note({ note, onSay }: { note: string; onSay: (note: string) => void }) {
  const { presence: words } = useWords()
  const [text, setText] = useState(note)
  // it may be changed in another window while this one is open
  useEffect(() => setText(note), [note])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== note) onSay(text.trim())
  }
  return (
    <form onSubmit={submit}>
      <label className="label">
        {words.note}
        <input
          className="field"
          data-testid="note"
          value={text}
          maxLength={longestNote}
          placeholder={words.noteHint}
          enterKeyHint="done"
          onChange={({ target }) => setText(target.value)}
          onBlur={submit}
        />
      </label>
    </form>
  )
}
