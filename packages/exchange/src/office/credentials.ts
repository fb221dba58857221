import { createHmac } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { ha1Of } from '../people/people.ts'

/** With what a telephone of a session registers, for a short time. */
export interface SipCredentials {
  /** `'sip:alice@phone.example.nl'` */
  readonly uri: string
  /** The path of the SIP socket, on the host and port of the exchange. */
  readonly path: string
  readonly username: string
  readonly password: string
  readonly realm: string
  /** Milliseconds since 1970; ask again before. */
  readonly expiresAt: number
}

/** For whom, and for which session of theirs. */
export interface SipApplicant {
  /** The SIP user name. */
  readonly user: string
  readonly session: string
  /** The host by which the telephone knows the exchange. */
  readonly domain: string
}

/** What a password is compared with, and whose session it belongs to. */
export interface SessionPassword {
  /** MD5 of `user:realm:password` (RFC 7616, section 3.4.2). */
  readonly ha1: string
  readonly session: string
}

/** Passwords for telephones that nobody types: made of a secret of this installation, kept nowhere, and the same after a start. */
export interface CredentialsDesk {
  /** The same again for the same session for a while: its other tabs go on with them. */
  issueSipCredentials(applicant: SipApplicant): SipCredentials
  /** A session that was there before this process. */
  know(user: string, session: string): void
  /** Takes back everything that was given to a session. */
  revoke(session: string): void
  /** What this user may sign in with now. */
  passwordsOf(user: string): readonly SessionPassword[]
  /** Calls back with each session that is revoked; returns how to stop listening. */
  onRevoked(listener: (session: string) => void): () => void
}

/** What the desk needs from outside. */
export interface CredentialsOptions {
  readonly clock: Pick<Clock, 'now'>
  readonly realm: string
  readonly path: string
  /** Text that nobody can guess. */
  readonly secret: string
  /** Credentials are good for one to two times this long, milliseconds; default an hour. */
  readonly lifetimeMs?: number
}

const hourMs = 3_600_000
// more than anybody has; the oldest go first
const mostSessions = 50

/** A desk that knows no session yet. */
export function createCredentials(options: CredentialsOptions): CredentialsDesk {
  const { clock, realm, path, secret, lifetimeMs = hourMs } = options
  const sessions = new Map<string, Set<string>>()
  const listeners = new Set<(session: string) => void>()

  const know = (user: string, session: string) => {
    const own = sessions.get(user) ?? new Set()
    sessions.set(user, own.add(session))
    for (const oldest of [...own].slice(0, -mostSessions)) own.delete(oldest)
  }

  /** A password counts in the stretch of time it was given in, and in the next one. */
  const stretch = () => Math.floor(clock.now() / lifetimeMs)
  const passwordOf = (user: string, session: string, at: number) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([user, session, at]))
      .digest('base64url')

  return {
    issueSipCredentials({ user: name, session, domain }) {
      const user = name.toLowerCase()
      know(user, session)
      const at = stretch()
      const password = passwordOf(user, session, at)
      return { uri: `sip:${user}@${domain}`, path, username: user, password, realm, expiresAt: (at + 2) * lifetimeMs }
    },
    know: (user, session) => know(user.toLowerCase(), session),
    revoke(session) {
      for (const [user, own] of sessions) if (own.delete(session) && own.size === 0) sessions.delete(user)
      for (const listener of [...listeners]) listener(session)
    },
    passwordsOf(name) {
      const user = name.toLowerCase()
      const at = stretch()
      return [...(sessions.get(user) ?? [])].flatMap((session) =>
        [at, at - 1].map((given) => ({ session, ha1: ha1Of(user, realm, passwordOf(user, session, given)) })),
      )
    },
    onRevoked(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
