import { randomBytes } from 'node:crypto'
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

/** Passwords for telephones that nobody types and nothing keeps but the memory of this process. */
export interface CredentialsDesk {
  /** The same again for the same session, as long as half of their time is left: its other tabs go on with them. */
  issueSipCredentials(applicant: SipApplicant): SipCredentials
  /** Takes back everything that was given to a session. */
  revoke(session: string): void
  /** What this user may sign in with now. */
  passwordsOf(user: string): readonly SessionPassword[]
  /** Calls back with each session that is revoked; returns how to stop listening. */
  onRevoked(listener: (session: string) => void): () => void
}

interface Issued extends SessionPassword {
  readonly password: string
  readonly expiresAt: number
}

/** What the desk needs from outside. */
export interface CredentialsOptions {
  readonly clock: Clock
  readonly realm: string
  readonly path: string
  /** How long credentials are good, milliseconds; default an hour. */
  readonly lifetimeMs?: number
}

const hourMs = 3_600_000
const passwordBytes = 24
// more sessions than anybody has; the oldest go first
const mostPerUser = 100

/** A desk that has given nothing yet. */
export function createCredentials({ clock, realm, path, lifetimeMs = hourMs }: CredentialsOptions): CredentialsDesk {
  const issued = new Map<string, readonly Issued[]>()
  const listeners = new Set<(session: string) => void>()

  const liveOf = (user: string): readonly Issued[] =>
    (issued.get(user) ?? []).filter(({ expiresAt }) => expiresAt > clock.now())

  const keep = (user: string, all: readonly Issued[]) => {
    if (all.length === 0) issued.delete(user)
    else issued.set(user, all.slice(-mostPerUser))
  }

  const make = (user: string, session: string): Issued => {
    const password = randomBytes(passwordBytes).toString('base64url')
    const made = { password, ha1: ha1Of(user, realm, password), session, expiresAt: clock.now() + lifetimeMs }
    keep(user, [...liveOf(user), made])
    return made
  }

  return {
    issueSipCredentials({ user: name, session, domain }) {
      const user = name.toLowerCase()
      const isFresh = (it: Issued) => it.session === session && it.expiresAt - clock.now() > lifetimeMs / 2
      const { password, expiresAt } = liveOf(user).find(isFresh) ?? make(user, session)
      return { uri: `sip:${user}@${domain}`, path, username: user, password, realm, expiresAt }
    },
    revoke(session) {
      for (const [user, all] of issued) {
        const left = all.filter((it) => it.session !== session)
        if (left.length < all.length) keep(user, left)
      }
      for (const listener of [...listeners]) listener(session)
    },
    passwordsOf: (user) => liveOf(user.toLowerCase()),
    onRevoked(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
