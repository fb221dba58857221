import type { CallSnapshot } from '@offhook/core'
import { MicOff, Pause, Unplug } from 'lucide-react'
import { Avatar } from '../design/avatar.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import type { Face } from './party.ts'
import { QualityMark } from './quality-mark.tsx'
import { CallStatusLine } from './status-line.tsx'

/** Who it is, how the call stands and how it sounds; each in a place of its own that never moves. */
export function CallHead({ now, face }: { now: CallSnapshot; face: Face }) {
  const isCalling = now.status === 'dialing' || now.status === 'alerting'
  return (
    <header className="call-head">
      <Avatar name={face.name} isCalling={isCalling} {...(face.photo && { photo: face.photo })} />
      <h2 className="call-name">
        <bdi>{face.title}</bdi>
      </h2>
      <p className="soft numbers call-number one-line">{[face.company, face.number].filter(Boolean).join(' · ')}</p>
      <CallStatusLine now={now} />
      <div className="call-facets">
        <QualityMark now={now} />
        <Note now={now} title={face.title} />
      </div>
    </header>
  )
}

/** The one thing about the call that a person must not overlook: who cannot be reached, who waits, who is not heard. */
function Note({ now, title }: { now: CallSnapshot; title: string }) {
  const { phone } = useWorkspace()
  const connection = useReadable(phone.connection)
  const note = noteOf(now, connection.status === 'reconnecting')
  const { call } = useWords()
  const Icon = note && icons[note]
  return (
    <p
      className="call-note small"
      role="status"
      data-testid="call-note"
      data-shown={note !== undefined}
      data-note={note}
    >
      {Icon && <Icon size={15} aria-hidden />}
      {note && call.notes[note](title)}
    </p>
  )
}

const icons = { 'line-away': Unplug, 'remote-away': Unplug, 'remote-hold': Pause, muted: MicOff } as const

function noteOf({ remoteConnection, remoteHold, muted }: CallSnapshot, isLineAway: boolean) {
  if (isLineAway) return 'line-away'
  if (remoteConnection === 'reconnecting') return 'remote-away'
  if (remoteHold) return 'remote-hold'
  return muted ? 'muted' : undefined
}
