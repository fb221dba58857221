import type { PresenceView } from '@offhook/core'
import type { Words } from '../i18n/language.ts'
import { formatMoment } from './moment.ts'

/** What is said of somebody in a line: the status, until when, and what they say about it. */
export function presenceText(
  { display, person: { status, until, note } }: PresenceView,
  { presence, locale }: Pick<Words, 'presence' | 'locale'>,
  now = Date.now(),
): string {
  const shown = presence.statuses[display.status]
  // until when and why belong to what was said, not to a call
  if (display.status !== status) return shown
  const end = until !== undefined && until > now ? presence.until(formatMoment(until, locale, now)) : undefined
  return [shown, end, note].filter((part) => part !== undefined && part !== '').join(' · ')
}
