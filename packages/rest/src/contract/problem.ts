import * as z from 'zod/mini'

/** What can go wrong, with its HTTP status; the codes are those of `OffhookError`, of one status the usual one last. */
export const problemStatus = {
  invalid: 400,
  'bad-credentials': 401,
  'signed-out': 401,
  'not-allowed': 403,
  'not-found': 404,
  timeout: 408,
  conflict: 412,
  'too-large': 413,
  'locked-out': 429,
  'too-many': 429,
  refused: 500,
  unsupported: 501,
  unavailable: 503,
} as const

/** The stable code of a problem. */
export type ProblemCode = keyof typeof problemStatus

/** What can go wrong at every route that wants somebody signed in. */
export const everywhere: readonly ProblemCode[] = [
  'invalid',
  'signed-out',
  'too-large',
  'too-many',
  'refused',
  'unavailable',
]

/** What is wrong with one field. */
export const FieldProblem = z.object({
  /** Where: an RFC 6901 JSON pointer into the body, or `?name` in the query. */
  pointer: z.string(),
  /** `required`, `too-long`, `too-short`, `too-many`, `bad-format`, `bad-value`, `bad-number`, `duplicate`, `not-allowed`, `key-reused`. */
  code: z.string(),
  detail: z.string(),
})

/** A problem document (RFC 9457), `application/problem+json`. */
export const Problem = z.object({
  /** `/problems/` and the code: a page that explains it. */
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.exactOptional(z.string()),
  /** Which request it was, to find it in the server's log. */
  instance: z.exactOptional(z.string()),
  /** Which fields, for `invalid`. */
  errors: z.exactOptional(z.array(FieldProblem)),
  /** Seconds until it may be tried again; also in the header Retry-After. */
  retryAfter: z.exactOptional(z.number()),
})

export type Problem = z.output<typeof Problem>
export type FieldProblem = z.output<typeof FieldProblem>
