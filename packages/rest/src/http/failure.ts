import { type ErrorCode, OffhookError } from '@offhook/core'
import * as z from 'zod/mini'
import { Problem, type ProblemCode, problemStatus } from '../contract/problem.ts'

/** What a status says where no problem document does: an answer of a proxy, or of something that is no exchange. */
function codeOf(status: number): ErrorCode {
  if (status > problemStatus.unsupported) return 'unavailable'
  return codes.findLast((code) => problemStatus[code] === status) ?? 'refused'
}

// the keys of a constant table are those it was written with
const codes = Object.keys(problemStatus) as readonly ProblemCode[]

/** The error that an answer other than success stands for. */
export function failureOf({ status, headers }: Response, body: string): OffhookError {
  const { data: problem } = z.safeParse(Problem, jsonOf(body))
  const seconds = problem?.retryAfter
  const retryAfter = waitOf(headers) ?? (seconds === undefined ? undefined : seconds * 1_000)
  return new OffhookError(codes.find((code) => code === problem?.code) ?? codeOf(status), {
    ...(problem?.detail === undefined ? {} : { message: problem.detail }),
    ...(problem?.errors === undefined ? {} : { problems: problem.errors }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    cause: problem ?? { status },
  })
}

/** How long the server wants to be left alone, milliseconds. */
export const waitAfter = (thrown: unknown): number => (thrown instanceof OffhookError ? (thrown.retryAfter ?? 0) : 0)

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
