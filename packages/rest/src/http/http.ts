import { type Clock, OffhookError, randomId } from '@offhook/core'
import * as z from 'zod/mini'
import type { AnswerOf, ParamsOf, Route } from '../contract/route.ts'
import { pathOf } from '../contract/route.ts'
import { failureOf, isPassing, jsonOf } from './failure.ts'
import { backOff, pause } from './pause.ts'

/** What the requests need from outside. */
export interface HttpWorld {
  /** Without a slash at the end. */
  readonly url: string
  readonly fetch: typeof fetch
  readonly clock: Clock
  /** Milliseconds for one try, its answer read to the end. */
  readonly timeout: number
  /** Whether the session lives in a cookie. */
  readonly hasCookie: boolean
  /** The access token; with the one that was refused, another. */
  token(refused?: string): Promise<string>
  /** A token that was new was refused too: there is no session. */
  over(token: string): void
  /** Another number for each time somebody is signed in. */
  era(): number
}

/** What goes with a request, as it stands on the wire; what the route does not have is not there. */
export type Input<R extends Route> = {
  readonly signal?: AbortSignal | undefined
  /** What a change is based on. */
  readonly ifMatch?: string | undefined
  /** The media type of a body that is not JSON. */
  readonly type?: string
  /** Sent twice is the same as sent once, which the method does not say. */
  readonly isRepeatable?: boolean
} & (keyof ParamsOf<R> extends never ? unknown : { readonly params: ParamsOf<R> }) &
  (R extends { readonly query: infer Query extends z.ZodMiniType } ? { readonly query?: z.input<Query> } : unknown) &
  (R extends { readonly body: infer Body extends z.ZodMiniType } ? { readonly body: z.input<Body> } : unknown) &
  (R extends { readonly bytes: readonly string[] } ? { readonly body: Uint8Array } : unknown)

/** What was answered, and its version. */
export interface Answer<Value> {
  readonly value: Value
  readonly etag?: string
}

/** The routes of the contract as functions. */
export interface Http {
  /** Asks, again where that is safe, and rejects with an `OffhookError` only. */
  call<R extends Route>(route: R, input: Input<R>): Promise<Answer<AnswerOf<R>>>
  /** Asks once, for an answer that is read as it comes. */
  open(route: Route, headers: Record<string, string>, signal: AbortSignal): Promise<Response>
}

const attempts = 3
const longestWait = 10_000
interface Loose {
  readonly params?: object
  readonly query?: object
  readonly body?: unknown
  readonly type?: string
  readonly isRepeatable?: boolean
  readonly ifMatch?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Makes the functions; every failure is an `OffhookError` that holds no header of the request. */
export function createHttp(world: HttpWorld): Http {
  const { clock, timeout } = world

  /** One try, from the token to the last byte. */
  const attempt = async (route: Route, request: RequestInit, url: string, signal?: AbortSignal) => {
    const limit = new AbortController()
    const stop = clock.after(timeout, () => limit.abort(new OffhookError('timeout')))
    const both = signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal])
    try {
      const { response, era } = await authorised(world, route, url, { ...request, signal: both })
      const text = await response.text()
      // what one person asked is not answered to the next
      if (era !== undefined && era !== world.era()) throw new OffhookError('signed-out')
      return { response, text }
    } catch (thrown) {
      signal?.throwIfAborted()
      limit.signal.throwIfAborted()
      throw thrown instanceof OffhookError ? thrown : new OffhookError('unavailable', { cause: thrown })
    } finally {
      stop()
    }
  }

  const call = async (route: Route, input: Loose): Promise<Answer<unknown>> => {
    const url = urlOf(world.url, route, input)
    const request = requestOf(route, input)
    for (let turn = 0; ; turn++) {
      const outcome = await attempt(route, request, url, input.signal).catch(networkFailure)
      if (!(outcome instanceof OffhookError) && outcome.response.ok) return answerOf(route, outcome)
      const failure = outcome instanceof OffhookError ? outcome : failureOf(outcome.response, outcome.text)
      const status = outcome instanceof OffhookError ? undefined : outcome.response.status
      // what is gone when it is asked again was taken away by the request whose answer was lost
      if (turn > 0 && route.method === 'DELETE' && status === 404) return { value: undefined }
      const wait = failure.retryAfter ?? backOff(turn, 300, longestWait)
      if (turn + 1 === attempts || !isWorthIt(route, input, failure, status) || wait > longestWait) throw failure
      await pause(clock, wait, input.signal)
    }
  }

  return {
    // the schema of the route made the value, and the type of the input is made of the same schemas
    call: (route, input) => call(route, input as Loose) as Promise<Answer<AnswerOf<typeof route>>>,
    async open(route, headers, signal) {
      const { response } = await authorised(world, route, world.url + route.path, { headers, signal })
      if (response.ok && response.body !== null) return response
      throw failureOf(response, await response.text())
    },
  }
}

/** What made a try fail, when that was not the one who asked. */
function networkFailure(thrown: unknown): OffhookError {
  if (thrown instanceof OffhookError) return thrown
  throw thrown
}

/** Whether the request may be sent again: too often can always wait; the rest only where twice is the same as once. */
function isWorthIt(
  { method, idempotent, etag }: Route,
  { isRepeatable }: Loose,
  failure: OffhookError,
  status: number | undefined,
): boolean {
  if (failure.code === 'too-many') return true
  // the second of two changes that are based on the same version would be refused
  const isSafe = isRepeatable || idempotent || (method !== 'POST' && method !== 'PATCH' && etag !== 'write')
  // a server that failed in the middle of a change has said so; reading may go better
  return isSafe && isPassing(failure) && (status !== 500 || method === 'GET')
}

/** Sends with the token, and once more with another when that is refused. */
async function authorised(world: HttpWorld, route: Route, url: string, request: Limited): Promise<Sent> {
  const { fetch, hasCookie } = world
  const send = (token?: string) => {
    const headers = new Headers(request.headers)
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`)
    return fetch(url, {
      ...request,
      headers,
      cache: 'no-store',
      redirect: 'error',
      ...(hasCookie ? { credentials: 'include' } : {}),
    })
  }
  if (route.auth === 'nobody') return { response: await send() }
  const token = await abortable(world.token(), request.signal)
  const era = world.era()
  const response = await send(token)
  if (response.status !== 401) return { response, era }
  const text = await response.text()
  const failure = failureOf(response, text)
  if (failure.code !== 'signed-out') throw failure
  const other = await abortable(world.token(token), request.signal)
  const again = await send(other)
  if (again.status === 401) world.over(other)
  return { response: again, era }
}

/** What is sent, and until when its answer is wanted. */
type Limited = RequestInit & { readonly signal: AbortSignal }

/** An answer, and in which session it was asked. */
interface Sent {
  readonly response: Response
  readonly era?: number
}

/** What is shared is not given up when one of those who wait for it does. */
const abortable = <T>(shared: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    shared,
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  ])

function urlOf(base: string, route: Route, { params = {}, query = {} }: Loose): string {
  // pathOf() reads names and finds them in what the type of the route asked for
  const path = pathOf(route, params as ParamsOf<Route>)
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return base + path + (pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`)
}

function requestOf({ method, idempotent, bytes }: Route, { body, type = '', ifMatch }: Loose): RequestInit {
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['Content-Type'] = bytes === undefined ? 'application/json' : type
  if (idempotent) headers['Idempotency-Key'] = randomId()
  if (ifMatch !== undefined) headers['If-Match'] = ifMatch
  const content =
    body === undefined ? {} : { body: bytes === undefined ? JSON.stringify(body) : (body as Uint8Array<ArrayBuffer>) }
  return { method, headers, ...content }
}

function answerOf({ answer }: Route, { response, text }: { response: Response; text: string }): Answer<unknown> {
  const etag = response.headers.get('etag')
  const version = etag === null ? {} : { etag }
  if (answer === undefined) return { value: undefined, ...version }
  const read = z.safeParse(answer, jsonOf(text))
  if (read.success) return { value: read.data, ...version }
  const message = 'What answered is no exchange that speaks this contract.'
  throw new OffhookError('unavailable', { message, cause: read.error })
}
