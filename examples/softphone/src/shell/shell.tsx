import { CallBar } from '../call/call-bar.tsx'
import { CallStage } from '../call/call-stage.tsx'
import { IncomingCalls } from '../call/incoming.tsx'
import { ColleagueList } from '../colleagues/colleague-list.tsx'
import { ContactStage } from '../contacts/contact-stage.tsx'
import { Contacts } from '../contacts/contacts.tsx'
import { DialPanel } from '../dial/dial-panel.tsx'
import { HistoryPane } from '../history/history.tsx'
import { NoticeBoard } from '../notices/notice-board.tsx'
import { useProfilePreferences } from '../preferences/use-profile.ts'
import { Settings } from '../settings/settings.tsx'
import { Help } from '../shortcuts/help.tsx'
import { useShortcuts } from '../shortcuts/use-shortcuts.ts'
import { Team } from '../team/team.tsx'
import { useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { Navigation } from './navigation.tsx'
import { useNotifications } from './notifications.ts'
import { usePageTitle } from './page-title.ts'
import type { SectionId } from './sections.ts'
import './shell.css'
import { TopBar } from './top-bar.tsx'

/** The page of who is signed in: a panel to dial from, and a stage for the call. Narrow pages show one of them. */
export function Shell() {
  const { view, shown } = useWorkspace()
  const { section, isDialling, contact } = useReadable(view)
  const hasCall = useReadable(shown) !== undefined
  const stage = section === 'settings' ? 'settings' : contact ? 'contact' : 'call'
  const front = stage !== 'call' || (section === 'phone' && hasCall && !isDialling) ? 'stage' : 'panel'
  return (
    <div className="shell" data-front={front} data-section={section} data-stage={stage} data-in-call={hasCall}>
      <TopBar />
      <Navigation />
      <main className="shell-main">
        <CallBar />
        <div className="panel">
          <Panel section={section} />
        </div>
        <div className="stage">
          {stage === 'settings' && <Settings />}
          {stage === 'contact' && contact && <ContactStage open={contact} />}
          {stage === 'call' && <CallStage />}
        </div>
      </main>
      <IncomingCalls />
      <NoticeBoard />
      <Help />
      <Surroundings />
    </div>
  )
}

/** What stands beside the call, or instead of it. */
function Panel({ section }: { section: SectionId }) {
  const { history } = useWorkspace().phone
  if (section === 'team') return <Team />
  if (section === 'contacts') return <Contacts />
  if (section === 'history' && history) return <HistoryPane history={history} />
  return (
    <>
      <DialPanel />
      <ColleagueList />
    </>
  )
}

/** What happens around the page: keys, the tab, notifications. Apart, so that only this renders at every change. */
function Surroundings() {
  useShortcuts()
  usePageTitle()
  useNotifications()
  useProfilePreferences()
  return null
}
