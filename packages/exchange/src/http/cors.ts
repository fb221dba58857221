const headersAsked = 'Authorization, Content-Type, Idempotency-Key, If-Match, Last-Event-ID'
const headersShown = 'ETag, Link, Retry-After'

/** What tells a browser that a page from elsewhere may read an answer; nothing for a page that may not. */
export function corsHeaders(origin: string | undefined, allowed: readonly string[]): Record<string, string> {
  if (allowed.length === 0) return {}
  if (origin === undefined || !allowed.includes(origin)) return { Vary: 'Origin' }
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': headersShown,
  }
}

/** What a browser is told that asks before it sends the request (preflight). */
export const preflightHeaders = (methods: readonly string[]): Record<string, string> => ({
  'Access-Control-Allow-Methods': methods.join(', '),
  'Access-Control-Allow-Headers': headersAsked,
  'Access-Control-Max-Age': '600',
})
