import { CallBar } from '../call/call-bar.tsx'
import { CallStage } from '../call/call-stage.tsx'
import { IncomingCalls } from '../call/incoming.tsx'
import { ColleagueList } from '../colleagues/colleague-list.tsx'
import { DialPanel } from '../dial/dial-panel.tsx'
import { NoticeBoard } from '../notices/notice-board.tsx'
import { Settings } from '../settings/settings.tsx'
import { Help } from '../shortcuts/help.tsx'
import { useShortcuts } from '../shortcuts/use-shortcuts.ts'
import { useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import { Navigation } from './navigation.tsx'
import { useNotifications } from './notifications.ts'
import { usePageTitle } from './page-title.ts'
import './shell.css'
import { TopBar } from './top-bar.tsx'

/** The page of who is signed in: a panel to dial from, and a stage for the call. Narrow pages show one of them. */
export function Shell() {
  const { view, shown } = useWorkspace()
  const { section, isDialling } = useReadable(view)
  const hasCall = useReadable(shown) !== undefined
  const front = section === 'settings' || (section === 'phone' && hasCall && !isDialling) ? 'stage' : 'panel'
  return (
    <div className="shell" data-front={front} data-section={section} data-in-call={hasCall}>
      <TopBar />
      <Navigation />
      <main className="shell-main">
        <CallBar />
        <div className="panel">
          <DialPanel />
          <ColleagueList />
        </div>
        <div className="stage">{section === 'settings' ? <Settings /> : <CallStage />}</div>
      </main>
      <IncomingCalls />
      <NoticeBoard />
      <Help />
      <Surroundings />
    </div>
  )
}

/** What happens around the page: keys, the tab, notifications. Apart, so that only this renders at every change. */
function Surroundings() {
  useShortcuts()
  usePageTitle()
  useNotifications()
  return null
}
