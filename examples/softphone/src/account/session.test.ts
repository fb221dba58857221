import { createPhone } from '@offhook/core'
import { createNetwork } from '@offhook/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import type { Account } from './account.ts'
import { createSessions } from './session.ts'

const alice: Account = { user: 'alice', password: 'alice', exchange: 'ws://test/sip' }

function door() {
  const network = createNetwork()
  const sessions = createSessions(({ user, password }) => ({
    phone: createPhone(network.join(user, { password })),
    warm: () => {},
  }))
  onTestFinished(() => sessions.signOut())
  const status = () => sessions.getSnapshot().status
  return { network, sessions, status }
}

test('S4 who signs in is signed in when the exchange says so', async () => {
  const { sessions, status } = door()
  sessions.signIn(alice, 'hand')
  expect(sessions.getSnapshot()).toMatchObject({ status: 'signing-in', by: 'hand' })
  await expect.poll(status).toBe('signed-in')
})

test('S4 a wrong password leads back to the door, which says why', async () => {
  const { sessions, status } = door()
  sessions.signIn({ ...alice, password: 'wrong' }, 'hand')
  await expect.poll(status).toBe('signed-out')
  expect(sessions.getSnapshot()).toMatchObject({ error: { code: 'bad-credentials' } })
})

test('S4 a sign-in that is cancelled does not come true later', async () => {
  const { network, sessions, status } = door()
  const answer = network.silenceNext('connect')
  sessions.signIn(alice, 'hand')
  sessions.signOut()
  answer()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(sessions.getSnapshot()).toEqual({ status: 'signed-out' })
  expect(status()).toBe('signed-out')
})

test('S4 another sign-in takes the place of the first', async () => {
  const { sessions, status } = door()
  sessions.signIn(alice, 'hand')
  sessions.signIn({ ...alice, user: 'bob', password: 'bob' }, 'hand')
  await expect.poll(status).toBe('signed-in')
  expect(sessions.getSnapshot()).toMatchObject({ workspace: { owner: { user: 'bob' } } })
})

test('C12 signing out hangs up', async () => {
  const { network, sessions, status } = door()
  sessions.signIn(alice, 'hand')
  await expect.poll(status).toBe('signed-in')
  const session = sessions.getSnapshot()
  if (session.status !== 'signed-in') throw new Error('Not signed in.')
  network.outside({ number: '+31201234567' }).on('incoming', (call) => void call.answer())
  session.workspace.call('+31201234567')
  await expect.poll(network.callsInProgress).toBe(2)
  sessions.signOut()
  await expect.poll(network.callsInProgress).toBe(0)
})
