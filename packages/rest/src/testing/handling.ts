import { OffhookError } from '@offhook/core'
import * as z from 'zod/mini'
import { type RouteName, routes } from '../contract/index.ts'
import { problemStatus } from '../contract/problem.ts'
import { type Route, statusOf } from '../contract/route.ts'
import { type Checked, check } from '../contract/validation.ts'
import { jsonOf } from '../http/failure.ts'
import type { Answers, Ask, Reply } from './answers.ts'
import type { Log } from './log.ts'
import type { Person } from './person.ts'
import type { SignedIn } from './sessions.ts'

/** What handling a request needs. */
export interface HandlingWorld {
  readonly answers: Answers
  find(authorization: string | null): SignedIn
  personOf(id: string): Promise<Person>
  logOf(id: string): Log
}

/** Handles a request of a route. */
export type Handle = (
  name: RouteName,
  request: Request,
  params: Readonly<Record<string, string | readonly string[] | undefined>>,
) => Promise<Response>

/** Makes what reads a request by the contract, answers it, and writes the answer by the contract. */
export function createHandling({ answers, find, personOf, logOf }: HandlingWorld): Handle {
  // what was answered to a request that is repeated with its Idempotency-Key
  const remembered = new Map<
    string,
    { readonly status: number; readonly body: string | null; readonly headers: [string, string][] }
  >()

  const answer = async (name: RouteName, request: Request, params: Parameters<Handle>[2]): Promise<Response> => {
    const route: Route = routes[name]
    const session = route.auth === 'nobody' ? undefined : find(request.headers.get('authorization'))
    const person = session && (await personOf(session.person))
    if (route.auth === 'admin' && person?.profile().role !== 'admin') throw new OffhookError('not-allowed')
    if (session !== undefined && route.answers === 'text/event-stream') {
      return streamOf(logOf(session.person).stream(request.headers.get('last-event-id') ?? undefined, session.id))
    }
    const carry = answers[name] as ((ask: Ask<Route>) => Promise<Reply<unknown>>) | undefined
    if (carry === undefined) throw new OffhookError('unsupported')
    const ask = await askOf(route, request, params)
    return replied(route, await carry(identified(ask, person, session)))
  }

  return async (name, request, params) => {
    const key = request.headers.get('idempotency-key')
    const whole = key && `${request.headers.get('authorization')} ${name} ${key}`
    const before = whole ? remembered.get(whole) : undefined
    if (before !== undefined) return new Response(before.body, before)
    const response = await answer(name, request, params).catch(problemOf)
    if (whole && response.ok) {
      const body = await response.clone().text()
      remembered.set(whole, { status: response.status, body: body || null, headers: [...response.headers] })
    }
    return response
  }
}

/** Who asks is only there where the route wants somebody to be signed in. */
const identified = (ask: object, person: Person | undefined, session: SignedIn | undefined): Ask<Route> =>
  // the answers of routes for nobody do not look at them
  ({ ...ask, person, session }) as Ask<Route>

async function askOf(route: Route, request: Request, params: object) {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  return {
    params,
    query: route.query === undefined ? undefined : read(check(route.query, query), '?'),
    body: await bodyOf(route, request),
    type: request.headers.get('content-type') ?? '',
    ifMatch: request.headers.get('if-match') ?? undefined,
  }
}

async function bodyOf({ body, bytes }: Route, request: Request): Promise<unknown> {
  if (bytes !== undefined) {
    if (bytes.includes(request.headers.get('content-type') ?? '')) return new Uint8Array(await request.arrayBuffer())
    throw new OffhookError('invalid', { message: `One of: ${bytes.join(', ')}.` })
  }
  return body === undefined ? undefined : read(check(body, jsonOf(await request.text())), '/')
}

function read<Value>(checked: Checked<Value>, where: '?' | '/'): Value {
  if (checked.ok) return checked.value
  const problems = checked.problems.map((one) =>
    where === '?' ? { ...one, pointer: `?${one.pointer.slice(1)}` } : one,
  )
  throw new OffhookError('invalid', { problems })
}

function replied(route: Route, { value, etag }: Reply<unknown>): Response {
  const headers = { 'Cache-Control': 'no-store', ...(etag !== undefined && { ETag: etag }) }
  const status = statusOf(route)
  if (route.answer === undefined) return new Response(null, { status, headers })
  return Response.json(z.encode(route.answer, value), { status, headers })
}

const streamOf = (stream: ReadableStream<Uint8Array>) =>
  new Response(stream, { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } })

/** The problem document (RFC 9457) of what was thrown. */
function problemOf(thrown: unknown): Response {
  const { code, message, problems, retryAfter } =
    thrown instanceof OffhookError ? thrown : new OffhookError('refused', { message: String(thrown) })
  // an error that the contract has no code for is one of the phone, which no server answers with
  const known = code in problemStatus ? (code as keyof typeof problemStatus) : 'refused'
  const status = problemStatus[known]
  const seconds = retryAfter === undefined ? undefined : Math.ceil(retryAfter / 1_000)
  const problem = {
    ...{ type: `/problems/${known}`, title: known, status, code: known, detail: message },
    ...(problems.length > 0 && { errors: problems }),
    ...(seconds !== undefined && { retryAfter: seconds }),
  }
  const headers = {
    'Content-Type': 'application/problem+json',
    ...(seconds !== undefined && { 'Retry-After': String(seconds) }),
  }
  return new Response(JSON.stringify(problem), { status, headers })
}
