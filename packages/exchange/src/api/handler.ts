import type { ServerResponse } from 'node:http'
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, Route, RouteName, routes } from '@offhook/rest/contract'
import type * as z from 'zod/mini'
import type { Writing } from '../store/store.ts'
import type { IfMatch, Versioned, Viewer } from '../store/world.ts'

/** Somebody who asks and is signed in. */
export interface Who extends Viewer {
  /** Their SIP user name. */
  readonly user: string
  /** With which session. */
  readonly session: string
}

/** What is known of a request beside what the contract says of it. */
export interface RequestFacts {
  /** The network address it came from. */
  readonly address: string
  /** `http://host:port`, as the client calls this exchange. */
  readonly origin: string
  header(name: string): string | undefined
  /** Puts a header on the answer, beside those of the route. */
  setHeader(name: string, value: string): void
}

/** What is asked at a route, checked. */
export interface Ask<R extends Route> {
  readonly params: ParamsOf<R>
  readonly query: QueryOf<R>
  readonly body: BodyOf<R>
  readonly who: R extends { readonly auth: 'nobody' } ? undefined : Who
  /** What a change is based on (If-Match). */
  readonly match: IfMatch
  readonly request: RequestFacts
}

/** What comes of it: the answer, with its version where the route has an ETag. */
export type Outcome<R extends Route> = R extends { readonly etag: 'read' | 'write'; readonly answer: z.ZodMiniType }
  ? Versioned<AnswerOf<R>>
  : R extends { readonly answer: z.ZodMiniType }
    ? AnswerOf<R>
    : // biome-ignore lint/suspicious/noConfusingVoidType: it is what such a handler returns
      void

/** What the exchange does at a route. */
export type Handler<R extends Route> = R extends { readonly answers: 'text/event-stream' }
  ? Streaming<R>
  : R extends { readonly answers: 'image/*' }
    ? Picturing<R>
    : Running<R> | WritingDown<R>

/** Reads, or does several things one after the other. */
interface Running<R extends Route> {
  run(ask: Ask<R>): Promise<Outcome<R>>
}

/** Writes, wholly or not at all; may be carried out again after it got in another's way. */
interface WritingDown<R extends Route> {
  write(tx: Writing, ask: Ask<R>): Promise<Outcome<R>>
}

/** Answers with bytes that never change. */
interface Picturing<R extends Route> {
  picture(ask: Ask<R>): Promise<{ readonly type: string; readonly bytes: Uint8Array }>
}

/** Answers for as long as somebody listens; the headers that every answer has are given. */
interface Streaming<R extends Route> {
  stream(ask: Ask<R>, response: ServerResponse, headers: Readonly<Record<string, string>>): Promise<void>
}

/** What the exchange does at these routes: each of them, and none that is not there. */
export type Handlers<Name extends RouteName> = { readonly [N in Name]: Handler<(typeof routes)[N]> }
