import { SoundCard } from '../devices/sound-card.tsx'
import { useWords } from '../workspace/context.ts'
import { AppearanceCard } from './appearance-card.tsx'
import { KeysCard } from './keys-card.tsx'
import { NotificationsCard } from './notifications-card.tsx'
import './settings.css'

/** What a person can choose, a card each. */
export function Settings() {
  const { sections } = useWords()
  return (
    <div className="settings" data-testid="settings">
      <h2 className="for-ears">{sections.settings}</h2>
      <SoundCard />
      <AppearanceCard />
      <NotificationsCard />
      <KeysCard />
    </div>
  )
}
