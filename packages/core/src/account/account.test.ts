import { expect, test, vi } from 'vitest'
import { OffhookError } from '../errors.ts'
import { type Account, createAccount } from './account.ts'
import { type AccountStatus, accountMachine } from './machine.ts'
import type { AccountCommand, AccountSignal, AccountSink, Profile } from './transport.ts'

const profile: Profile = {
  ...{ id: 'alice', name: 'Alice Jansen', initials: 'AJ', email: 'alice@example.nl', extension: '201' },
  ...{ language: 'nl', theme: 'system', role: 'person' },
}
const credentials = { email: 'alice@example.nl', password: 'correct horse' }
const turn = () => new Promise<void>((resolve) => void setTimeout(resolve, 0))

/** An account on a transport that the test is; commands wait for it. */
function staged() {
  const commands: AccountCommand[] = []
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = []
  const told: string[] = []
  let sink: AccountSink | undefined
  const { slice, close } = createAccount(
    {
      open(given) {
        sink = given
        return () => void told.push('stopped')
      },
      send(command) {
        commands.push(command)
        return new Promise((resolve, reject) => void waiting.push({ resolve, reject }))
      },
    },
    { emit: (name, fact) => void told.push(`${name} ${typeof fact === 'string' ? fact : fact.id}`) },
  )
  const tell = (signal: AccountSignal) => sink?.signal(signal)
  return { account: slice, close, commands, waiting, told, tell, status: () => slice.getSnapshot().status }
}

type Stage = ReturnType<typeof staged>
const signedIn: AccountSignal = { type: 'signed-in', profile }
const signedOut: AccountSignal = { type: 'signed-out', reason: 'none' }
const expired: AccountSignal = { type: 'expired', error: new OffhookError('signed-out') }

/** An account in each status, brought there by its commands and by news. */
const ways: Record<AccountStatus, (stage: Stage) => unknown> = {
  resuming: () => {},
  'signed-out': ({ tell }) => tell(signedOut),
  'signing-in': ({ tell, account }) => {
    tell(signedOut)
    account.signIn(credentials)
  },
  'signed-in': ({ tell }) => tell(signedIn),
  'signing-out': ({ tell, account }) => {
    tell(signedIn)
    account.signOut()
  },
  expired: ({ tell }) => {
    tell(signedIn)
    tell(expired)
  },
}
const statuses = Object.keys(ways) as AccountStatus[]

const commands: Record<string, (account: Account) => Promise<void>> = {
  signIn: (account) => account.signIn(credentials),
  signOut: (account) => account.signOut(),
  update: (account) => account.update({ theme: 'dark' }),
  changePassword: (account) => account.changePassword({ from: 'a', to: 'b' }),
  requestPasswordReset: (account) => account.requestPasswordReset('alice@example.nl'),
  resetPassword: (account) => account.resetPassword({ code: 'c', password: 'p' }),
}
const signals: readonly AccountSignal[] = [signedIn, signedOut, expired, { type: 'profile', profile }]

function brought(to: AccountStatus): Stage {
  const stage = staged()
  ways[to](stage)
  expect(stage.status()).toBe(to)
  return stage
}

test.each(statuses.flatMap((status) => Object.keys(commands).map((command) => [command, status] as const)))(
  'S5 %s while %s',
  (command, status) => {
    const { account, status: now } = brought(status)
    const edges: Readonly<Record<string, AccountStatus>> = accountMachine.table[status].commands
    const give = () => commands[command]?.(account)
    const next = edges[command]
    if (next === undefined) expect(give).toThrow(expect.objectContaining({ code: 'illegal-command', command, status }))
    else {
      give()
      expect(now()).toBe(next)
    }
  },
)

test.each(statuses.flatMap((status) => signals.map((signal) => [signal.type, status, signal] as const)))(
  'S5 news of %s while %s',
  (type, status, signal) => {
    const { tell, status: now } = brought(status)
    const edges: Readonly<Record<string, AccountStatus>> = accountMachine.table[status].signals
    tell(signal)
    expect(now()).toBe(edges[type] ?? status)
  },
)

test.each([
  ['signing-in', 'signed-out'],
  ['signing-out', 'signed-in'],
] as const)('S5 a refusal while %s puts it back to %s', async (from, back) => {
  const { waiting, status } = brought(from)
  waiting[0]?.reject(new OffhookError('unavailable'))
  await turn()
  expect(status()).toBe(back)
})

test('S5 who signs in is told of once, and so is who is not signed in any more', async () => {
  const { account, tell, told } = brought('signed-out')
  const signing = account.signIn(credentials)
  tell(signedIn)
  await signing
  tell({ type: 'profile', profile: { ...profile, theme: 'dark' } })
  tell(expired)
  expect(told).toEqual(['signed-out none', 'signed-in alice', 'signed-out expired'])
  expect(account.getSnapshot()).toMatchObject({ status: 'expired', profile: { theme: 'dark' } })
})

test('S5 the news decides, not the answer: a refusal that it has overtaken changes nothing', async () => {
  const { account, tell, waiting, status } = brought('signed-out')
  const signing = account.signIn(credentials)
  tell(signedIn)
  waiting[0]?.reject(new OffhookError('timeout'))
  await signing
  await turn()
  expect(status()).toBe('signed-in')
})

test('S5 who signs in while it is still looked for a session is not stopped by hearing that there is none', async () => {
  const { account, tell, status } = brought('resuming')
  const signing = account.signIn(credentials)
  tell(signedOut)
  expect(status()).toBe('signing-in')
  tell(signedIn)
  await signing
  expect(status()).toBe('signed-in')
})

test.each([signedOut, expired])(
  'S5 when that sign-in is refused, what was heard meanwhile is true: %j',
  async (news) => {
    const { account, tell, waiting, status } = brought('resuming')
    const signing = account.signIn(credentials)
    tell(news)
    waiting[0]?.reject(new OffhookError('bad-credentials'))
    await expect(signing).rejects.toMatchObject({ code: 'bad-credentials' })
    expect(status()).toBe(news.type)
  },
)

test('S5 an answer without news leaves it pending', async () => {
  const { account, tell, waiting, status } = brought('signed-out')
  const signing = account.signIn(credentials)
  waiting[0]?.resolve()
  await turn()
  expect(status()).toBe('signing-in')
  tell({ type: 'signed-out', reason: 'revoked' })
  await expect(signing).rejects.toMatchObject({ code: 'signed-out' })
})

test('S5 what is told while a command is under way survives its refusal', async () => {
  const { account, tell, waiting } = brought('signed-out')
  const methods = { password: true, reset: true, providers: [{ id: 'entra', name: 'Microsoft' }] }
  const signing = account.signIn(credentials)
  tell({ type: 'methods', methods })
  waiting[0]?.reject(new OffhookError('bad-credentials'))
  await expect(signing).rejects.toMatchObject({ code: 'bad-credentials' })
  expect(account.getSnapshot()).toEqual({ status: 'signed-out', reason: 'none', isLive: false, methods })
})

test('S4 what is shown may be old while news does not arrive', () => {
  const { account, tell } = brought('signed-in')
  tell({ type: 'live', isLive: true })
  expect(account.getSnapshot().isLive).toBe(true)
  tell(expired)
  expect(account.getSnapshot().isLive).toBe(false)
})

test('S5 a refused command that changes no status rejects, and leaves everything', async () => {
  const { account, waiting } = brought('signed-in')
  const before = account.getSnapshot()
  const updating = account.update({ name: '' })
  const problems = [{ pointer: '/name', code: 'required', detail: 'A name.' }]
  waiting[0]?.reject(new OffhookError('invalid', { problems }))
  await expect(updating).rejects.toMatchObject({ code: 'invalid', problems })
  expect(account.getSnapshot()).toBe(before)
})

test('S5 the password is in no snapshot and no event', async () => {
  const { account, told, tell } = brought('signed-out')
  const seen = vi.fn()
  account.subscribe(() => seen(JSON.stringify(account.getSnapshot())))
  account.signIn(credentials)
  tell(signedIn)
  expect(JSON.stringify([seen.mock.calls, told])).not.toContain(credentials.password)
})

test('closing ends what is pending, and nothing is told any more', async () => {
  const { account, close, tell, told } = brought('signed-out')
  const signing = account.signIn(credentials)
  close()
  await expect(signing).rejects.toMatchObject({ code: 'closed' })
  tell(signedIn)
  expect(account.getSnapshot().status).toBe('signed-out')
  expect(() => account.signIn(credentials)).toThrow(expect.objectContaining({ code: 'closed' }))
  expect(told).toEqual(['signed-out none', 'stopped'])
})

test('S5 a mobile number is sent as it is dialled from anywhere; one that is none is told at its field', async () => {
  const { account, tell, commands } = staged()
  tell(signedIn)
  for (const mobile of ['06 1234 5678', '+31 (0)6-12345678', '0031612345678']) void account.update({ mobile })
  void account.update({ mobile: null })
  await turn()
  const sent = commands.map((command) => (command.type === 'update' ? command.changes.mobile : command.type))
  expect(sent).toEqual(['+31612345678', '+31612345678', '+31612345678', null])
  for (const mobile of ['201', '112', '*8', 'bob', '', '+31612345678;ext=3']) {
    const problem = expect.objectContaining({ pointer: '/mobile', code: 'bad-number' })
    expect(() => account.update({ mobile }), mobile).toThrow(
      expect.objectContaining({ code: 'invalid', problems: [problem] }),
    )
  }
})
