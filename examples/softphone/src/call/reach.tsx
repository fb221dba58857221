import type { Presence, Settings } from '@offhook/core'
import { BellOff, type LucideIcon, MoonStar } from 'lucide-react'
import { Button } from '../design/button.tsx'
import { presenceText } from '../team/presence-text.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

/** What keeps calls from this person, though the phone is ready; each with the click that ends it. */
export function Reach() {
  const { presence, settings } = useWorkspace().phone
  return (
    <div className="reach" role="status">
      {presence && <Away presence={presence} />}
      {settings && <Silent settings={settings} />}
    </div>
  )
}

function Away({ presence }: { presence: Presence }) {
  const words = useWords()
  const now = useReadable(presence)
  if (now.status === 'loading' || now.value.person.status === 'available') return null
  // how one said one is, whatever the line does
  const said = { ...now.value, display: { ...now.value.display, status: now.value.person.status } }
  return (
    <Hint
      icon={MoonStar}
      testId="reach-away"
      text={words.ready.away(presenceText(said, words))}
      way={words.ready.available}
      onWay={() => presence.clear()}
    />
  )
}

function Silent({ settings }: { settings: Settings }) {
  const { ready } = useWords()
  const now = useReadable(settings)
  if (now.status === 'loading' || now.value.ringer) return null
  return (
    <Hint
      icon={BellOff}
      testId="reach-silent"
      text={ready.silent}
      way={ready.aloud}
      onWay={() => settings.update({ ringer: true })}
    />
  )
}

interface HintProps {
  readonly icon: LucideIcon
  readonly testId: string
  readonly text: string
  readonly way: string
  readonly onWay: () => unknown
}

function Hint({ icon: Icon, testId, text, way, onWay }: HintProps) {
  const { attempt } = useWorkspace()
  return (
    <div className="reach-hint" data-testid={testId}>
      <Icon size={18} aria-hidden />
      <span className="small">{text}</span>
      <Button tone="quiet" data-testid={`${testId}-end`} onClick={() => attempt(onWay)}>
        {way}
      </Button>
    </div>
  )
}
