import { useEffect } from 'react'
import { faceOf } from '../call/party.ts'
import { useRinging } from '../call/use-calls.ts'
import { useWords, useWorkspace } from '../workspace/context.ts'
import { useReadable } from '../workspace/use-readable.ts'

type Badge = 'none' | 'ringing' | 'call'

const badgeColours: Readonly<Record<Exclude<Badge, 'none'>, string>> = { ringing: '#f0a020', call: '#2fae6d' }

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
    if (icon) icon.href = badge === 'none' ? '/icon.svg' : iconWith(badgeColours[badge])
  }, [badge])
}

/** The icon of the page with a dot in a corner; drawn here because an icon cannot be styled from outside. */
function iconWith(colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#3b4fd1"/><path d="M10 7h3l2 5-2.500 1.600a12 12 0 0 0 5.900 5.900L20 17l5 2v3a2.500 2.500 0 0 1-2.800 2.500A16.500 16.500 0 0 1 7.500 9.800 2.500 2.500 0 0 1 10 7z" fill="#fff"/><circle cx="24.500" cy="7.500" r="7" fill="${colour}" stroke="#fff" stroke-width="2"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
