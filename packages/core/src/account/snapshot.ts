import type { OffhookError } from '../errors.ts'
import type { AccountStatus } from './machine.ts'
import type { AccountSignal, Profile, SignedOutReason, SignInMethods } from './transport.ts'

interface Facets {
  /** How one can sign in here; absent until that is known. */
  readonly methods?: SignInMethods
  /** Whether news arrives as it happens; while it does not, what is shown may be old. */
  readonly isLive: boolean
}

/** Who is signed in, and how that stands. */
export type AccountSnapshot = Facets &
  (
    | { readonly status: 'resuming' }
    | { readonly status: 'signed-out'; readonly reason: SignedOutReason }
    | { readonly status: 'signing-in' }
    | { readonly status: 'signed-in'; readonly profile: Profile }
    | { readonly status: 'signing-out'; readonly profile?: Profile }
    /** Everything may stay on the screen; `profile` is absent when nobody was signed in before. */
    | { readonly status: 'expired'; readonly error: OffhookError; readonly profile?: Profile }
  )

type Told = Exclude<AccountSignal, { type: 'methods' | 'live' }>

/** The snapshot after news. */
export function after(from: AccountSnapshot, news: Told): AccountSnapshot {
  const facets = facetsOf(from)
  switch (news.type) {
    case 'signed-in':
    case 'profile':
      return { ...facets, status: 'signed-in', profile: news.profile }
    case 'signed-out':
      return { ...facets, status: 'signed-out', reason: news.reason, isLive: false }
    case 'expired':
      return { ...facets, status: 'expired', error: news.error, isLive: false, ...profileOf(from) }
  }
}

/** The snapshot of the status a command leads to. */
export function entering(from: AccountSnapshot, status: AccountStatus): AccountSnapshot {
  const facets = facetsOf(from)
  return status === 'signing-out' ? { ...facets, status, ...profileOf(from) } : { ...facets, status: 'signing-in' }
}

/** The snapshot a refused command came from, with what was told meanwhile. */
export const backTo = (from: AccountSnapshot, now: AccountSnapshot): AccountSnapshot => ({ ...from, ...facetsOf(now) })

const facetsOf = ({ isLive, methods }: AccountSnapshot): Facets =>
  methods === undefined ? { isLive } : { isLive, methods }

const profileOf = (from: AccountSnapshot) =>
  'profile' in from && from.profile !== undefined ? { profile: from.profile } : {}
