import { errorCatalogue } from '@offhook/core'
import { type FieldProblem, type Problem, type ProblemCode, problemStatus } from '@offhook/rest/contract'
import { StoreError, type StoreErrorCode } from '../store/errors.ts'

/** What may be said of a refusal beside its code. */
export interface RefusalFacts {
  readonly detail?: string
  readonly errors?: readonly FieldProblem[]
  /** Seconds until it may be tried again. */
  readonly retryAfter?: number
  readonly cause?: unknown
}

/** A request that is not carried out, and why; it becomes a problem document (RFC 9457). */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: ProblemCode
  readonly facts: RefusalFacts

  constructor(code: ProblemCode, facts: RefusalFacts = {}) {
    super(facts.detail ?? errorCatalogue[code].what, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.code = code
    this.facts = facts
  }
}

/** A refusal that names what is wrong with one field. */
export const wrongField = (pointer: string, code: string, detail: string): Refusal =>
  new Refusal('invalid', { errors: [{ pointer, code, detail }] })

// soon enough for who waits, and late enough for a database that restarts
const restSeconds = 2

const refusals: Readonly<Record<StoreErrorCode, (error: StoreError) => Refusal>> = {
  'not-found': ({ what }) =>
    new Refusal('not-found', what === undefined ? {} : { detail: `There is no such ${what}.` }),
  conflict: () => new Refusal('conflict'),
  duplicate: ({ what, message }) =>
    what === 'idempotency-key'
      ? wrongField('', 'key-reused', message)
      : wrongField('', 'duplicate', 'Something else has that name, number or address already.'),
  'not-allowed': ({ message }) => new Refusal('not-allowed', { detail: message }),
  limit: ({ message }) => new Refusal('too-large', { detail: message }),
  invalid: () => wrongField('', 'bad-value', 'There is a character in it that cannot be kept.'),
  'bad-cursor': ({ message }) => wrongField('?cursor', 'bad-value', message),
  unavailable: (cause) => new Refusal('unavailable', { retryAfter: restSeconds, cause }),
  closed: (cause) => new Refusal('unavailable', { retryAfter: restSeconds, cause }),
  'in-use': (cause) => new Refusal('refused', { cause }),
  'newer-schema': (cause) => new Refusal('refused', { cause }),
}

/** Anything thrown, as a refusal; what is nobody's fault but ours says nothing of itself. */
export function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown
  if (thrown instanceof StoreError) return refusals[thrown.code](thrown)
  return new Refusal('refused', { detail: 'Something went wrong here.', cause: thrown })
}

/** The problem document of a refusal. */
function problemOf({ code, facts }: Refusal, request: string): Problem {
  const { detail, errors, retryAfter } = facts
  return {
    type: `/problems/${code}`,
    title: errorCatalogue[code].what,
    status: problemStatus[code],
    code,
    instance: `urn:uuid:${request}`,
    ...(detail !== undefined && { detail }),
    ...(errors && { errors: [...errors] }),
    ...(retryAfter !== undefined && { retryAfter }),
  }
}

/** What HTTP has of its own to say. */
export interface ProblemOptions {
  /** Instead of that of the code, where HTTP has one that no code stands for. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A problem document as an answer. */
export function problemResponse(
  refusal: Refusal,
  request: string,
  { status = problemStatus[refusal.code], headers = {} }: ProblemOptions = {},
): Response {
  const { retryAfter } = refusal.facts
  return new Response(JSON.stringify({ ...problemOf(refusal, request), status }), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
      ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
      // what was not read of it would be taken for the next request
      ...(refusal.code === 'too-large' && { Connection: 'close' }),
      ...headers,
    },
  })
}
