import type { CallSnapshot } from '@offhook/core'
import { useWords } from '../workspace/context.ts'
import { useSecondsSince } from '../workspace/use-seconds.ts'
import { formatDuration } from './duration.ts'

/** The status in words, announced when it changes, and how long the call lasts, which is not. */
export function CallStatusLine({ now }: { now: CallSnapshot }) {
  const words = useWords()
  const text = now.status === 'transferring' ? words.progress[now.progress] : words.statuses[now.status]
  const since = 'connectedAt' in now ? now.connectedAt : undefined
  return (
    <p className="call-status" data-status={now.status}>
      <span role="status">{text}</span>
      {since !== undefined && <Timer since={since} />}
    </p>
  )
}

/** How long ago a call was answered. */
function Timer({ since }: { since: number }) {
  const { call } = useWords()
  const seconds = useSecondsSince(since)
  return (
    <span role="timer" aria-label={call.duration} className="numbers">
      {formatDuration(seconds * 1000)}
    </span>
  )
}
