import * as z from 'zod/mini'
import { largePaging, pageOf } from './paging.ts'
import { route } from './route.ts'
import { id, maybe, text, time } from './wire.ts'

const personStatus = z.enum(['available', 'away', 'do-not-disturb', 'lunch', 'holiday', 'meeting'])

/** Somebody's presence in three facets. */
export const PersonPresence = z.object({
  id,
  person: z.object({ status: personStatus, note: maybe(text(140)), until: maybe(time), since: time }),
  line: z.enum(['idle', 'ringing', 'in-call', 'on-hold']),
  device: z.enum(['reachable', 'offline']),
  lineSince: maybe(time),
})

/** What one says of oneself; `until` lies in the future, at most 400 days. */
export const PresenceChange = z.object({ status: personStatus, note: maybe(text(140)), until: maybe(time) })

/** The own presence, and that of the team. */
export const presenceRoutes = {
  /** Everybody this person may see. */
  team: route('GET /v1/presence', {
    query: z.object(largePaging),
    answer: pageOf(PersonPresence),
  }),
  presenceOf: route('GET /v1/presence/{id}', {
    answer: PersonPresence,
    errors: ['not-found'],
  }),
  myPresence: route('GET /v1/me/presence', { answer: PersonPresence }),
  setPresence: route('PUT /v1/me/presence', {
    body: PresenceChange,
    answer: PersonPresence,
  }),
  /** Back to available, at once. */
  clearPresence: route('DELETE /v1/me/presence', { answer: PersonPresence }),
} as const
