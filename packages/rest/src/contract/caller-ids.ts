import * as z from 'zod/mini'
import { route } from './route.ts'
import { list, maybe, number, text } from './wire.ts'

/** The numbers a person may show. */
export const CallerIds = z.object({
  allowed: list(z.object({ number, name: maybe(text(200)) }), 100),
  standard: maybe(number),
})

/** The numbers one may show. */
export const callerIdRoutes = {
  callerIds: route('GET /v1/me/caller-ids', { answer: CallerIds }),
  /** Which number is shown from now on; `null` goes back to the department's. */
  chooseCallerId: route('PUT /v1/me/caller-ids/standard', {
    body: z.object({ number: z.nullable(number) }),
    answer: CallerIds,
    errors: ['not-allowed'],
  }),
} as const
