import type { PersonPresence, PersonStatus } from './transport.ts'

/** What is shown of a person, in one word; colours and icons are the app's. */
export type DisplayStatus = PersonStatus | 'ringing' | 'in-call' | 'unreachable'

/** Whether it makes sense to call: `free` yes, `busy` later today, `away` not now, `gone` nothing would ring. */
export type Availability = 'free' | 'busy' | 'away' | 'gone'

/** What is shown of a person. */
export interface Display {
  readonly status: DisplayStatus
  readonly availability: Availability
}

const availabilities: Readonly<Record<DisplayStatus, Availability>> = {
  available: 'free',
  ringing: 'busy',
  'in-call': 'busy',
  meeting: 'busy',
  'do-not-disturb': 'busy',
  away: 'away',
  lunch: 'away',
  holiday: 'away',
  unreachable: 'gone',
}

/**
 * What is shown of three facets, by four rules of which the first that holds decides:
 * 1. who does not want to be disturbed is shown so, also in a call;
 * 2. who is in a call (or has one on hold) is shown so, whatever they said before it;
 * 3. who said something other than available is shown so, whether anything would ring or not;
 * 4. who is available is `unreachable` when no telephone can ring, `ringing` while one does, and else `available`.
 */
export function displayOf({ person, line, device }: Pick<PersonPresence, 'person' | 'line' | 'device'>): Display {
  const status = statusOf(person.status, line, device)
  return { status, availability: availabilities[status] }
}

function statusOf(said: PersonStatus, line: PersonPresence['line'], device: PersonPresence['device']): DisplayStatus {
  if (said === 'do-not-disturb') return said
  if (line === 'in-call' || line === 'on-hold') return 'in-call'
  if (said !== 'available') return said
  if (device === 'offline') return 'unreachable'
  return line === 'ringing' ? 'ringing' : said
}
