import { Segments } from '../design/segments.tsx'
import { SoundCard } from '../devices/sound-card.tsx'
import { ForwardingCard } from '../forwarding/forwarding-card.tsx'
import { HoursCard } from '../forwarding/hours-card.tsx'
import { PasswordCard } from '../profile/password-card.tsx'
import { ProfileCard } from '../profile/profile-card.tsx'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'
import type { SettingsPart } from '../workspace/view.ts'
import { AppearanceCard } from './appearance-card.tsx'
import { CallsCard } from './calls-card.tsx'
import { DevicesCard } from './devices-card.tsx'
import { KeysCard } from './keys-card.tsx'
import { NotificationsCard } from './notifications-card.tsx'
import './settings.css'

const parts: readonly SettingsPart[] = ['profile', 'calls', 'forwarding', 'device']

/** What a person can choose: of themselves and their calls wherever they are, and of this device. */
export function Settings() {
  const { sections, settings } = useWords()
  const { phone, view } = useWorkspace()
  const { settings: chosen } = useReadable(view)
  const part = phone.account ? chosen : 'device'
  return (
    <div className="settings-page" data-testid="settings">
      <h2 className="for-ears">{sections.settings}</h2>
      {phone.account && (
        <div className="settings-parts">
          <Segments
            legend={sections.settings}
            testId="settings-parts"
            options={parts.map((value) => ({ value, label: settings.parts[value] }))}
            value={part}
            onChange={view.toSettings}
          />
        </div>
      )}
      <div className="settings">
        <Cards part={part} />
      </div>
    </div>
  )
}

function Cards({ part }: { part: SettingsPart }) {
  const { account, settings, forwarding, callerIds } = useWorkspace().phone
  switch (part) {
    case 'profile':
      return (
        <>
          {account && <ProfileCard account={account} />}
          <AppearanceCard />
          {account && <PasswordCard account={account} />}
        </>
      )
    case 'calls':
      return (
        <>
          {settings && <CallsCard settings={settings} callerIds={callerIds} />}
          {settings && <DevicesCard settings={settings} />}
        </>
      )
    case 'forwarding':
      return (
        <>
          {forwarding && <ForwardingCard forwarding={forwarding} />}
          {forwarding && <HoursCard forwarding={forwarding} />}
        </>
      )
    case 'device':
      return (
        <>
          <SoundCard />
          {account === undefined && <AppearanceCard />}
          <NotificationsCard />
          <KeysCard />
        </>
      )
  }
}
