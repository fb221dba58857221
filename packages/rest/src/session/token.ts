import { jwtDecode } from 'jwt-decode'
import type * as z from 'zod/mini'
import type { Provider, TokenRequest } from '../contract/sign-in.ts'

/** With what a session begins, as `POST /v1/sign-in` has it. */
export type Grant = z.input<typeof TokenRequest>

/** What a token is asked for. */
export interface TokenAsk {
  /** Whether the last one was refused: one that is kept somewhere must not be given again. */
  readonly isRefused: boolean
}

/**
 * Where access tokens come from: your own function, which gives undefined when nobody is signed in and rejects when it is
 * to be asked again later; or what a session begins with.
 */
export type TokenSource = ((ask: TokenAsk) => Promise<string | undefined>) | Grant

/** Signs in with e-mail and password as soon as the phone is there; rather `phone.account.signIn` where a person types them. */
export const passwordGrant = (email: string, password: string): TokenSource => ({ grant: 'password', email, password })

/** An OpenID Connect issuer, as the server names it. */
export type IdentityProvider = z.output<typeof Provider>

/** What an issuer said of a person. */
export interface Identity {
  readonly idToken: string
  readonly nonce: string
}

/** Lets a person sign in with an issuer: a window or another page, which is the app's own affair. */
export interface IdentitySource {
  signIn(provider: IdentityProvider): Promise<Identity>
  /** What an issuer said on the way back to this page, once; undefined when nobody comes back. */
  returned?(): Promise<(Identity & { readonly provider: string }) | undefined>
}

/** A token, and when it has to be another: both on the clock of this side. */
export interface Held {
  readonly token: string
  readonly renewAt: number
  readonly endsAt: number
}

const longestMargin = 60_000

/** A token that was given at `now` for a time; the clocks of both sides may differ, so that only how long it lives counts. */
export function held(token: string, now: number, lifetime = lifetimeOf(token)): Held {
  const endsAt = now + lifetime
  return { token, renewAt: endsAt - Math.min(longestMargin, lifetime / 4), endsAt }
}

/** How long a token lives, milliseconds; for ever when it does not say. */
function lifetimeOf(token: string): number {
  try {
    const { exp, iat } = jwtDecode(token)
    return exp !== undefined && iat !== undefined && exp > iat ? (exp - iat) * 1_000 : Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
