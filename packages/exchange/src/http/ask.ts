import { createHash } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { type Checked, check, type FieldProblem, type Route } from '@offhook/rest/contract'
import type { Context } from 'hono'
import type { Ask, RequestFacts, Who } from '../api/handler.ts'
import { mediaType, parseJson, readBytes } from './body.ts'
import { Refusal, wrongField } from './problem.ts'

/** A request at the HTTP side of the exchange. */
export type HttpContext = Context<{ Bindings: HttpBindings }>

const mostBytes = 256 * 1024
// 500 contacts, each as long as it may be
const mostBytesOfMany = 8 * 1024 * 1024
const longestId = 128
const longestKey = 255

/** What was asked, and what tells it from anything else that was asked. */
export interface Asked {
  readonly ask: Ask<Route>
  /** The Idempotency-Key, where the route has one and it was given. */
  readonly key: string | undefined
  /** A hash of all that was asked. */
  readonly fingerprint: string
}

/** Reads a request and checks it against its route; throws a Refusal that says what is wrong with which field. */
export async function readAsk(
  context: HttpContext,
  route: Route,
  { who, request }: { readonly who: Who | undefined; readonly request: RequestFacts },
): Promise<Asked> {
  const { req } = context
  const params = req.param()
  for (const value of Object.values(params)) if (value.length > longestId) throw new Refusal('not-found')
  const query = route.query && valid(check(route.query, req.query()), inQuery)
  const takesBody = route.body !== undefined || route.bytes !== undefined
  const bytes = takesBody
    ? await readBytes(req.raw, route.answer && isMany(route) ? mostBytesOfMany : limitOf(route))
    : none
  const body = readBody(route, bytes, req.header('content-type'))
  const match = matchOf(route, req.header('if-match'))
  // the types of a route are those of what was just checked with its schemas
  const ask = { params, query, body, who, match, request } as Ask<Route>
  return { ask, key: keyOf(route, req.header('idempotency-key')), fingerprint: fingerprintOf(context, bytes) }
}

const none = new Uint8Array()

const isMany = ({ path }: Route) => path.endsWith('/import')

const limitOf = ({ bytes }: Route) => (bytes ? 2 * mostBytes : mostBytes)

function valid<Value>(read: Checked<Value>, place = (problem: FieldProblem) => problem): Value {
  if (read.ok) return read.value
  throw new Refusal('invalid', { errors: read.problems.map(place) })
}

/** What is wrong in a query is told by its name, not by a pointer into the body. */
const inQuery = (problem: FieldProblem): FieldProblem => ({ ...problem, pointer: problem.pointer.replace('/', '?') })

function readBody({ body, bytes: types }: Route, bytes: Uint8Array, type: string | undefined): unknown {
  if (body) return valid(check(body, parseJson(bytes, type)))
  if (!types) return undefined
  if (!types.includes(mediaType(type))) throw wrongField('', 'bad-format', `One of: ${types.join(', ')}.`)
  return bytes
}

/** An ETag, quoted as RFC 9110 wants it or bare as it stands in a contact; `*` is whichever there is. */
function matchOf({ etag }: Route, header: string | undefined): { etag?: string } {
  if (etag !== 'write' || header === undefined || header.trim() === '*') return {}
  const [, version] = /^(?:W\/)?"?([^",]*)"?$/.exec(header.trim()) ?? []
  return { etag: version ?? '' }
}

function keyOf({ idempotent }: Route, key: string | undefined): string | undefined {
  if (!idempotent || key === undefined) return undefined
  if (key.length === 0 || key.length > longestKey) {
    throw wrongField('', 'too-long', `An Idempotency-Key has 1 to ${longestKey} characters.`)
  }
  return key
}

const fingerprintOf = ({ req }: HttpContext, bytes: Uint8Array) =>
  createHash('sha256').update(`${req.method} ${req.path}\n`).update(bytes).digest('base64url')
