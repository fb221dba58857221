import { useEffect } from 'react'
import { useFaces, useRinging } from '../call/use-calls.ts'
import { iconUrl } from '../design/icon.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

type Badge = 'none' | 'ringing' | 'call'

const badgeColours: Readonly<Partial<Record<Badge, string>>> = { ringing: '#f0a020', call: '#2fae6d' }

/** Lets the tab itself say who calls, in its title and its icon. */
export function usePageTitle(): void {
  const { title } = useWords()
  const talking = useReadable(useWorkspace().shown)
  const [ringer] = useFaces(useRinging().slice(0, 1))
  const [other] = useFaces(talking ? [talking] : [])
  const caller = ringer && title.rings(ringer.title)
  const partner = other && title.inCall(other.title)
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
