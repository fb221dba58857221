import { useLayoutEffect } from 'react'
import type { Session, Sessions } from './account/session.ts'
import { SignIn } from './account/sign-in.tsx'
import { iconUrl } from './design/icon.ts'
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
      <Inside session={session} />
    </PageContext>
  )
}

/** Who comes by a link sees the phone at once, and the connection being made in it. */
function Inside({ session }: { session: Session }) {
  const isBetween = session.status === 'resuming' || session.status === 'signing-out'
  const isLink = isBetween || (session.status === 'signing-in' && session.by === 'link')
  const workspace = 'workspace' in session && (session.status === 'signed-in' || isLink) ? session.workspace : undefined
  if (workspace === undefined) return isLink ? <Splash /> : <SignIn session={session} />
  return (
    <WorkspaceContext value={workspace}>
      <Shell />
    </WorkspaceContext>
  )
}

/** The moment in which nobody knows yet who is signed in. */
function Splash() {
  return (
    <main className="splash" aria-busy="true">
      <h1 className="for-ears">Offhook</h1>
      <img src={iconUrl()} width="40" height="40" alt="" />
    </main>
  )
}
