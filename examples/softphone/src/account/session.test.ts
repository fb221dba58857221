import { createPhone, OffhookError, type Phone } from '@offhook/core'
import { createNetwork, createOffice } from '@offhook/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { people } from '../colleagues/people.ts'
import type { SipAccount } from './account.ts'
import type { BackEnd } from './back-end.ts'
import { createSessions } from './session.ts'

const alice: SipAccount = { user: 'alice', password: 'alice', exchange: 'ws://test/sip' }
const demo = (wanted: string) =>
  people.find(({ user }) => user === wanted) ?? { user: wanted, name: wanted, extension: '' }

function door() {
  const network = createNetwork()
  const office = createOffice()
  const sessions = createSessions({
    openLine: ({ user, password }) => ({
      phone: createPhone({ ...network.join(user, { password }), ...office.join(user) }),
      warm: () => {},
    }),
  })
  onTestFinished(() => sessions.signOut())
  const status = () => sessions.getSnapshot().status
  return { network, sessions, status }
}

/** A page with a back end at which alice can sign in; `open` is how many of its parts are open. */
function office({ signedIn = false } = {}) {
  const network = createNetwork()
  const simulated = createOffice()
  const closed: string[] = []
  const doors: Pick<Phone, 'connection'>[] = []
  const openBackEnd = ({ remember }: { remember: boolean }): BackEnd => {
    const parts = simulated.join('alice', { signedIn: signedIn && remember })
    const phone = createPhone({ ...network.join('alice'), ...parts })
    if (remember) doors.push(phone)
    return {
      account: phone.account,
      line: () => ({ phone, warm: () => {} }),
      close() {
        closed.push(remember ? 'door' : 'guest')
        phone.close()
      },
    }
  }
  const sessions = createSessions({
    openLine: () => {
      throw new Error('There is a back end.')
    },
    openBackEnd,
  })
  onTestFinished(() => sessions.signOut())
  const status = () => sessions.getSnapshot().status
  return { network, simulated, sessions, status, closed, doors }
}

test('S4 who signs in is signed in when the exchange says so', async () => {
  const { sessions, status } = door()
  sessions.signInSip(alice, 'hand')
  expect(sessions.getSnapshot()).toMatchObject({ status: 'signing-in', by: 'hand' })
  await expect.poll(status).toBe('signed-in')
})

test('S4 a wrong password leads back to the door, which says why', async () => {
  const { sessions, status } = door()
  sessions.signInSip({ ...alice, password: 'wrong' }, 'hand')
  await expect.poll(status).toBe('signed-out')
  expect(sessions.getSnapshot()).toMatchObject({ error: { code: 'bad-credentials' } })
})

test('S4 a sign-in that is cancelled does not come true later', async () => {
  const { network, sessions, status } = door()
  const answer = network.silenceNext('connect')
  sessions.signInSip(alice, 'hand')
  sessions.signOut()
  answer()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(sessions.getSnapshot()).toEqual({ status: 'signed-out' })
  expect(status()).toBe('signed-out')
})

test('S4 another sign-in takes the place of the first', async () => {
  const { sessions, status } = door()
  sessions.signInSip(alice, 'hand')
  sessions.signInSip({ ...alice, user: 'bob', password: 'bob' }, 'hand')
  await expect.poll(status).toBe('signed-in')
  expect(sessions.getSnapshot()).toMatchObject({ workspace: { entered: { user: 'bob' } }, demo: { user: 'bob' } })
})

test('C12 signing out hangs up', async () => {
  const { network, sessions, status } = door()
  sessions.signInSip(alice, 'hand')
  await expect.poll(status).toBe('signed-in')
  const session = sessions.getSnapshot()
  if (session.status !== 'signed-in') throw new Error('Not signed in.')
  network.outside({ number: '+31201234567' }).on('incoming', (call) => void call.answer())
  session.workspace.call('+31201234567')
  await expect.poll(network.callsInProgress).toBe(2)
  sessions.signOut()
  await expect.poll(network.callsInProgress).toBe(0)
})

test('S5 a session that is still good is found, and the phone is there', async () => {
  const { sessions, status } = office({ signedIn: true })
  expect(status()).toBe('resuming')
  await expect.poll(status).toBe('signed-in')
  expect(sessions.getSnapshot()).not.toHaveProperty('demo')
})

test('S5 without one the door is shown, and a right password leads in', async () => {
  const { network, sessions, status } = office()
  await expect.poll(status).toBe('signed-out')
  await sessions.signIn({ email: 'alice@example.nl', password: 'alice' })
  await expect.poll(status).toBe('signed-in')
  const session = sessions.getSnapshot()
  if (session.status !== 'signed-in') throw new Error('Not signed in.')
  await expect.poll(() => session.workspace.phone.connection.getSnapshot().status).toBe('online')
  expect(network.callsInProgress()).toBe(0)
})

test('S5 a wrong password is told to who typed it, and nothing moves', async () => {
  const { sessions, status } = office()
  await expect.poll(status).toBe('signed-out')
  const refused = await sessions
    .signIn({ email: 'alice@example.nl', password: 'x' })
    .catch((error: OffhookError) => error)
  expect(refused).toMatchObject({ code: 'bad-credentials' })
  expect(sessions.getSnapshot()).toEqual({ status: 'signed-out' })
})

test('S5 whoever signs in next does so on the same phone, which is connected for them alone', async () => {
  const { sessions, status, closed } = office({ signedIn: true })
  const lineOf = () => {
    const now = sessions.getSnapshot()
    return now.status === 'signed-in' ? now.workspace.phone : undefined
  }
  await expect.poll(() => lineOf()?.connection.getSnapshot().status).toBe('online')
  const first = lineOf()
  sessions.signOut()
  await expect.poll(status).toBe('signed-out')
  expect(first?.connection.getSnapshot().status).toBe('offline')
  await sessions.signIn({ email: 'alice@example.nl', password: 'alice' })
  await expect.poll(() => lineOf()?.connection.getSnapshot().status).toBe('online')
  expect(lineOf()).toBe(first)
  expect(closed).toEqual([])
})

test('S5 a demo person is signed in for this tab alone, and signing out leaves nothing open', async () => {
  const { sessions, status, closed } = office()
  sessions.signInAs(demo('alice'), alice, 'link')
  await expect.poll(status).toBe('signed-in')
  expect(sessions.getSnapshot()).toMatchObject({ demo: { user: 'alice' } })
  sessions.signOut()
  expect(status()).toBe('signed-out')
  await expect.poll(() => closed).toEqual(['guest'])
})

test('S5 a tab that is of somebody else is no telephone of who the browser remembers', async () => {
  const { sessions, status, doors } = office({ signedIn: true })
  sessions.signInAs(demo('alice'), alice, 'link')
  await expect.poll(status).toBe('signed-in')
  const line = () => sessions.getSnapshot()
  await expect
    .poll(() => {
      const now = line()
      return now.status === 'signed-in' && now.workspace.phone.connection.getSnapshot().status
    })
    .toBe('online')
  await expect.poll(() => sessions.door?.getSnapshot().status).toBe('signed-in')
  await expect.poll(() => doors.map(({ connection }) => connection.getSnapshot().status)).toEqual(['offline'])
})

test('S5 a demo person whose password was changed is refused with the reason', async () => {
  const { simulated, sessions, status } = office()
  simulated.account.refuseNext(undefined)
  sessions.signInAs(demo('bob'), alice, 'hand')
  await expect.poll(status).toBe('signed-out')
  await expect.poll(() => sessions.getSnapshot()).toHaveProperty('error')
})

test('S5 who signs out sees the door when the session of every tab is over, and not before', async () => {
  const { sessions, status, simulated } = office({ signedIn: true })
  await expect.poll(status).toBe('signed-in')
  sessions.signOut()
  expect(status()).toBe('signing-out')
  await expect.poll(status).toBe('signed-out')
  expect(sessions.getSnapshot()).not.toHaveProperty('error')
  await sessions.signIn({ email: 'alice@example.nl', password: 'alice' })
  await expect.poll(status).toBe('signed-in')
  simulated.account.refuseNext(new OffhookError('unavailable'))
  sessions.signOut()
  await expect.poll(() => sessions.getSnapshot()).toMatchObject({ error: { code: 'unavailable' } })
  await sessions.signIn({ email: 'alice@example.nl', password: 'alice' })
  await expect.poll(status).toBe('signed-in')
})

test('S5 a session that is ended from elsewhere leads to the door, which says so', async () => {
  const { simulated, sessions, status } = office({ signedIn: true })
  await expect.poll(status).toBe('signed-in')
  const other = createPhone({ account: simulated.join('alice').account })
  onTestFinished(other.close)
  await expect.poll(() => other.account.getSnapshot().status).toBe('signed-in')
  await other.account.signOut({ everywhere: true })
  await expect.poll(status).toBe('signed-out')
  expect(sessions.getSnapshot()).toMatchObject({ error: { code: 'signed-out' } })
})
