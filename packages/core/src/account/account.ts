import { OffhookError, toOffhookError } from '../errors.ts'
import { e164Of } from '../kernel/number.ts'
import { type NumberPlan, netherlands } from '../kernel/number-plan.ts'
import { type Live, type Part, part } from '../kernel/part.ts'
import { handled, reached } from '../kernel/promise.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import { followAccount } from './follow.ts'
import { accountMachine } from './machine.ts'
import { type AccountSnapshot, after, backTo, entering } from './snapshot.ts'
import type {
  AccountCommand,
  AccountSignal,
  AccountTransport,
  Credentials,
  Profile,
  ProfileChanges,
  SignedOutReason,
} from './transport.ts'

/** Facts about the account, one at a time. */
export interface AccountEvents {
  'signed-in': (profile: Profile) => void
  /** Nobody is signed in any more; also when the session ran out. */
  'signed-out': (reason: SignedOutReason) => void
}

/** Who is signed in, and how they look. Each command throws `illegal-command` where its status does not allow it. */
export interface Account extends Readable<AccountSnapshot> {
  /** Signs in; rejects with `bad-credentials`, `locked-out` or `unavailable`, and is where it was. */
  signIn(credentials: Credentials): Promise<void>
  /** Signs out here, or on every device; the latter rejects with `unavailable` and leaves one signed in. */
  signOut(options?: { readonly everywhere?: boolean }): Promise<void>
  /** Changes the own profile; throws `invalid` for a mobile number that is none, rejects with `invalid` or `conflict`. */
  update(changes: ProfileChanges): Promise<void>
  /** Replaces the own password; other sessions end. Rejects with `bad-credentials` when `from` is not the old one. */
  changePassword(passwords: { readonly from: string; readonly to: string }): Promise<void>
  /** Has a link for a new password sent; does not tell whether the address is known. */
  requestPasswordReset(email: string): Promise<void>
  /** Sets a new password with the code of that link; rejects with `bad-credentials` for a code that is old or wrong. */
  resetPassword(reset: { readonly code: string; readonly password: string }): Promise<void>
}

/** The world of an account, each with a default. */
export interface AccountOptions {
  /** How a mobile number without a country is read. */
  readonly numbers?: NumberPlan
  readonly emit?: <Name extends keyof AccountEvents>(name: Name, ...facts: Parameters<AccountEvents[Name]>) => void
}

/** Keeps the one truth about who is signed in. */
export function createAccount(
  transport: AccountTransport,
  { emit = () => {}, numbers = netherlands }: AccountOptions = {},
): Live<Account> {
  const store = createStore<AccountSnapshot>({ status: 'resuming', isLive: false })
  const { getSnapshot, subscribe } = store
  // where a pending command came from, and goes back to when it is refused
  let before = getSnapshot()
  let turn = 0
  let isClosed = false

  const go = (next: AccountSnapshot) => {
    const mine = ++turn
    const was = getSnapshot()
    store.set(next)
    if (next.status === 'signed-in' && was.status !== 'signed-in') emit('signed-in', next.profile)
    if (next.status === 'signed-out' && was.status !== 'signed-out') emit('signed-out', next.reason)
    if (next.status === 'expired' && was.status !== 'expired') emit('signed-out', 'expired')
    return mine
  }

  const signal = (news: AccountSignal) => {
    const now = getSnapshot()
    if (isClosed) return
    if (news.type === 'methods') return store.set({ ...now, methods: news.methods })
    if (news.type === 'live') return store.set({ ...now, isLive: news.isLive })
    if (now.status === 'signing-in' && before.status === 'resuming' && isNobody(news)) {
      // the search for a session ends in the middle of a sign-in: that goes on
      before = after(before, news)
      return
    }
    if (accountMachine.signal(now.status, news.type) === undefined) return
    if (news.type === 'profile') store.set(after(now, news))
    else go(after(now, news))
  }

  /** A command that leaves the status as it is. */
  const keep = async (command: AccountCommand) => {
    try {
      await transport.send(command)
    } catch (thrown) {
      throw toOffhookError(thrown)
    }
  }

  /** A command that leads to a pending status: the news decides what becomes of it. */
  const change = (command: AccountCommand, from: AccountSnapshot) => {
    let refusal: OffhookError | undefined
    before = from
    const mine = go(entering(from, accountMachine.command(from.status, command.type)))
    keep(command).catch((thrown) => {
      // a refusal that the news has overtaken must not move the account
      if (turn !== mine) return
      refusal = toOffhookError(thrown)
      go(backTo(before, getSnapshot()))
    })
    return reached(store, ({ status }) => {
      if (isClosed) throw new OffhookError('closed')
      if (refusal !== undefined) throw refusal
      if (turn !== mine && command.type === 'signIn' && status !== 'signed-in') throw new OffhookError('signed-out')
      return turn !== mine
    })
  }

  const run = (command: AccountCommand) => {
    if (isClosed) throw new OffhookError('closed')
    const now = getSnapshot()
    const next = accountMachine.command(now.status, command.type)
    return handled(next === now.status ? keep(command) : change(command, now))
  }

  const slice: Account = {
    getSnapshot,
    subscribe,
    signIn: (credentials) => run({ type: 'signIn', with: credentials }),
    signOut: ({ everywhere = false } = {}) => run({ type: 'signOut', everywhere }),
    update: (changes) => run({ type: 'update', changes: withMobile(changes, numbers) }),
    changePassword: (passwords) => run({ type: 'changePassword', ...passwords }),
    requestPasswordReset: (email) => run({ type: 'requestPasswordReset', email }),
    resetPassword: (reset) => run({ type: 'resetPassword', ...reset }),
  }
  const stop = transport.open({ signal })
  const close = () => {
    isClosed = true
    stop()
    store.set({ status: 'signed-out', reason: 'none', isLive: false })
  }
  return { slice, close }
}

/** Whether the search for a session found none. */
const isNobody = (news: AccountSignal) =>
  news.type === 'expired' || (news.type === 'signed-out' && news.reason === 'none')

/** With the mobile number as it is dialled from anywhere. */
function withMobile(changes: ProfileChanges, numbers: NumberPlan): ProfileChanges {
  if (typeof changes.mobile !== 'string') return changes
  const mobile = e164Of(changes.mobile, numbers)
  if (mobile !== undefined) return { ...changes, mobile }
  const detail = 'That is not a full number.'
  throw new OffhookError('invalid', { problems: [{ pointer: '/mobile', code: 'bad-number', detail }] })
}

/** The account as a part of a phone: `createPhone({ account: accountPart(transport) })`. */
export const accountPart = (transport: AccountTransport): Part<Account> =>
  part((world) => {
    const { slice, close } = createAccount(transport, world)
    const unfollow = world.connection && followAccount(slice, world.connection)
    return {
      slice,
      close() {
        unfollow?.()
        close()
      },
    }
  })
