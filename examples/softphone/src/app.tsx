import { useLayoutEffect } from 'react'
import type { Session, Sessions } from './account/session.ts'
import { SignIn } from './account/sign-in.tsx'
import { words } from './i18n/language.ts'
import type { PreferenceStore } from './preferences/preferences.ts'
import { Shell } from './shell/shell.tsx'
import { PageContext, WorkspaceContext } from './workspace/context.ts'
import { useReadable } from './workspace/use-readable.ts'

interface AppProps {
  readonly sessions: Sessions
  readonly preferences: PreferenceStore
}

/** The whole page: the door, or the phone behind it. */
export function App({ sessions, preferences }: AppProps) {
  const { language, theme } = useReadable(preferences)
  const session = useReadable(sessions)
  useLayoutEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dataset.theme = theme
  }, [language, theme])
  return (
    <PageContext value={{ sessions, preferences, words: words[language] }}>
      {isInside(session) ? (
        <WorkspaceContext value={session.workspace}>
          <Shell />
        </WorkspaceContext>
      ) : (
        <SignIn session={session} />
      )}
    </PageContext>
  )
}

/** Who comes by a link sees the phone at once, and the connection being made in it. */
function isInside(session: Session): session is Exclude<Session, { status: 'signed-out' }> {
  return session.status === 'signed-in' || (session.status === 'signing-in' && session.by === 'link')
}
