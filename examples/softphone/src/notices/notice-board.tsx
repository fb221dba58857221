import type { ErrorCode } from '@offhook/core'
import { CircleAlert, PhoneOff, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatDuration } from '../call/duration.ts'
import { useFace } from '../call/use-calls.ts'
import { Button, IconButton } from '../design/button.tsx'
import { usePage, useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import './notices.css'
import type { Notice } from './notices.ts'
import { type Standing, standingNotices } from './standing.ts'
import { useSoundLock } from './use-sound-lock.ts'

/** Everything the person should know now, in one corner that nothing covers and that covers nothing needed. */
export function NoticeBoard() {
  const { phone, notices } = useWorkspace()
  const told = useReadable(notices)
  const isLocked = useSoundLock(phone.devices)
  const standing = standingNotices(useReadable(phone.connection), useReadable(phone.devices), isLocked)
  const isStanding = (notice: Notice) => notice.kind === 'error' && standing.some(({ code }) => code === notice.code)
  return (
    <div className="notices">
      <div role="alert" className="notices-list">
        {standing.map((each) => (
          <ErrorNotice key={each.code} code={each.code}>
            <Way way={each.way} />
          </ErrorNotice>
        ))}
        {told.map(
          (notice) =>
            notice.kind === 'error' &&
            !isStanding(notice) && (
              <ErrorNotice key={notice.id} code={notice.code} onClose={() => notices.dismiss(notice.id)} />
            ),
        )}
      </div>
      <div role="status" className="notices-list">
        {told.map((notice) => notice.kind === 'ended' && <EndedNotice key={notice.id} {...notice} />)}
      </div>
    </div>
  )
}

interface ErrorNoticeProps {
  readonly code: ErrorCode
  readonly children?: ReactNode
  readonly onClose?: () => void
}

/** What went wrong and what to do about it. */
export function ErrorNotice({ code, children, onClose }: ErrorNoticeProps) {
  const { errors, close } = useWords()
  const { what, remedy } = errors[code]
  return (
    <div className="notice" data-testid="error" data-code={code}>
      <CircleAlert size={20} aria-hidden className="notice-icon" />
      <div className="notice-text">
        <p className="notice-title">{what}</p>
        <p className="soft">{remedy}</p>
        {children}
      </div>
      {onClose && <IconButton icon={X} label={close} onClick={onClose} />}
    </div>
  )
}

function Way({ way }: { way: Standing['way'] }) {
  const { line, signIn, sound } = useWords()
  const { sessions } = usePage()
  const { phone, attempt } = useWorkspace()
  if (way === undefined) return null
  const ways = {
    connect: { label: line.tryNow, run: () => attempt(phone.connection.connect) },
    'sign-in': { label: signIn.again, run: sessions.signOut },
    unlock: { label: sound.unlock, run: () => attempt(phone.devices.unlock) },
  }
  return (
    <Button tone="quiet" className="notice-way" onClick={ways[way].run}>
      {ways[way].label}
    </Button>
  )
}

function EndedNotice({ id, call }: Notice & { kind: 'ended' }) {
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
      </div>
      {redial !== undefined && (
        <Button tone="quiet" className="notice-way" onClick={() => dial(redial)}>
          {words.call.again}
        </Button>
      )}
      <IconButton icon={X} label={words.close} onClick={() => notices.dismiss(id)} />
    </div>
  )
}
