import type * as z from 'zod/mini'
import type { ProblemCode } from './problem.ts'

/** The methods of HTTP that are used. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who may ask: anybody, somebody who is signed in, or an administrator. */
export type RouteAuth = 'nobody' | 'person' | 'admin'

/** What is to be said of a route, where it is not as usual. */
export interface RouteFacts {
  /** Default `person`. */
  readonly auth?: RouteAuth
  /** The status when all is well; default 200 with an answer, 204 without. */
  readonly status?: 201 | 202
  /** Every value is a text on the wire. */
  readonly query?: z.ZodMiniType
  /** JSON, unless `bytes` says otherwise. */
  readonly body?: z.ZodMiniType
  /** The body is not JSON: the media types it may have. */
  readonly bytes?: readonly string[]
  /** What it answers; absent: nothing. */
  readonly answer?: z.ZodMiniType
  /** What it answers is not JSON: an event stream (each event is an `answer`), or a picture. */
  readonly answers?: 'text/event-stream' | 'image/*'
  /** What can go wrong here, beside what can go wrong everywhere (see `everywhere`). */
  readonly errors?: readonly ProblemCode[]
  /** Repeating it with the same Idempotency-Key gives the first answer again, for 24 hours. */
  readonly idempotent?: true
  /** `read`: the answer has an ETag. `write`: If-Match is honoured, and the answer has the new ETag. */
  readonly etag?: 'read' | 'write'
}

/** One thing the server does, as both sides know it. */
export interface Route extends RouteFacts {
  readonly method: Method
  /** With `{name}` where an id stands. */
  readonly path: string
}

/** A route with its own types: what stands in its line, and what is said of it. */
export type RouteOf<Line extends string, Facts> = Line extends `${infer M extends Method} ${infer Path}`
  ? Facts & { readonly method: M; readonly path: Path }
  : never

/** Makes a route of its line, `'GET /v1/me'`, and what is to be said of it. */
export function route<const Line extends `${Method} /${string}`, const Facts extends RouteFacts>(
  line: Line,
  facts: Facts,
): RouteOf<Line, Facts> {
  const [method, path] = line.split(' ')
  // the type of the line says that both are there, which split() cannot
  return { ...facts, method, path } as unknown as RouteOf<Line, Facts>
}

/** The status of a route when all is well. */
export const statusOf = ({ status, answer, answers }: Route): number =>
  status ?? (answer === undefined && answers === undefined ? 204 : 200)

/** The names that stand in a path. */
export type ParamsIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string } & ParamsIn<Rest>
  : unknown

/** What stands in the path of a route. */
export type ParamsOf<R extends Route> = ParamsIn<R['path']>

/** The query of a route, as the program has it. */
export type QueryOf<R extends Route> = R extends { readonly query: infer Schema extends z.ZodMiniType }
  ? z.output<Schema>
  : undefined

/** The body of a route, as the program has it. */
export type BodyOf<R extends Route> = R extends { readonly body: infer Schema extends z.ZodMiniType }
  ? z.output<Schema>
  : R extends { readonly bytes: readonly string[] }
    ? Uint8Array
    : undefined

/** The answer of a route, as the program has it. */
export type AnswerOf<R extends Route> = R extends { readonly answer: infer Schema extends z.ZodMiniType }
  ? z.output<Schema>
  : undefined

/** The path of a route with the ids in their places. */
export function pathOf<R extends Route>({ path }: R, params: ParamsOf<R>): string {
  const values = Object(params) as Record<string, string | undefined>
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}
