import { Refusal } from '../http/problem.ts'
import { checkPassword, hashPassword } from '../store/passwords.ts'
import { personWith } from '../store/sign-in.ts'
import type { Store } from '../store/store.ts'
import type { Limits } from './limits.ts'
import type { SessionDesk } from './sessions.ts'

/** What passwords are checked and changed with. */
export interface PasswordWorld {
  readonly store: Store
  readonly limits: Limits
  readonly sessions: SessionDesk
}

/** Who signs in with an address and a password; throws `bad-credentials` or `locked-out`, the same for an unknown address. */
export async function signInWithPassword(
  { store, limits }: Pick<PasswordWorld, 'store' | 'limits'>,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<string> {
  // counted before it is checked, so that many at once are no more tries than one after the other
  await limits.guess(email)
  const person = await personWith(store, { email, password })
  if (person === undefined)
    throw new Refusal('bad-credentials', { detail: 'That address and password do not belong together.' })
  await limits.succeeded(email)
  return person
}

/** Changes a person's own password and ends their other sessions; throws `bad-credentials` or `locked-out`. */
export async function changePassword(
  { store, limits, sessions }: PasswordWorld,
  who: { readonly id: string; readonly session: string },
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await limits.guess(who.id)
  const { email } = (await store.people.get(who.id)) ?? {}
  const { passwordHash } = (email === undefined ? undefined : await store.people.credentials(email)) ?? {}
  const { isRight } = await checkPassword(from, passwordHash)
  if (!isRight) throw new Refusal('bad-credentials', { detail: 'That is not your password.' })
  await limits.succeeded(who.id)
  const hash = await hashPassword(to)
  const done = await store.transaction(async (tx) => {
    await tx.people.setPasswordHash(who.id, hash)
    return sessions.revokeAll(tx, who.id, who.session)
  })
  done()
}

/** Sets a new password with the code of a mail, and ends all sessions of the person; throws `bad-credentials`. */
export async function resetPassword(
  { store, limits, sessions }: PasswordWorld,
  { code, password }: { readonly code: string; readonly password: string },
): Promise<void> {
  const hash = await hashPassword(password)
  const { email, done } = await store.transaction(async (tx) => {
    const person = await tx.sessions.takeReset(code)
    if (person === undefined) throw new Refusal('bad-credentials', { detail: 'That code is not good any more.' })
    await tx.people.setPasswordHash(person, hash)
    const known = await tx.people.get(person)
    return { email: known?.email, done: await sessions.revokeAll(tx, person) }
  })
  done()
  // whoever was locked out for guessing has the right one now
  if (email !== undefined) await limits.succeeded(email)
}
