import { randomBytes } from 'node:crypto'
import type { Session } from '@offhook/rest/contract'
import type { RequestFacts } from '../api/handler.ts'
import { sessionNews } from '../api/news.ts'
import type { Clock } from '../clock.ts'
import { Refusal } from '../http/problem.ts'
import { openedNews } from '../office/sessions.ts'
import type { Store, Writing } from '../store/store.ts'
import type { Tokens } from './tokens.ts'

/** What sessions are opened with. */
export interface SessionWorld {
  readonly store: Store
  readonly tokens: Tokens
  readonly clock: Clock
  /** Called with each session that is over. */
  ended(session: string): void
}

/** Opens, renews and ends sessions. */
export interface SessionDesk {
  open(person: string, request: RequestFacts, isInCookie: boolean): Promise<Session>
  /** With the refresh token that is given, or else the one in the cookie; throws `signed-out`. */
  renew(refreshToken: string | undefined, request: RequestFacts): Promise<Session>
  end(who: { readonly id: string; readonly session: string }, everywhere: boolean): Promise<void>
  /** All of a person but one, as part of a transaction; what it gives is called when the transaction is done. */
  revokeAll(tx: Writing, person: string, except?: string): Promise<() => void>
}

const dayMs = 24 * 3_600_000
const lifetimeMs = 30 * dayMs
// the answer with the next token may get lost, and two tabs may ask at once
const graceMs = 30_000
const tokenBytes = 32

/** Where the cookie goes: to sign-in alone. */
const cookiePath = '/v1/sign-in'
const cookie = 'offhook_refresh'

/** A desk that opens sessions in a store. */
export function createSessionDesk({ store, tokens, clock, ended }: SessionWorld): SessionDesk {
  const nextToken = () => ({
    refreshToken: randomBytes(tokenBytes).toString('base64url'),
    expiresAt: clock.now() + lifetimeMs,
  })

  const answer = async (
    { id, personId }: { readonly id: string; readonly personId: string },
    refreshToken: string,
    cookieOn: RequestFacts | undefined,
  ): Promise<Session> => {
    cookieOn?.setHeader('Set-Cookie', cookieWith(refreshToken, lifetimeMs / 1000))
    return {
      accessToken: await tokens.issue({ person: personId, session: id }),
      expiresIn: tokens.lifetime,
      personId,
      ...(cookieOn === undefined && { refreshToken }),
    }
  }

  return {
    async open(person, request, isInCookie) {
      const token = nextToken()
      const session = await store.transaction(async (tx) => {
        const it = await tx.sessions.open(person, token)
        tx.tell(openedNews(it))
        return it
      })
      return answer(session, token.refreshToken, isInCookie ? request : undefined)
    },
    async renew(given, request) {
      const used = given ?? cookieOf(request.header('cookie'))
      if (used === undefined) throw new Refusal('signed-out')
      const token = nextToken()
      const renewal = await store.transaction(async (tx) => {
        const it = await tx.sessions.renew(used, { ...token, graceMs })
        if (it.outcome === 'reused') tx.tell(sessionNews(it.session, 'revoked'))
        return it
      })
      if (renewal.outcome === 'renewed') {
        return answer(renewal.session, token.refreshToken, given === undefined ? request : undefined)
      }
      if (renewal.outcome === 'reused') ended(renewal.session.id)
      if (given === undefined) request.setHeader('Set-Cookie', cookieWith('', 0))
      throw new Refusal('signed-out', { detail: 'This session is over.' })
    },
    async end({ id, session }, everywhere) {
      const over = await store.transaction(async (tx) => {
        const all = everywhere ? await tx.sessions.endAll(id) : [session]
        if (!everywhere) await tx.sessions.end(session)
        for (const one of all) tx.tell(sessionNews({ id: one, personId: id }, 'signed-out'))
        return all
      })
      over.forEach(ended)
    },
    async revokeAll(tx, person, except) {
      const all = await tx.sessions.endAll(person, except === undefined ? {} : { except })
      for (const one of all) tx.tell(sessionNews({ id: one, personId: person }, 'revoked'))
      return () => all.forEach(ended)
    },
  }
}

/** A cookie no script can read, and that goes to sign-in alone. */
const cookieWith = (token: string, seconds: number) =>
  `${cookie}=${token}; Path=${cookiePath}; Max-Age=${seconds}; HttpOnly; Secure; SameSite=Strict`

/** Takes the cookie away. */
export const noCookie: string = cookieWith('', 0)

const cookieOf = (header = ''): string | undefined =>
  new RegExp(`(?:^|;\\s*)${cookie}=([A-Za-z0-9_-]+)`).exec(header)?.[1]
