import { createHash } from 'node:crypto'
import type { Db, StoreWorld, Tx } from './world.ts'

/** Somebody who is signed in somewhere. */
export interface StoredSession {
  readonly id: string
  readonly personId: string
  readonly createdAt: number
  readonly usedAt: number
  readonly expiresAt: number
}

/** Reads sessions; one that has expired is none. */
export interface Sessions {
  get(id: string): Promise<StoredSession | undefined>
  of(person: string): Promise<readonly StoredSession[]>
  /** Everybody's. */
  all(): Promise<readonly StoredSession[]>
}

/** What became of a refresh token. `reused`: somebody has used it before, and the session was ended for it. */
export type Renewal =
  | { readonly outcome: 'renewed'; readonly session: StoredSession }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'reused'; readonly session: StoredSession }

/** Opens, renews and ends sessions. Of tokens and codes only a hash is kept. */
export interface SessionChanges {
  open(person: string, token: { readonly refreshToken: string; readonly expiresAt: number }): Promise<StoredSession>
  /**
   * Uses a refresh token up and puts the next one in its place. One that was used is taken again within `graceMs`, as its
   * answer may not have arrived; after that it was stolen.
   */
  renew(refreshToken: string, next: NextToken): Promise<Renewal>
  end(id: string): Promise<void>
  /** All sessions of a person, but one; answers which. */
  endAll(person: string, options?: { readonly except?: string }): Promise<readonly string[]>
  /** A code for a new password, good once; those before it are not any more. */
  startReset(person: string, reset: { readonly code: string; readonly expiresAt: number }): Promise<void>
  /** Whose new password that is; the code is used up. */
  takeReset(code: string): Promise<string | undefined>
}

export interface NextToken {
  readonly refreshToken: string
  readonly expiresAt: number
  readonly graceMs: number
}

/** What is kept of a secret that was made here, of at least 128 random bits: no salt and no stretching are needed. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

const columns = ['id', 'personId', 'createdAt', 'usedAt', 'expiresAt'] as const

export function readSessions(db: Db, { now }: Pick<StoreWorld, 'now'>): Sessions {
  const live = () => db.selectFrom('sessions').where('expiresAt', '>', now()).select(columns)
  return {
    get: (id) => live().where('id', '=', id).executeTakeFirst(),
    all: () => live().orderBy('createdAt').orderBy('id').execute(),
    of: (person) => live().where('personId', '=', person).orderBy('createdAt').orderBy('id').execute(),
  }
}

export function changeSessions(tx: Tx, { now, id: createId }: Pick<StoreWorld, 'now' | 'id'>): SessionChanges {
  const addToken = (sessionId: string, refreshToken: string) =>
    tx
      .insertInto('refreshTokens')
      .values({ hash: hashOf(refreshToken), sessionId })
      .execute()

  const end = async (id: string) => void (await tx.deleteFrom('sessions').where('id', '=', id).execute())

  return {
    async open(personId, { refreshToken, expiresAt }) {
      const at = now()
      const session = { id: createId(), personId, createdAt: at, usedAt: at, expiresAt }
      await tx.insertInto('sessions').values(session).execute()
      await addToken(session.id, refreshToken)
      return session
    },
    async renew(refreshToken, { refreshToken: next, expiresAt, graceMs }) {
      const at = now()
      const found = await lockToken(tx, hashOf(refreshToken))
      if (!found || found.session.expiresAt <= at) return { outcome: 'unknown' }
      const { session, tokenUsedAt } = found
      if (tokenUsedAt !== null && at - tokenUsedAt > graceMs) {
        await end(session.id)
        return { outcome: 'reused', session }
      }
      await tx
        .updateTable('refreshTokens')
        .where('hash', '=', hashOf(refreshToken))
        .where('usedAt', 'is', null)
        .set({ usedAt: at })
        .execute()
      await addToken(session.id, next)
      await tx.updateTable('sessions').where('id', '=', session.id).set({ usedAt: at, expiresAt }).execute()
      return { outcome: 'renewed', session: { ...session, usedAt: at, expiresAt } }
    },
    end,
    async endAll(person, { except = '' } = {}) {
      const ended = await tx
        .deleteFrom('sessions')
        .where('personId', '=', person)
        .where('id', '!=', except)
        .returning('id')
        .execute()
      return ended.map(({ id }) => id)
    },
    async startReset(personId, { code, expiresAt }) {
      // two that are asked for at once: the later one counts
      await tx.selectFrom('people').where('id', '=', personId).select('id').forUpdate().execute()
      await tx.deleteFrom('passwordResets').where('personId', '=', personId).execute()
      await tx
        .insertInto('passwordResets')
        .values({ hash: hashOf(code), personId, expiresAt })
        .execute()
    },
    async takeReset(code) {
      const taken = await tx
        .deleteFrom('passwordResets')
        .where('hash', '=', hashOf(code))
        .returning(['personId', 'expiresAt'])
        .executeTakeFirst()
      return taken && taken.expiresAt > now() ? taken.personId : undefined
    },
  }
}

/** The session is locked, so that two who use a token at once do so one after the other. */
async function lockToken(tx: Tx, hash: string) {
  const token = await tx.selectFrom('refreshTokens').where('hash', '=', hash).select('sessionId').executeTakeFirst()
  if (!token) return undefined
  const session = await tx
    .selectFrom('sessions')
    .where('id', '=', token.sessionId)
    .select(columns)
    .forUpdate()
    .executeTakeFirst()
  const again = await tx.selectFrom('refreshTokens').where('hash', '=', hash).select('usedAt').executeTakeFirst()
  return session && again && { session, tokenUsedAt: again.usedAt }
}
