import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { demoAccount, linkAs, ownExchange, personInLink } from './account/account.ts'
import { type OpenLine, openSipLine } from './account/line.ts'
import { createSessions, type Sessions } from './account/session.ts'
import { App } from './app.tsx'
import { personWith } from './colleagues/people.ts'
import './design/tokens.css'
import './design/base.css'
import './design/controls.css'
import './design/parts.css'
import { createPreferences } from './preferences/preferences.ts'

const { location, history, navigator } = window

/** SIP, or in development with `?simulate` an exchange inside the page. */
async function chooseLine(): Promise<OpenLine> {
  if (!import.meta.env.DEV || !new URLSearchParams(location.search).has('simulate')) return openSipLine
  const { openSimulatedLine } = await import('./simulate/simulate.ts')
  return openSimulatedLine
}

/** Keeps the demo person in the link, so that a reload or a copied link is the same person. */
function followInLink(sessions: Sessions): void {
  sessions.subscribe(() => {
    const session = sessions.getSnapshot()
    if (session.status === 'signing-in') return
    const person = session.status === 'signed-in' ? personWith(session.workspace.owner.user) : undefined
    history.replaceState(null, '', linkAs(location.href, person))
  })
}

function storageOf(): Storage | undefined {
  try {
    return window.localStorage
  } catch {
    // forbidden in this frame
    return undefined
  }
}

const sessions = createSessions(await chooseLine())
const preferences = createPreferences(navigator.languages, storageOf())
const person = personInLink(location.search)
if (person) sessions.signIn(demoAccount(person, ownExchange(location)), 'link')
followInLink(sessions)
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App sessions={sessions} preferences={preferences} />
    </StrictMode>,
  )
