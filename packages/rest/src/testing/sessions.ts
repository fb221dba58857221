import { type AccountTransport, type Clock, type Credentials, OffhookError, randomId } from '@offhook/core'
import { demoPeople, type NetworkPerson, type Office } from '@offhook/core/testing'
import type { Log } from './log.ts'

/** Somebody who is signed in. */
export interface SignedIn {
  readonly id: string
  readonly person: string
  /** The window at the office whose sign-in this is. */
  readonly account: AccountTransport
}

/** Who is signed in with which token. */
export interface Sessions {
  signIn(credentials: Credentials): Promise<Granted>
  /** A refresh token is good once; rejects with `bad-credentials`. */
  renew(refreshToken: string | undefined): Granted
  /** Throws `signed-out`. */
  find(authorization: string | null): SignedIn
  end(session: SignedIn): void
}

interface Granted {
  readonly accessToken: string
  readonly expiresIn: number
  readonly refreshToken: string
  readonly personId: string
}

/** What sessions need. */
export interface SessionsWorld {
  readonly office: Office
  readonly clock: Clock
  readonly people?: readonly NetworkPerson[] | undefined
  /** Seconds an access token lives. */
  readonly lifetime: number
  logOf(person: string): Log
}

/** Keeps the sessions of a mock server; tokens are signed by nobody. */
export function createSessions({ office, clock, people = demoPeople, lifetime, logOf }: SessionsWorld): Sessions {
  const byToken = new Map<string, { readonly session: SignedIn; readonly endsAt: number }>()
  const byRefresh = new Map<string, SignedIn>()

  const end = (session: SignedIn, reason?: 'revoked') => {
    for (const [token, one] of byToken) if (one.session === session) byToken.delete(token)
    for (const [token, one] of byRefresh) if (one === session) byRefresh.delete(token)
    logOf(session.person).end(session.id, reason)
  }
  const grant = (session: SignedIn): Granted => {
    const now = Math.floor(clock.now() / 1_000)
    const accessToken = tokenOf({ sub: session.person, iat: now, exp: now + lifetime, jti: randomId() })
    const refreshToken = randomId()
    byToken.set(accessToken, { session, endsAt: clock.now() + lifetime * 1_000 })
    byRefresh.set(refreshToken, session)
    return { accessToken, expiresIn: lifetime, refreshToken, personId: session.person }
  }
  const open = async (person: string, credentials: Credentials): Promise<SignedIn> => {
    const account = office.account.join(person)
    const session = { id: randomId(), person, account }
    let isIn = false
    account.open({
      signal(news) {
        if (news.type === 'signed-in') isIn = true
        if (isIn && news.type === 'expired') end(session)
        if (isIn && news.type === 'signed-out') end(session, news.reason === 'revoked' ? 'revoked' : undefined)
      },
    })
    await account.send({ type: 'signIn', with: credentials })
    return session
  }

  return {
    async signIn(credentials) {
      const name =
        'email' in credentials ? credentials.email.trim().toLowerCase() : `${credentials.provider}@example.nl`
      const known = people.find(({ id }) => `${id}@example.nl` === name) ?? people[0]
      if (known === undefined) throw new OffhookError('bad-credentials')
      return grant(await open(known.id, credentials))
    },
    renew(refreshToken = '') {
      const session = byRefresh.get(refreshToken)
      if (session === undefined) throw new OffhookError('bad-credentials')
      byRefresh.delete(refreshToken)
      return grant(session)
    },
    find(authorization) {
      const found = byToken.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '')
      if (found === undefined || clock.now() >= found.endsAt) throw new OffhookError('signed-out')
      return found.session
    },
    end,
  }
}

/** A token in the form of a JWT. */
function tokenOf(claims: object): string {
  const part = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`
}
