import { useEffect } from 'react'
import { faceOf } from '../call/party.ts'
import { useRinging } from '../call/use-calls.ts'
import { iconUrl } from '../design/icon.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

type Badge = 'none' | 'ringing' | 'call'

const badgeColours: Readonly<Partial<Record<Badge, string>>> = { ringing: '#f0a020', call: '#2fae6d' }

/** Lets the tab itself say who calls, in its title and its icon. */
export function usePageTitle(): void {
  const { title, unknownCaller } = useWords()
  const { shown } = useWorkspace()
  const ringing = useRinging().at(0)
  const talking = useReadable(shown)?.getSnapshot()
  const caller = ringing && title.rings(faceOf(ringing.getSnapshot().remote, unknownCaller).title)
  const partner = talking && title.inCall(faceOf(talking.remote, unknownCaller).title)
  const text = caller ?? partner ?? 'Offhook'
  const badge: Badge = caller ? 'ringing' : partner ? 'call' : 'none'
  useEffect(() => {
    document.title = text
    return () => {
      document.title = 'Offhook'
    }
  }, [text])
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (icon) icon.href = iconUrl(badgeColours[badge])
  }, [badge])
}
