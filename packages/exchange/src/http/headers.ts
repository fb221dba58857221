const hostPattern = /^[A-Za-z0-9.:[\]-]+$/

/** The security headers of every answer; the page may talk to this exchange and to `connectSources`, and to nobody else. */
export function securityHeaders(host: string | undefined, connectSources: readonly string[]): Record<string, string> {
  // browsers differ on whether 'self' covers ws: of the same host
  const ours = host && hostPattern.test(host) ? [`ws://${host}`, `wss://${host}`] : []
  const policy = {
    'default-src': ["'self'"],
    'connect-src': ["'self'", ...ours, ...connectSources],
    'img-src': ["'self'", 'data:', 'blob:'],
    'media-src': ["'self'", 'data:', 'blob:'],
    'worker-src': ["'self'", 'blob:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'self'"],
  }
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map(([name, sources]) => `${name} ${sources.join(' ')}`)
      .join('; '),
    'Permissions-Policy': 'microphone=(self), camera=(self), display-capture=(self), speaker-selection=(self)',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
  }
}
