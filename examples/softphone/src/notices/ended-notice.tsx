import { PhoneOff, X } from 'lucide-react'
import { formatDuration } from '../call/duration.ts'
import { useFace } from '../call/use-calls.ts'
import { Button, IconButton } from '../design/button.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import type { Notice } from './notices.ts'

/** How a call ended, in a sentence, and the way to call again. */
export function EndedNotice({ id, call }: Notice & { kind: 'ended' }) {
  const words = useWords()
  const { notices, call: dial } = useWorkspace()
  const { title, number } = useFace(call)
  const { reason, by, direction, connectedAt, endedAt, remote } = call
  const redial = remote.number
  return (
    <div className="notice" data-testid="ended" data-reason={reason}>
      <PhoneOff size={20} aria-hidden className="notice-icon" />
      <div className="notice-text">
        <p className="notice-title">{words.ends[reason]({ name: title, by, direction })}</p>
        <p className="soft numbers">
          {connectedAt === undefined ? number : words.call.lasted(formatDuration(endedAt - connectedAt))}
        </p>
        {redial !== undefined && (
          <Button tone="quiet" className="notice-way" onClick={() => dial(redial)}>
            {words.call.again}
          </Button>
        )}
      </div>
      <IconButton icon={X} label={words.close} onClick={() => notices.dismiss(id)} />
    </div>
  )
}
