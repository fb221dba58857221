import type { Account } from '../../account/account.ts'
import type { Profile } from '../../account/transport.ts'
import { type OfficeCase, type OfficeWorld, refusal, same } from '../office/world.ts'

/** The accounts of two people, neither of whom is signed in yet. */
export interface AccountWorld extends OfficeWorld<Account> {
  readonly credentials: Readonly<Record<'alice' | 'bob', { readonly email: string; readonly password: string }>>
  /** The code of the link that was sent to alice's address. */
  codeSentToAlice(): Promise<string>
}

const statusOf = (account: Account) => account.getSnapshot().status

function profileOf(account: Account): Profile {
  const now = account.getSnapshot()
  if (now.status !== 'signed-in') throw new Error(`Nobody is signed in: ${now.status}.`)
  return now.profile
}

const ready = (world: AccountWorld, ...accounts: readonly Account[]) =>
  world.until(() => accounts.every((one) => statusOf(one) === 'signed-out'), 'nobody is signed in')

async function signedIn(world: AccountWorld, account: Account): Promise<Account> {
  await ready(world, account)
  await account.signIn(world.credentials.alice)
  return account
}

const signsIn = async (world: AccountWorld) => {
  const { alice, ids, credentials } = world
  await ready(world, alice)
  const signing = alice.signIn(credentials.alice)
  same(statusOf(alice), 'signing-in', 'the status meanwhile')
  await signing
  const profile = profileOf(alice)
  same(profile.id, ids.alice, 'who is signed in')
  same(profile.email, credentials.alice.email, 'the address')
  for (const field of ['name', 'initials', 'extension', 'language'] as const) {
    if (profile[field] === '') throw new Error(`The profile has no ${field}.`)
  }
  await world.until(() => alice.getSnapshot().isLive, 'news arrives')
  await alice.signOut()
  same(alice.getSnapshot(), { ...alice.getSnapshot(), status: 'signed-out', reason: 'asked' }, 'the account after')
}

const wrongPassword = async (world: AccountWorld) => {
  const { alice, credentials } = world
  await ready(world, alice)
  const wrong = { ...credentials.alice, password: 'this is not the password' }
  same((await refusal(() => alice.signIn(wrong), 'a wrong password')).code, 'bad-credentials', 'the error')
  same(statusOf(alice), 'signed-out', 'the status after')
  const nobody = { email: 'nobody@example.invalid', password: 'this is not the password' }
  same((await refusal(() => alice.signIn(nobody), 'an unknown address')).code, 'bad-credentials', 'the same error')
  await alice.signIn(credentials.alice)
}

const changesProfile = async (world: AccountWorld) => {
  const account = await signedIn(world, world.alice)
  const window = await signedIn(world, await world.another())
  await account.update({ mobile: '+31612345678', language: 'nl', theme: 'dark' })
  same(profileOf(account).mobile, '+31612345678', 'the mobile number, as soon as it is true')
  await world.until(() => profileOf(window).theme === 'dark', 'the other window has it too')
  same([profileOf(window).mobile, profileOf(window).language], ['+31612345678', 'nl'], 'the rest')
  await window.update({ mobile: null })
  await world.until(() => profileOf(account).mobile === undefined, 'the number is taken away')
  same(profileOf(account).theme, 'dark', 'what was not changed')
}

const refusesNonsense = async (world: AccountWorld) => {
  const account = await signedIn(world, world.alice)
  const before = profileOf(account)
  const error = await refusal(() => account.update({ name: 'x'.repeat(10_000) }), 'a name of 10,000 characters')
  same([error.code, error.problems[0]?.pointer], ['invalid', '/name'], 'the error')
  same(profileOf(account), before, 'the profile after')
}

const everywhere = async (world: AccountWorld) => {
  const account = await signedIn(world, world.alice)
  const window = await signedIn(world, await world.another())
  await world.until(() => window.getSnapshot().isLive, 'the other window listens')
  await account.signOut({ everywhere: true })
  same(statusOf(account), 'signed-out', 'this window')
  await world.until(() => ['signed-out', 'expired'].includes(statusOf(window)), 'the other window is signed out')
}

const hereOnly = async (world: AccountWorld) => {
  const account = await signedIn(world, world.alice)
  const window = await signedIn(world, await world.another())
  await account.signOut()
  await window.update({ theme: 'light' })
  same(profileOf(window).theme, 'light', 'the other window is still signed in')
}

const forgot = async (world: AccountWorld) => {
  const { alice, credentials } = world
  await ready(world, alice)
  await alice.requestPasswordReset('nobody@example.invalid')
  await alice.requestPasswordReset(credentials.alice.email)
  const code = await world.codeSentToAlice()
  const password = 'a new and long password'
  const short = await refusal(() => alice.resetPassword({ code, password: 'short' }), 'a short password')
  same(short.code, 'invalid', 'the error of a short password')
  await alice.resetPassword({ code, password })
  const again = await refusal(() => alice.resetPassword({ code, password }), 'the same code again')
  same(again.code, 'bad-credentials', 'the error of a used code')
  same((await refusal(() => alice.signIn(credentials.alice), 'the old password')).code, 'bad-credentials', 'the error')
  await alice.signIn({ email: credentials.alice.email, password })
  same(statusOf(alice), 'signed-in', 'the status with the new password')
}

/** What every transport of an account does. */
export const accountContract: readonly OfficeCase<AccountWorld>[] = [
  { id: 'S5', name: 'who signs in with e-mail and password is who they are, until they sign out', run: signsIn },
  {
    id: 'S5',
    name: 'a wrong password is refused, and so is an unknown address, in the same words',
    run: wrongPassword,
  },
  { id: 'S5', name: 'signing out everywhere ends the other window', run: everywhere },
  { id: 'S5', name: 'signing out here leaves the other window as it is', run: hereOnly },
  { id: 'S5', name: 'a forgotten password is replaced by a code that works once', run: forgot },
  { id: 'S6', name: 'a profile is changed, and the other window sees it', run: changesProfile },
  { id: 'S6', name: 'a profile that cannot be is refused by field, and nothing is changed', run: refusesNonsense },
]
