import { checkPassword, hashPassword } from './passwords.ts'
import type { Store } from './store.ts'

/** Who signs in with an e-mail address and a password; undefined for nobody, as slowly as for somebody. */
export async function personWith(
  store: Pick<Store, 'people' | 'transaction'>,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<string | undefined> {
  const { personId, passwordHash } = (await store.people.credentials(email)) ?? {}
  const { isRight, rehashed } = await checkPassword(password, passwordHash)
  if (!isRight || personId === undefined) return undefined
  if (rehashed !== undefined && passwordHash !== undefined) {
    // not where the password was changed meanwhile
    await store.transaction(({ people }) => people.setPasswordHash(personId, rehashed, { instead: passwordHash }))
  }
  return personId
}

/** Gives somebody another password. */
export async function setPassword(store: Pick<Store, 'transaction'>, person: string, password: string): Promise<void> {
  // hashing takes long on purpose: not while others wait for the database
  const hash = await hashPassword(password)
  await store.transaction(({ people }) => people.setPasswordHash(person, hash))
}
