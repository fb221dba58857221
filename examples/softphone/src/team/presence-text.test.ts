import type { PresenceView } from '@offhook/core'
import { displayOf } from '@offhook/core'
import { expect, test } from 'vitest'
import { words } from '../i18n/language.ts'
import { daysSince, formatMoment, timeOfDay } from './moment.ts'
import { presenceText } from './presence-text.ts'

const noon = new Date(2026, 10, 24, 12, 0).getTime()
const hour = 3_600_000

function somebody(person: Partial<PresenceView['person']>, line: PresenceView['line'] = 'idle'): PresenceView {
  const facets = { person: { status: 'available', since: 0, ...person }, line, device: 'reachable' } as const
  return { id: 'bob', ...facets, display: displayOf(facets) }
}

test('S2 a status says until when, and why', () => {
  const lunch = somebody({ status: 'lunch', until: noon + 1.5 * hour, note: 'Market' })
  expect(presenceText(lunch, words.en, noon)).toBe('Lunch · until 13:30 · Market')
  expect(presenceText(lunch, words.nl, noon)).toBe('Lunch · tot 13:30 · Market')
})

test('S1 in a call neither the end nor the note of what was said before matters', () => {
  expect(presenceText(somebody({ status: 'away', note: 'Market' }, 'in-call'), words.en, noon)).toBe('In a call')
})

test('S2 an end that is past is not told, though the news is late', () => {
  expect(presenceText(somebody({ status: 'lunch', until: noon - 1 }), words.en, noon)).toBe('Lunch')
})

test('S2 a moment of another day has its day', () => {
  expect(formatMoment(noon + 24 * hour, 'en-GB', noon)).toBe('Wed 12:00')
  expect(formatMoment(noon + 30 * 24 * hour, 'en-GB', noon)).toBe('24 Dec 12:00')
  expect(timeOfDay(noon - 3 * hour)).toBe('09:00')
})

test('H1 days are counted by midnight, also over the night in which the clock changes', () => {
  expect(daysSince(noon - 13 * hour, noon)).toBe(1)
  expect(daysSince(noon, noon)).toBe(0)
  const monday = new Date(2026, 9, 26, 0, 30).getTime()
  expect(daysSince(new Date(2026, 9, 24, 23, 30).getTime(), monday)).toBe(2)
})
