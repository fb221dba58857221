import * as z from 'zod/mini'
import { pageOf, paging } from './paging.ts'
import { route } from './route.ts'
import { commas, filled, id, list, maybe, number, text, time } from './wire.ts'

const direction = z.enum(['incoming', 'outgoing'])
const kinds = ['answered', 'missed', 'declined', 'cancelled', 'failed', 'elsewhere', 'voicemail'] as const
const party = z.object({ name: maybe(text(200)), number: maybe(text(128)), personId: maybe(id) })

/** A call that is over, as one person had it. */
export const CallRecord = z.object({
  ...{ id, direction, kind: z.enum(kinds) },
  startedAt: time,
  answeredAt: maybe(time),
  endedAt: time,
  from: party,
  to: party,
  via: list(party, 16),
  devices: list(text(100), 16),
  reason: maybe(text(64)),
  callerId: maybe(number),
  seen: z.boolean(),
})

/** How records are chosen. */
export const recordFilter = {
  direction: maybe(direction),
  /** With commas between: `missed,voicemail`. */
  kind: maybe(commas(kinds)),
  from: maybe(time),
  to: maybe(time),
  /** A piece of the name or number of the other side. */
  text: maybe(filled(100)),
}

/** Counts and seconds of a stretch of time (W4). */
export const Figures = z.object({
  calls: z.number(),
  incoming: z.number(),
  outgoing: z.number(),
  /** How many of each kind. */
  byKind: z.object(
    Object.fromEntries(kinds.map((kind) => [kind, z.number()])) as Record<(typeof kinds)[number], z.ZodMiniNumber>,
  ),
  /** Seconds of conversation. */
  talkSeconds: z.number(),
})

/** The own calls. */
export const historyRoutes = {
  /** The own calls, newest first. */
  history: route('GET /v1/me/history', {
    query: z.object({ ...recordFilter, ...paging }),
    answer: pageOf(CallRecord),
  }),
  removeRecord: route('DELETE /v1/me/history/{id}', {
    errors: ['not-found'],
  }),
  clearHistory: route('DELETE /v1/me/history', {}),
  /** How many missed calls were not seen. */
  missed: route('GET /v1/me/history/missed', {
    answer: z.object({ unseen: z.number() }),
  }),
  /** Everything begun up to a moment was seen. */
  seeHistory: route('PUT /v1/me/history/seen', {
    body: z.object({ until: time }),
  }),
  historyFigures: route('GET /v1/me/history/figures', {
    query: z.object({ from: maybe(time), to: maybe(time) }),
    answer: Figures,
  }),
} as const
