import { usePage, useWords, useWorkspace } from '../workspace/context.ts'
import { useMaybe, useReadable } from '../workspace/use-readable.ts'
import { EndedNotice } from './ended-notice.tsx'
import { ErrorNotice } from './error-notice.tsx'
import './notices.css'
import { type Standing, standingNotices } from './standing.ts'
import { useSoundLock } from './use-sound-lock.ts'

/**
 * Everything the person should know now. What is wrong has a row of its own, so that it covers nothing for as long as
 * it lasts; what happened lies over the page until it is closed or old.
 */
export function NoticeBoard() {
  const { phone, notices } = useWorkspace()
  const told = useReadable(notices)
  const isLocked = useSoundLock(phone.devices)
  const account = useMaybe(phone.account)?.status
  const standing = standingNotices(useReadable(phone.connection), useReadable(phone.devices), isLocked, account)
  const isTold = (code: string) => !standing.some((each) => each.code === code)
  return (
    <div className="notices">
      <div className="notices-told">
        <div role="status" className="notices-list">
          {told.map((notice) => notice.kind === 'ended' && <EndedNotice key={notice.id} {...notice} />)}
        </div>
        <div role="alert" className="notices-list">
          {told.map(
            (notice) =>
              notice.kind === 'error' &&
              isTold(notice.code) && (
                <ErrorNotice key={notice.id} code={notice.code} onClose={() => notices.dismiss(notice.id)} />
              ),
          )}
        </div>
      </div>
      <div role="alert" className="notices-standing notices-list">
        {standing.map((each) => (
          <StandingNotice key={each.code} {...each} />
        ))}
      </div>
    </div>
  )
}

function StandingNotice({ code, lost, way }: Standing) {
  const words = useWords()
  const ways = useWays()
  const action = way && ways[way]
  return <ErrorNotice code={code} what={lost && words.lost[lost]} {...(action && { action })} />
}

/** What one click can do about what is wrong. */
function useWays() {
  const { line, signIn, sound } = useWords()
  const { sessions } = usePage()
  const { phone, attempt } = useWorkspace()
  return {
    connect: { label: line.tryNow, run: () => attempt(phone.connection.connect) },
    'sign-in': { label: signIn.again, run: () => sessions.signOut() },
    unlock: { label: sound.unlock, run: () => attempt(phone.devices.unlock) },
  }
}
