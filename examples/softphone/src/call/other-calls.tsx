import type { Call } from '@offhook/core'
import { ArrowLeftRight, PhoneOff, Play } from 'lucide-react'
import { Avatar } from '../design/avatar.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { CallStatusLine } from './status-line.tsx'
import { useFace, useOthers } from './use-calls.ts'

/** The calls beside the one in sight, most often one that waits on hold. */
export function OtherCalls() {
  const { call: words } = useWords()
  const others = useOthers()
  if (others.length === 0) return null
  return (
    <ul className="other-calls" aria-label={words.others}>
      {others.map((call) => (
        <OtherCall key={call.id} call={call} />
      ))}
    </ul>
  )
}

function OtherCall({ call }: { call: Call }) {
  const { call: words } = useWords()
  const { attempt, phone, view } = useWorkspace()
  const now = useReadable(call)
  const face = useFace(now)
  const hasActive = useReadable(phone.calls).active !== undefined
  const resume = () => {
    attempt(call.resume)
    view.toCall()
  }
  return (
    <li className="other-call" data-testid="other-call" data-status={now.status}>
      <Avatar name={face.name} size={2.25} />
      <div className="other-call-who">
        <p className="one-line other-call-name">
          <bdi>{face.title}</bdi>
        </p>
        <CallStatusLine now={now} />
      </div>
      <Button
        icon={hasActive ? ArrowLeftRight : Play}
        data-testid="swap"
        aria-label={hasActive ? words.swapTo(face.title) : words.resumeName(face.title)}
        isIdle={!call.can('resume')}
        onClick={resume}
      >
        <span className="other-call-way">{hasActive ? words.swap : words.resume}</span>
      </Button>
      <IconButton
        icon={PhoneOff}
        tone="bad"
        label={words.hangUpName(face.title)}
        onClick={() => attempt(call.hangUp)}
      />
    </li>
  )
}
