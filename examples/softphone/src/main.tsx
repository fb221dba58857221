import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { demoAccount, linkAs, ownExchange, personInLink } from './account/account.ts'
import { openSipLine } from './account/line.ts'
import { findBackEnd } from './account/rest.ts'
import { createSessions, type Sessions, type SessionWorld } from './account/session.ts'
import { App } from './app.tsx'
import './design/tokens.css'
import './design/base.css'
import './design/controls.css'
import './design/parts.css'
import { createPreferences } from './preferences/preferences.ts'

const { location, history, navigator } = window

/** The back end of this page or an exchange alone; in development with `?simulate` an office inside the page. */
async function chooseWorld(): Promise<SessionWorld> {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has('simulate')) {
    const { openSimulation } = await import('./simulate/simulate.ts')
    return openSimulation()
  }
  return { openLine: openSipLine, openBackEnd: await findBackEnd(location.origin) }
}

/** Keeps the demo person in the link, so that a reload or a copied link is the same person. */
function followInLink(sessions: Sessions): void {
  sessions.subscribe(() => {
    const session = sessions.getSnapshot()
    if (session.status !== 'signed-in' && session.status !== 'signed-out') return
    const person = session.status === 'signed-in' ? session.demo : undefined
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

const sessions = createSessions(await chooseWorld())
const preferences = createPreferences(navigator.languages, storageOf())
const person = personInLink(location.search)
if (person) sessions.signInAs(person, demoAccount(person, ownExchange(location)), 'link')
followInLink(sessions)
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App sessions={sessions} preferences={preferences} />
    </StrictMode>,
  )
