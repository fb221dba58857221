import * as z from 'zod/mini'
import { route } from './route.ts'
import { email, filled, id, list, maybe, text, time } from './wire.ts'

const password = filled(256)

/** An OpenID Connect issuer one can sign in with (code flow with PKCE; the browser talks to it directly). */
export const Provider = z.object({
  id,
  name: text(64),
  /** OpenID Connect Discovery begins here. */
  issuer: z.string(),
  clientId: z.string(),
  scopes: list(z.string(), 16),
})

/** How one can sign in here. */
export const SignInMethods = z.object({
  password: z.boolean(),
  /** Whether a forgotten password can be replaced by e-mail. */
  reset: z.boolean(),
  providers: list(Provider, 16),
})

/**
 * Where the refresh token goes: into a cookie that scripts cannot read (HttpOnly, Secure, SameSite=Strict, this path only)
 * and that outlives a reload, or else into the answer.
 */
const cookie = maybe(z.boolean())

/** With what one signs in: a password, what an issuer said, or the refresh token of a session; without one, its cookie. */
export const TokenRequest = z.union([
  z.object({ grant: z.literal('password'), email: filled(254), password, cookie }),
  z.object({ grant: z.literal('provider'), provider: id, idToken: filled(16_384), nonce: filled(256), cookie }),
  z.object({ grant: z.literal('refresh'), refreshToken: maybe(filled(512)) }),
])

/** A session: a short-lived access token (JWT) and a refresh token that is good for one use. */
export const Session = z.object({
  accessToken: z.string(),
  /** Seconds, from now; the clocks of client and server may differ. */
  expiresIn: z.number(),
  /** Absent when it is in the cookie. */
  refreshToken: maybe(z.string()),
  personId: id,
})

/** What a telephone registers with, for a short time. */
export const SipAccess = z.object({
  /** `'sip:alice@example.nl'` */
  uri: z.string(),
  user: z.string(),
  password: z.string(),
  /** The first is tried first. */
  servers: list(z.string(), 8),
  iceServers: list(
    z.object({ urls: list(z.string(), 8), username: maybe(z.string()), credential: maybe(z.string()) }),
    8,
  ),
  expiresAt: time,
  /** Seconds, from now. */
  expiresIn: z.number(),
})

/** Signing in and out, passwords, and SIP credentials. */
export const signInRoutes = {
  /** How one can sign in here. */
  signInMethods: route('GET /v1/sign-in', { auth: 'nobody', answer: SignInMethods }),
  /** Signs in, or renews a session. */
  signIn: route('POST /v1/sign-in', {
    auth: 'nobody',
    body: TokenRequest,
    answer: Session,
    errors: ['bad-credentials', 'locked-out', 'not-found'],
  }),
  /** Ends this session, or all sessions of the person; their SIP credentials end with them. */
  signOut: route('POST /v1/sign-out', {
    body: z.object({ everywhere: z.boolean() }),
  }),
  /** Sends a link for a new password; answers the same whether the address is known or not. */
  requestPasswordReset: route('POST /v1/password-reset', { auth: 'nobody', status: 202, body: z.object({ email }) }),
  /** Sets a new password with the code of that link; all sessions of the person end. */
  resetPassword: route('POST /v1/password-reset/confirm', {
    auth: 'nobody',
    body: z.object({ code: filled(256), password: z.string().check(z.minLength(10), z.maxLength(256)) }),
    errors: ['bad-credentials'],
  }),
  /** Changes the own password; the other sessions end. */
  changePassword: route('POST /v1/me/password', {
    body: z.object({ from: password, to: z.string().check(z.minLength(10), z.maxLength(256)) }),
    errors: ['bad-credentials', 'locked-out'],
  }),
  /** Short-lived SIP credentials; ask again before they expire. */
  sipAccess: route('GET /v1/me/sip', { answer: SipAccess }),
} as const

export type TokenRequest = z.output<typeof TokenRequest>
export type Session = z.output<typeof Session>
export type SipAccess = z.output<typeof SipAccess>
