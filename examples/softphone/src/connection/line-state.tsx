import type { Connection, ConnectionSnapshot } from '@offhook/core'
import type { Words } from '../i18n/language.ts'
import { useWords } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { useSecondsUntil } from '../workspace/use-seconds.ts'

/** The state of the connection in words and colour, and what it is doing about it. */
export function LineState({ connection }: { connection: Connection }) {
  const words = useWords()
  const now = useReadable(connection)
  return (
    <span className="line-state" data-testid="connection" data-status={now.status} title={detailOf(now, words)}>
      <span className="dot" aria-hidden />
      <span className="one-line">
        <span
          className="line-state-word"
          role="status"
          aria-label={`${words.line.label}: ${words.connection[now.status]}`}
        >
          {words.connection[now.status]}
        </span>
        {now.status === 'reconnecting' && <span className="line-state-word"> · </span>}
        {now.status === 'reconnecting' && <Retry attempt={now.attempt} at={now.retryAt} />}
      </span>
    </span>
  )
}

/** When the next try begins; not announced, for it changes every second. */
function Retry({ attempt, at }: { attempt: number; at: number }) {
  const { line } = useWords()
  const seconds = useSecondsUntil(at)
  return <span aria-live="off">{seconds > 0 ? line.retryIn(attempt, seconds) : line.retrying(attempt)}</span>
}

/** Why it is as it is, in a sentence, where there is a reason. */
export function LineDetail({ connection }: { connection: Connection }) {
  const words = useWords()
  const detail = detailOf(useReadable(connection), words)
  return detail === undefined ? null : <p className="line-detail soft">{detail}</p>
}

function detailOf(now: ConnectionSnapshot, words: Words): string | undefined {
  if (now.status === 'reconnecting') return words.lost[now.reason]
  return now.status === 'rejected' ? words.errors[now.error.code].what : undefined
}
