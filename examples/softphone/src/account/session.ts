import { type Account, type Credentials, createStore, OffhookError, type Readable } from '@offhook/core'
import { type Person, personWith } from '../colleagues/people.ts'
import { openWorkspace, type Workspace } from '../workspace/workspace.ts'
import type { SipAccount } from './account.ts'
import type { BackEnd, OpenBackEnd } from './back-end.ts'
import type { OpenLine } from './line.ts'

/** Who is signed in on this page. */
export type Session =
  /** It is looked for a session that is still good. */
  | { readonly status: 'resuming' }
  | { readonly status: 'signed-out'; readonly error?: OffhookError }
  /** `workspace` is there as soon as there is a phone. */
  | { readonly status: 'signing-in'; readonly by: SignInBy; readonly workspace?: Workspace }
  /** `demo` is who it is, where a link may say so. */
  | { readonly status: 'signed-in'; readonly workspace: Workspace; readonly demo?: Person }
  /** The phone is gone, and the session of every tab is being ended. */
  | { readonly status: 'signing-out' }

/** Whether a person signs in by hand, or comes by a link that names them. */
export type SignInBy = 'hand' | 'link'

/** The session of this page. */
export interface Sessions extends Readable<Session> {
  /** The account at the door; absent where there is no back end. */
  readonly door: Account | undefined
  /** Signs in at the back end; rejects with why not. */
  signIn(credentials: Credentials): Promise<void>
  /** Signs in a demo person, for this tab alone, on a phone of their own. */
  signInAs(person: Person, account: SipAccount, by: SignInBy): void
  /** Signs in at an exchange alone; a refusal signs out again and says why. */
  signInSip(account: SipAccount, by: SignInBy): void
  /** Hangs up, signs out and closes the phone; also stops a sign-in under way. */
  signOut(options?: { readonly everywhere?: boolean }): void
}

/** With what a page can sign in. */
export interface SessionWorld {
  readonly openLine: OpenLine
  readonly openBackEnd?: OpenBackEnd | undefined
}

/** What is open of who is inside, or on the way in. */
interface Inside {
  readonly backEnd?: BackEnd
  readonly workspace?: Workspace
  /** Stops watching the account. */
  readonly stop?: () => void
}

/** Keeps the one session of a page. */
export function createSessions({ openLine, openBackEnd }: SessionWorld): Sessions {
  const door = openBackEnd?.({ remember: true })
  const store = createStore<Session>({ status: door ? 'resuming' : 'signed-out' })
  let inside: Inside | undefined

  // the phone of the door waits there for who comes next
  const closeAll = ({ backEnd, workspace }: Inside) => {
    workspace?.close()
    if (backEnd === undefined) workspace?.phone.close()
    else if (backEnd !== door) backEnd.close()
  }
  /** Takes who is inside out of sight; they are closed by who asked. */
  const turn = (next: Inside | undefined, session: Session) => {
    const was = inside
    inside = next
    was?.stop?.()
    store.set(session)
    return was
  }
  const leave = (session: Session) => {
    const was = turn(undefined, session)
    if (was) closeAll(was)
  }
  const refuse = (error: unknown) => leave({ status: 'signed-out', error: asError(error) })

  /** Lets in who is signed in at a back end, or signs a demo person in there first. */
  const enter = async (backEnd: BackEnd, by: SignInBy, demo?: Person) => {
    const mine: Inside = { backEnd }
    turn(mine, { status: 'signing-in', by })
    try {
      if (demo) await backEnd.account.signIn(credentialsOf(demo))
      if (inside === mine) open(backEnd, demo)
    } catch (error) {
      if (inside === mine) refuse(error)
    }
  }
  const open = (backEnd: BackEnd, demo: Person | undefined) => {
    const now = backEnd.account.getSnapshot()
    const workspace = openWorkspace(backEnd.line(), 'profile' in now && now.profile ? { profile: now.profile } : {})
    turn(
      { backEnd, workspace, stop: followEnd(backEnd.account, leave) },
      {
        ...{ status: 'signed-in', workspace },
        ...(demo && { demo }),
      },
    )
  }

  const signInSip: Sessions['signInSip'] = (account, by) => {
    leave({ status: 'signed-out' })
    const workspace = openWorkspace(openLine(account), { user: account.user })
    const demo = personWith(account.user)
    const mine: Inside = { workspace }
    turn(mine, { status: 'signing-in', by, workspace })
    workspace.phone.connection.connect().then(
      () => void (inside === mine && store.set({ status: 'signed-in', workspace, ...(demo && { demo }) })),
      (error: unknown) => void (inside === mine && refuse(error)),
    )
  }

  if (door)
    followDoor(door.account, {
      signedIn() {
        const { status } = store.getSnapshot()
        if (inside === undefined && status !== 'signing-out') enter(door, status === 'resuming' ? 'link' : 'hand')
        // this tab is somebody else's: who is remembered by the browser is not called here
        else if (inside?.backEnd !== door) door.line().phone.connection.disconnect()
      },
      signedOut: () => void (store.getSnapshot().status === 'resuming' && store.set({ status: 'signed-out' })),
    })
  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    door: door?.account,
    async signIn(credentials) {
      if (door === undefined) throw new OffhookError('unsupported')
      // a goodbye that did not arrive is said again
      await goodbye(door.account)
      await door.account.signIn(credentials)
    },
    signInSip,
    signInAs(person, account, by) {
      if (openBackEnd === undefined) return signInSip(account, by)
      leave({ status: 'signed-out' })
      enter(openBackEnd({ remember: false }), by, person)
    },
    signOut({ everywhere = false } = {}) {
      // where that is refused, one is signed in still
      if (everywhere) return inside?.workspace?.attempt(() => inside?.backEnd?.account.signOut({ everywhere }))
      // a session that outlives this page must be over before anybody may believe it is
      const isKept = inside?.backEnd !== undefined && inside.backEnd === door
      const was = turn(undefined, { status: isKept ? 'signing-out' : 'signed-out' })
      if (was === undefined) return
      // what the exchange says to the goodbye changes nothing for the person
      const goodbyes = [goodbye(was.backEnd?.account), was.workspace?.phone.connection.disconnect()] as const
      Promise.allSettled(goodbyes).then(([ended]) => {
        closeAll(was)
        if (store.getSnapshot().status !== 'signing-out') return
        store.set({ status: 'signed-out', ...(ended.status === 'rejected' && { error: asError(ended.reason) }) })
      })
    },
  }
}

const asError = (thrown: unknown) =>
  thrown instanceof OffhookError ? thrown : new OffhookError('refused', { cause: thrown })

async function goodbye(account: Account | undefined): Promise<void> {
  const status = account?.getSnapshot().status
  if (status === 'signed-in' || status === 'expired') await account?.signOut()
}

const credentialsOf = ({ user }: Person): Credentials => ({ email: `${user}@example.nl`, password: user })

/** Tells when somebody is signed in at the door, and when nobody is. */
function followDoor(account: Account, told: { signedIn(): void; signedOut(): void }): void {
  let was: string | undefined
  const look = () => {
    const { status } = account.getSnapshot()
    if (status === was) return
    was = status
    if (status === 'signed-in') told.signedIn()
    if (status === 'signed-out' || status === 'expired') told.signedOut()
  }
  account.subscribe(look)
  look()
}

/** Tells when a session is ended from elsewhere; what merely ran out may stay on the screen. */
function followEnd(account: Account, end: (session: Session) => void): () => void {
  return account.subscribe(() => {
    const now = account.getSnapshot()
    if (now.status !== 'signed-out') return
    end({ status: 'signed-out', ...(now.reason === 'asked' ? {} : { error: new OffhookError('signed-out') }) })
  })
}
