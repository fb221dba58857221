import * as z from 'zod/mini'
import { route } from './route.ts'
import { integer, list, maybe, number, text } from './wire.ts'

const clockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/))
const interval = { from: clockTime, to: clockTime }

/** Hours of the week in a time zone, and the dates that are not like their weekday. */
export const Schedule = z.object({
  timeZone: text(64),
  week: list(z.object({ day: integer(1, 7), ...interval }), 70),
  exceptions: list(
    z.object({
      date: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)),
      intervals: list(z.object(interval), 10),
      name: maybe(text(100)),
    }),
    400,
  ),
})

const target = z.union([
  z.object({ to: z.literal('voicemail') }),
  z.object({ to: z.literal('colleague'), extension: number }),
  z.object({ to: z.literal('own-mobile') }),
  z.object({ to: z.literal('external'), number }),
  z.object({ to: z.literal('system'), number }),
  z.object({ to: z.literal('busy-tone') }),
  z.object({ to: z.literal('none') }),
])

const rule = z.object({
  status: z.enum(['available', 'away', 'do-not-disturb', 'lunch', 'holiday', 'meeting']),
  callers: z.enum(['inside', 'outside']),
  situation: z.enum(['always', 'outside-hours', 'unreachable', 'busy', 'no-answer']),
  afterSeconds: maybe(integer(5, 120)),
  target,
})

/** What a person may change of the own forwarding. */
export const ForwardingPlan = z.object({ rules: list(rule, 60), ownHours: maybe(Schedule) })
/** The own forwarding, with the office's hours. */
export const ForwardingDocument = z.object({ ...ForwardingPlan.shape, officeHours: Schedule })

/** The own forwarding. */
export const forwardingRoutes = {
  forwarding: route('GET /v1/me/forwarding', {
    answer: ForwardingDocument,
    etag: 'read',
  }),
  saveForwarding: route('PUT /v1/me/forwarding', {
    body: ForwardingPlan,
    answer: ForwardingDocument,
    etag: 'write',
    errors: ['conflict'],
  }),
} as const
