import type { CallSnapshot } from '@offhook/core'
import { MicOff, Pause } from 'lucide-react'
import { Avatar } from '../design/avatar.tsx'
import { useWords } from '../workspace/context.ts'
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

/** The one thing about the sound that a person must not overlook. */
function Note({ now: { remoteHold, muted }, title }: { now: CallSnapshot; title: string }) {
  const { call } = useWords()
  const Icon = remoteHold ? Pause : MicOff
  const text = remoteHold ? call.remoteHold(title) : muted ? call.muted : undefined
  return (
    <p className="call-note small" role="status" data-shown={text !== undefined}>
      {text !== undefined && <Icon size={15} aria-hidden />}
      {text}
    </p>
  )
}
