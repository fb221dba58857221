import { type ErrorCode, OffhookError } from '@offhook/core'
import * as z from 'zod/mini'
import { Problem, problemStatus } from '../contract/problem.ts'

/** What a status says where no problem document does: an answer of a proxy, or of something that is no exchange. */
const byStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid',
  401: 'signed-out',
  403: 'not-allowed',
  404: 'not-found',
  408: 'timeout',
  412: 'conflict',
  413: 'too-large',
  422: 'invalid',
  429: 'too-many',
  501: 'unsupported',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}

/** The error that an answer other than success stands for. */
export function failureOf({ status, headers }: Response, body: string): OffhookError {
  const { data: problem } = z.safeParse(Problem, jsonOf(body))
  const seconds = problem?.retryAfter
  const retryAfter = waitOf(headers) ?? (seconds === undefined ? undefined : seconds * 1_000)
  const known = problem !== undefined && problem.code in problemStatus
  return new OffhookError(known ? (problem.code as keyof typeof problemStatus) : (byStatus[status] ?? 'refused'), {
    ...(problem?.detail === undefined ? {} : { message: problem.detail }),
    ...(problem?.errors === undefined ? {} : { problems: problem.errors }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    cause: problem ?? { status },
  })
}

const passing = new Set<ErrorCode>(['unavailable', 'timeout', 'too-many', 'refused'])

/** Whether it may go better later; anything else stays as it is however often one asks. */
export const isPassing = (thrown: unknown): boolean => !(thrown instanceof OffhookError) || passing.has(thrown.code)

/** What JSON says, or undefined of what is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Retry-After in milliseconds (RFC 9110 10.2.3); a date counts from the server's own, whose clock may differ. */
function waitOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const ms = /^\d+$/.test(text)
    ? Number(text) * 1_000
    : Date.parse(text) - Date.parse(headers.get('date') ?? new Date().toUTCString())
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}
