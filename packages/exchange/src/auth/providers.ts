import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Clock } from '../clock.ts'
import type { ProviderSettings } from '../config/schema.ts'
import { Refusal } from '../http/problem.ts'
import type { Logger } from '../log/logger.ts'
import type { Store } from '../store/store.ts'

/** OpenID Connect issuers one can sign in with. */
export interface Providers {
  /**
   * Who an ID token is for. Throws `bad-credentials` for one that is not good here, `not-found` when nobody here is known by
   * that account, and `unavailable` when the issuer does not answer.
   */
  personWith(token: IdToken): Promise<string>
}

/** What an issuer said to the browser. */
export interface IdToken {
  readonly provider: string
  readonly idToken: string
  /** What the browser asked the issuer to repeat. */
  readonly nonce: string
}

/** What issuers are asked with. */
export interface ProviderWorld {
  readonly store: Store
  readonly clock: Clock
  readonly logger: Logger
  readonly fetch?: typeof fetch
}

type Keys = ReturnType<typeof createRemoteJWKSet>

const toleranceSeconds = 60
// a token is for signing in now
const longestAgeSeconds = 600
const patienceMs = 5_000
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA']

/** Checks ID tokens with the keys their issuers publish (OpenID Connect Core 1.0, 3.1.3.7; Discovery 1.0). */
export function createProviders(settings: readonly ProviderSettings[], world: ProviderWorld): Providers {
  const { store, clock, logger } = world
  const keysOf = createKeyrings(world)

  const read = async (provider: ProviderSettings, { idToken, nonce }: IdToken): Promise<JWTPayload> => {
    const keys = await keysOf(provider.issuer)
    try {
      const { payload } = await jwtVerify(idToken, keys, {
        ...{ issuer: provider.issuer, audience: provider.clientId, algorithms },
        ...{ requiredClaims: ['sub', 'exp', 'iat'], clockTolerance: toleranceSeconds },
        ...{ maxTokenAge: longestAgeSeconds, currentDate: new Date(clock.now()) },
      })
      const isForUs = payload.azp === undefined || payload.azp === provider.clientId
      if (payload.nonce !== nonce || !isForUs) throw new Refusal('bad-credentials')
      return payload
    } catch (error) {
      if (error instanceof Refusal) throw error
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw silent(error)
      logger.info('id token refused', { reason: error.code })
      throw new Refusal('bad-credentials', { detail: 'That is not a token of this issuer for this exchange.' })
    }
  }

  return {
    async personWith(token) {
      const provider = settings.find(({ id }) => id === token.provider)
      if (!provider) throw new Refusal('not-found', { detail: 'There is no such provider.' })
      const claims = await read(provider, token)
      const identity = { issuer: provider.issuer, subject: String(claims.sub) }
      const known = await store.people.byIdentity(identity)
      if (known) return known.id
      const email = believedEmail(claims, provider)
      const person = email === undefined ? undefined : await store.people.byEmail(email)
      // an address may be given to somebody else: from the first time on it is the account that counts
      if (!person || (await store.people.isLinked(person.id, provider.issuer))) {
        throw new Refusal('not-found', { detail: 'Nobody here is known by that account.' })
      }
      await store.transaction(({ people }) => people.link(person.id, identity))
      return person.id
    },
  }
}

/** The keys of each issuer, found once by discovery and again when that failed. */
function createKeyrings({ fetch: ask = fetch }: Pick<ProviderWorld, 'fetch'>): (issuer: string) => Promise<Keys> {
  const keyrings = new Map<string, Promise<Keys>>()
  const discover = async (issuer: string): Promise<Keys> => {
    try {
      const place = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
      const response = await ask(place, { signal: AbortSignal.timeout(patienceMs), redirect: 'error' })
      const found: unknown = await response.json()
      const { issuer: named, jwks_uri: keys } = Object(found) as Record<string, unknown>
      if (named !== issuer || typeof keys !== 'string')
        throw new Error('That is not the discovery document of the issuer.')
      return createRemoteJWKSet(new URL(keys), { timeoutDuration: patienceMs })
    } catch (error) {
      keyrings.delete(issuer)
      throw silent(error)
    }
  }
  return (issuer) => {
    const keys = keyrings.get(issuer) ?? discover(issuer)
    keyrings.set(issuer, keys)
    return keys
  }
}

const silent = (cause: unknown) =>
  new Refusal('unavailable', { detail: 'The issuer does not answer as it should.', retryAfter: 5, cause })

/** The address of an account, where whoever holds it was made to prove that it is theirs. */
function believedEmail(claims: JWTPayload, { trustEmail }: ProviderSettings): string | undefined {
  const { email, email_verified: isVerified, preferred_username: name } = claims
  if (typeof email === 'string' && (isVerified === true || trustEmail)) return email
  return trustEmail && typeof name === 'string' ? name : undefined
}
