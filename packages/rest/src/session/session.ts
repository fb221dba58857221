import { type Clock, createStore, OffhookError, type Readable, type SignedOutReason } from '@offhook/core'
import type { Session as Granted } from '../contract/sign-in.ts'
import { isPassing, waitAfter } from '../http/failure.ts'
import { backOff, pause } from '../http/pause.ts'
import { type Grant, type Held, held, type IdentitySource, type TokenSource } from './token.ts'

/** How a session stands. */
export type SessionState =
  | { readonly status: 'resuming' }
  | { readonly status: 'signed-in' }
  | { readonly status: 'signed-out'; readonly reason: SignedOutReason }
  | { readonly status: 'expired'; readonly error: OffhookError }

/** Who is signed in at this page; tokens never leave it but in the header of a request. */
export interface Session extends Readable<SessionState> {
  /** Looks for a session that is still good, if that was not done: again and again while the server does not answer. */
  resume(signal: AbortSignal): Promise<void>
  /** Rejects as the server does, and everything is as it was. */
  begin(grant: Grant): Promise<void>
  /** Forgets the tokens. */
  end(reason: SignedOutReason): void
  /** The access token, renewed before it ends, once for all who ask; with the one that was refused: another. */
  token(refused?: string): Promise<string>
  /** A token that was new was refused: the session is over, unless it is another one by now. */
  over(token: string): void
  /** Another number for each session. */
  era(): number
}

/** What a session needs. */
export interface SessionWorld {
  readonly clock: Clock
  readonly source: TokenSource | undefined
  readonly provider: IdentitySource | undefined
  /** Whether the session lives in a cookie and outlives a reload. */
  readonly remember: boolean
  exchange(grant: Grant): Promise<Granted>
}

interface Tokens extends Held {
  readonly refresh?: string | undefined
}

/** Keeps the tokens of one person in memory. */
export function createSession(world: SessionWorld): Session {
  const { clock } = world
  const store = createStore<SessionState>({ status: 'resuming' })
  const { getSnapshot, subscribe } = store
  const obtain = createObtaining(world)
  let tokens: Tokens | undefined
  let renewal: Promise<string> | undefined
  // what was asked for in an earlier session is not wanted any more
  let generation = 0
  let beginning: Promise<void> | undefined
  let looking: Promise<void> | undefined

  const become = (next: SessionState, held?: Tokens) => {
    generation++
    tokens = held
    renewal = undefined
    store.set(next)
  }
  const expire = (cause: unknown): OffhookError => {
    const error = cause instanceof OffhookError ? cause : new OffhookError('signed-out', { cause })
    become({ status: 'expired', error })
    return error
  }

  /** Asks for other tokens; a refusal ends the session, a server that does not answer ends nothing. */
  const renew = async (isRefused: boolean): Promise<string> => {
    const mine = generation
    try {
      const next = await obtain.next(tokens?.refresh, isRefused)
      if (mine !== generation) throw new OffhookError('signed-out')
      tokens = next
      return next.token
    } catch (thrown) {
      throw mine !== generation || isPassing(thrown)
        ? thrown
        : expire(new OffhookError('signed-out', { cause: thrown }))
    } finally {
      if (mine === generation) renewal = undefined
    }
  }

  const token = async (refused?: string): Promise<string> => {
    // while nobody knows whether somebody is signed in, that is found out first
    if (getSnapshot().status === 'resuming') await look()
    if (tokens === undefined) throw new OffhookError('signed-out')
    const { token: current, renewAt, endsAt } = tokens
    if (current !== refused && clock.now() < renewAt) return current
    renewal ??= renew(refused !== undefined)
    return renewal.catch((thrown) => {
      // not renewed in time is no reason to throw away what is good still
      if (current !== refused && clock.now() < endsAt && tokens?.token === current) return current
      throw thrown
    })
  }

  const begin = (grant: Grant): Promise<void> => {
    const mine = ++generation
    const begun = obtain.first(grant).then((next) => {
      if (mine !== generation) throw new OffhookError('signed-out')
      become({ status: 'signed-in' }, next)
    })
    const ended = () => {
      if (beginning === begun) beginning = undefined
    }
    beginning = begun
    begun.then(ended, ended)
    return begun
  }

  const tryToResume = async () => {
    const mine = generation
    try {
      const next = await obtain.byItself()
      if (mine !== generation) return
      if (next === undefined) become({ status: 'signed-out', reason: 'none' })
      else become({ status: 'signed-in' }, next)
    } catch (thrown) {
      if (mine !== generation || isPassing(thrown)) throw thrown
      // with a cookie nobody was signed in; with what the app itself gave something is wrong
      if (world.source === undefined) become({ status: 'signed-out', reason: 'none' })
      else expire(thrown)
    }
  }

  /** Once for all who want to know; who is just signing in is not disturbed. */
  const look = (): Promise<void> => {
    looking ??= (beginning ?? tryToResume()).finally(() => {
      looking = undefined
    })
    return looking
  }

  return {
    ...{ getSnapshot, subscribe, begin, token },
    era: () => generation,
    end: (reason) => become({ status: 'signed-out', reason }),
    over: (refused) => void (tokens?.token === refused && expire(new OffhookError('signed-out'))),
    async resume(signal) {
      for (let turn = 0; getSnapshot().status === 'resuming'; turn++) {
        const retryAfter = await look().then(() => 0, waitAfter)
        if (getSnapshot().status === 'resuming') {
          await pause(clock, Math.max(retryAfter, backOff(turn, 1_000, 30_000)), signal)
        }
      }
    },
  }
}

/** The ways to tokens. */
function createObtaining({ clock, source, provider, remember, exchange }: SessionWorld) {
  const ask = async (grant: Grant): Promise<Tokens> => {
    const isShared = remember && grant.grant === 'refresh'
    const { accessToken, expiresIn, refreshToken } = await (isShared ? alone(() => exchange(grant)) : exchange(grant))
    return { ...held(accessToken, clock.now(), expiresIn * 1_000), refresh: refreshToken }
  }
  const first = (grant: Grant) => ask(remember && grant.grant !== 'refresh' ? { ...grant, cookie: true } : grant)

  /** From the app's own function. */
  const given = async (isRefused: boolean): Promise<Tokens | undefined> => {
    if (typeof source !== 'function') return undefined
    const token = await source({ isRefused }).catch((cause) => {
      throw new OffhookError('unavailable', { cause })
    })
    return token === undefined ? undefined : held(token, clock.now())
  }

  return {
    first,
    async next(refreshToken: string | undefined, isRefused: boolean): Promise<Tokens> {
      if (typeof source !== 'function') {
        return ask({ grant: 'refresh', ...(refreshToken === undefined ? {} : { refreshToken }) })
      }
      const tokens = await given(isRefused)
      if (tokens === undefined) throw new OffhookError('signed-out')
      return tokens
    },
    /** What there is without the person; undefined: somebody has to sign in. */
    async byItself(): Promise<Tokens | undefined> {
      if (typeof source === 'function') return given(false)
      const returned = await provider?.returned?.()
      if (returned !== undefined) return first({ grant: 'provider', ...returned })
      if (source !== undefined) return first(source)
      return remember ? ask({ grant: 'refresh' }) : undefined
    },
  }
}

/** One after the other in all tabs: a refresh token in a cookie is good once. */
const alone = <T>(run: () => Promise<T>): Promise<T> =>
  globalThis.navigator?.locks === undefined ? run() : navigator.locks.request('offhook.session', run)
