import { randomUUID } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Route, type RouteName, routes } from '@offhook/rest/contract'
import type { Hono } from 'hono'
import type { Ask, Handlers, RequestFacts, Who } from '../api/handler.ts'
import type { Logger } from '../log/logger.ts'
import type { Store, Writing } from '../store/store.ts'
import { answerWith } from './answer.ts'
import { type HttpContext, readAsk } from './ask.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { problemResponse, Refusal, toRefusal } from './problem.ts'

/** What the routes stand on. */
export interface RouterWorld {
  readonly handlers: Handlers<RouteName>
  readonly store: Pick<Store, 'transaction' | 'once'>
  readonly logger: Logger
  /** Pages from elsewhere that may ask. */
  readonly origins: readonly string[]
  /** Who somebody with this Authorization header is; throws `signed-out`. */
  whoIs(authorization: string | undefined): Promise<Who>
}

type App = Hono<{ Bindings: HttpBindings }>

/** A handler as a loop over the table has it, which does not know whose types are whose. */
interface AnyHandler {
  run?(ask: Ask<Route>): Promise<unknown>
  write?(tx: Writing, ask: Ask<Route>): Promise<unknown>
  picture?(ask: Ask<Route>): Promise<{ readonly type: string; readonly bytes: Uint8Array }>
  stream?(ask: Ask<Route>, response: HttpBindings['outgoing'], headers: Record<string, string>): Promise<void>
}

const versioned = '/v1/*'

/** Puts every route of the contract on the app, and problem documents where there is none. */
export function mountRoutes(app: App, world: RouterWorld): void {
  const { handlers, origins } = world
  app.use(versioned, async (context, next) => {
    const cors = corsHeaders(context.req.header('origin'), origins)
    if (context.req.method === 'OPTIONS') {
      return new Response(null, { status: 204, headers: { ...cors, ...preflightHeaders(methodsAt(context.req.path)) } })
    }
    await next()
    for (const [name, value] of Object.entries(cors)) context.res.headers.set(name, value)
    return undefined
  })
  for (const [name, route] of Object.entries(routes)) {
    // the entries of an object have the types of its values, and names that the compiler forgets
    const handler = handlers[name as RouteName] as AnyHandler
    app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), (context) =>
      serve(context, world, { route, handler }),
    )
  }
  app.all(versioned, ({ req }) => {
    const allowed = methodsAt(req.path)
    if (allowed.length === 0) return problemResponse(new Refusal('not-found'), randomUUID())
    return problemResponse(new Refusal('unsupported', { detail: `Not with ${req.method}.` }), randomUUID(), {
      status: 405,
      headers: { Allow: allowed.join(', ') },
    })
  })
}

const patterns = Object.values(routes).map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}))

const methodsAt = (path: string) => [
  ...new Set(patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
]

interface Served {
  readonly route: Route
  readonly handler: AnyHandler
}

async function serve(context: HttpContext, world: RouterWorld, { route, handler }: Served): Promise<Response> {
  const id = randomUUID()
  const headers: [string, string][] = []
  const response = await carryOut(context, world, { route, handler, headers }).catch((error: unknown) => {
    const refusal = toRefusal(error)
    if (refusal.code === 'refused') {
      world.logger.error('http.failed', { request: id, route: `${route.method} ${route.path}`, error: whatWas(error) })
    }
    return problemResponse(refusal, id)
  })
  for (const [name, value] of headers) response.headers.append(name, value)
  return response
}

// a message may hold what somebody wrote; where it happened does not
const whatWas = (error: unknown) =>
  error instanceof Error ? `${error.name} ${/\n\s*(at .*)/.exec(error.stack ?? '')?.[1] ?? ''}` : typeof error

async function carryOut(
  context: HttpContext,
  { store, whoIs, origins }: RouterWorld,
  { route, handler, headers }: Served & { readonly headers: [string, string][] },
): Promise<Response> {
  const who = await admit(route, () => whoIs(context.req.header('authorization')))
  const request = factsOf(context, headers)
  const { ask, key, fingerprint } = await readAsk(context, route, { who, request })
  if (handler.stream) {
    if (context.req.method !== 'GET') throw new Refusal('invalid', { detail: 'An event stream is read with GET.' })
    const { outgoing } = context.env
    await handler.stream(ask, outgoing, corsHeaders(context.req.header('origin'), origins))
    return RESPONSE_ALREADY_SENT
  }
  if (handler.picture) return pictureOf(await handler.picture(ask))
  const { write } = handler
  if (!write) return answerWith(context, route, await handler.run?.(ask))
  const outcome =
    key === undefined || who === undefined
      ? await store.transaction((tx) => write(tx, ask))
      : await store.once({ person: who.id, key, fingerprint }, (tx) => write(tx, ask))
  return answerWith(context, route, outcome)
}

async function admit({ auth = 'person' }: Route, whoIs: () => Promise<Who>): Promise<Who | undefined> {
  if (auth === 'nobody') return undefined
  const who = await whoIs()
  if (auth === 'admin' && who.role !== 'admin') throw new Refusal('not-allowed', { detail: 'For administrators.' })
  return who
}

function factsOf({ req, env }: HttpContext, headers: [string, string][]): RequestFacts {
  return {
    address: env.incoming.socket.remoteAddress ?? '',
    origin: new URL(req.url).origin,
    header: (name) => req.header(name),
    setHeader: (name, value) => void headers.push([name, value]),
  }
}

// the id of a picture cannot be guessed, and another picture has another one
const pictureOf = ({ type, bytes }: { readonly type: string; readonly bytes: Uint8Array }) =>
  new Response(Buffer.from(bytes), {
    headers: { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' },
  })
