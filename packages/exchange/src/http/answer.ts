import { type Route, statusOf } from '@offhook/rest/contract'
import * as z from 'zod/mini'
import type { Versioned } from '../store/world.ts'
import type { HttpContext } from './ask.ts'

/** What a handler gave, as the route's answer. */
export function answerWith(context: HttpContext, route: Route, outcome: unknown): Response {
  const status = statusOf(route)
  const headers: Record<string, string> = { 'Cache-Control': 'no-store' }
  if (route.answer === undefined) return new Response(null, { status, headers })
  // the table of handlers gives routes with an ETag one
  const { value, etag } = route.etag ? (outcome as Versioned<unknown>) : { value: outcome, etag: undefined }
  if (etag !== undefined) headers.ETag = `"${etag}"`
  const next = nextOf(value)
  if (next !== undefined) headers.Link = `<${linkTo(context, next)}>; rel="next"`
  headers['Content-Type'] = 'application/json'
  return new Response(JSON.stringify(z.encode(route.answer, value)), { status, headers })
}

const nextOf = (value: unknown): string | undefined => {
  const next: unknown = Object(value).next
  return typeof next === 'string' ? next : undefined
}

function linkTo({ req }: HttpContext, next: string): string {
  const { pathname, searchParams } = new URL(req.url)
  searchParams.set('cursor', next)
  return `${pathname}?${searchParams}`
}
