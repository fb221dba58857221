import { errors, jwtVerify, SignJWT } from 'jose'
import type { Clock } from '../clock.ts'
import { Refusal } from '../http/problem.ts'

/** What an access token says: who, and in which session. */
export interface Claims {
  readonly person: string
  readonly session: string
}

/** Makes access tokens (JWT, RFC 9068) and reads them. */
export interface Tokens {
  /** Seconds. */
  readonly lifetime: number
  issue(claims: Claims): Promise<string>
  /** Throws `signed-out` for what is forged, for somebody else, or over. */
  read(token: string): Promise<Claims>
}

/** What tokens are made with. */
export interface TokenOptions {
  readonly clock: Clock
  /** 256 random bits, as base64url. */
  readonly secret: string
  /** Who makes them. */
  readonly issuer: string
}

const algorithm = 'HS256'
const type = 'at+jwt'
const audience = 'offhook'
const lifetime = 600
// the machines that share one store have clocks of their own
const toleranceSeconds = 60

/** Tokens signed with a secret of this installation. */
export function createTokens({ clock, secret, issuer }: TokenOptions): Tokens {
  const key = Buffer.from(secret, 'base64url')
  const seconds = () => Math.floor(clock.now() / 1000)
  return {
    lifetime,
    issue: ({ person, session }) =>
      new SignJWT({ sid: session })
        .setProtectedHeader({ alg: algorithm, typ: type })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(person)
        .setIssuedAt(seconds())
        .setExpirationTime(seconds() + lifetime)
        .sign(key),
    async read(token) {
      try {
        const { payload } = await jwtVerify<{ sid: unknown }>(token, key, {
          ...{ issuer, audience, algorithms: [algorithm], typ: type },
          ...{ requiredClaims: ['sub', 'exp', 'sid'], clockTolerance: toleranceSeconds },
          currentDate: new Date(clock.now()),
        })
        return { person: String(payload.sub), session: String(payload.sid) }
      } catch (error) {
        if (error instanceof errors.JWTExpired) throw new Refusal('signed-out', { detail: 'The access token is over.' })
        throw new Refusal('signed-out', { detail: 'That is not an access token of this exchange.' })
      }
    },
  }
}
