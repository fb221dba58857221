import type {
  AccountCommand,
  AccountSink,
  AccountTransport,
  Credentials,
  Profile,
  ProfileChanges,
} from '../../account/transport.ts'
import { OffhookError } from '../../errors.ts'
import { createLines, type Faults } from '../office/lines.ts'

/** Somebody with an account at the simulated company. */
export interface SimulatedAccount {
  readonly profile: Profile
  readonly password: string
}

/** The accounts of a simulated company. */
export interface AccountSimulator extends Faults {
  /** A window of a person, who is signed in already when `signedIn` says so. */
  join(person: string, options?: { readonly signedIn?: boolean }): AccountTransport
  /** Lets the sessions of a person run out. */
  expire(person: string): void
  /** The code that was sent last to a person who forgot the password. */
  codeSentTo(person: string): string | undefined
}

/** Simulates sign-in and profiles. */
export function simulateAccounts(accounts: readonly SimulatedAccount[]): AccountSimulator {
  const { open, tell, pass, faults } = createLines<AccountSink>()
  const profiles = new Map(accounts.map(({ profile }) => [profile.id, profile]))
  const passwords = new Map(accounts.map(({ profile, password }) => [profile.id, password]))
  const codes = new Map<string, string>()
  const windows = new Set<Window>()
  let sent = 0

  const withEmail = (email: string) => [...profiles.values()].find((one) => one.email === email.trim().toLowerCase())
  const signedOut = (person: string, reason: 'asked' | 'revoked', which: (window: Window) => boolean) => {
    for (const window of [...windows].filter((one) => one.person === person && one.isSignedIn && which(one))) {
      window.isSignedIn = false
      window.sink.signal({ type: 'signed-out', reason })
    }
  }

  const update = (person: string, changes: ProfileChanges) => {
    const next = changed(profileOf(person), changes)
    profiles.set(person, next)
    tell(person, (sink) => sink.signal({ type: 'profile', profile: next }))
  }
  const profileOf = (person: string) => {
    const profile = profiles.get(person)
    if (profile === undefined) throw new OffhookError('not-found')
    return profile
  }

  const signIn = (window: Window, credentials: Credentials) => {
    const known = 'email' in credentials ? withEmail(credentials.email) : profiles.get(credentials.provider)
    const isRight = 'email' in credentials ? passwords.get(known?.id ?? '') === credentials.password : true
    if (known === undefined || !isRight || known.id !== window.person) throw new OffhookError('bad-credentials')
    window.isSignedIn = true
    window.sink.signal({ type: 'signed-in', profile: known })
    window.sink.signal({ type: 'live', isLive: true })
  }

  const replacePassword = (person: string, password: string, keep?: Window) => {
    if (password.length < shortest) throw tooShort()
    passwords.set(person, password)
    signedOut(person, 'revoked', (window) => window !== keep)
  }

  const changePassword = (window: Window, from: string, to: string) => {
    if (passwords.get(window.person) !== from) throw new OffhookError('bad-credentials')
    replacePassword(window.person, to, window)
  }
  const requestReset = (email: string) => {
    const known = withEmail(email)
    if (known !== undefined) codes.set(known.id, `code-${++sent}`)
  }
  const reset = (code: string, password: string) => {
    const owner = [...codes].find(([, other]) => other === code)?.[0]
    if (owner === undefined) throw new OffhookError('bad-credentials')
    replacePassword(owner, password)
    codes.delete(owner)
  }

  const carry = (window: Window, command: AccountCommand): void => {
    switch (command.type) {
      case 'signIn':
        signIn(window, command.with)
        break
      case 'signOut':
        signedOut(window.person, 'asked', (other) => other === window)
        if (command.everywhere) signedOut(window.person, 'revoked', () => true)
        break
      case 'update':
        update(window.person, command.changes)
        break
      case 'changePassword':
        changePassword(window, command.from, command.to)
        break
      case 'requestPasswordReset':
        requestReset(command.email)
        break
      case 'resetPassword':
        reset(command.code, command.password)
    }
  }

  return {
    ...faults,
    join(person, { signedIn = false } = {}) {
      let window: Window | undefined
      return {
        open(sink) {
          const mine: Window = { person, sink, isSignedIn: signedIn }
          window = mine
          windows.add(mine)
          const refresh = () => {
            sink.signal({ type: 'methods', methods: { password: true, reset: true, providers: [] } })
            const now = mine.isSignedIn
              ? ({ type: 'signed-in', profile: profileOf(person) } as const)
              : ({ type: 'signed-out', reason: 'none' } as const)
            sink.signal(now)
            if (mine.isSignedIn) sink.signal({ type: 'live', isLive: true })
          }
          const stop = open({ person, sink, refresh })
          return () => {
            windows.delete(mine)
            stop()
          }
        },
        send: (command) =>
          pass(person, () => {
            if (window !== undefined) carry(window, command)
          }),
      }
    },
    expire(person) {
      for (const window of windows) if (window.person === person) window.isSignedIn = false
      tell(person, (sink) => sink.signal({ type: 'expired', error: new OffhookError('signed-out') }))
    },
    codeSentTo: (person) => codes.get(person),
  }
}

interface Window {
  readonly person: string
  readonly sink: AccountSink
  isSignedIn: boolean
}

const shortest = 10
const longestName = 200

const tooShort = () =>
  new OffhookError('invalid', {
    problems: [{ pointer: '/password', code: 'too-short', detail: `At least ${shortest} characters.` }],
  })

/** A profile after changes; `null` takes away. */
function changed(profile: Profile, { picture, mobile, ...changes }: ProfileChanges): Profile {
  const { name } = changes
  if (name !== undefined && (name === '' || name.length > longestName)) {
    throw new OffhookError('invalid', {
      problems: [
        { pointer: '/name', code: name === '' ? 'required' : 'too-long', detail: 'A name has 1 to 200 characters.' },
      ],
    })
  }
  const { mobile: oldMobile, picture: oldPicture, ...rest } = profile
  const kept = {
    mobile: mobile === undefined ? oldMobile : mobile,
    picture: picture === undefined ? oldPicture : picture,
  }
  return {
    ...{ ...rest, ...changes },
    ...(kept.mobile == null ? {} : { mobile: kept.mobile }),
    ...(kept.picture == null
      ? {}
      : { picture: typeof kept.picture === 'string' ? kept.picture : '/v1/pictures/simulated' }),
  }
}
