import { expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import type { Facts } from '../log/logger.ts'
import { createCredentials } from '../office/credentials.ts'
import { ha1Of } from '../people/people.ts'
import { eventually } from '../testing/house.ts'
import { connected } from '../testing/raw-phone.ts'
import { openSwitch } from '../testing/switch.ts'

const issued = ({ desk }: Awaited<ReturnType<typeof openSwitch>>, session = 'one', user = 'alice') =>
  desk.issueSipCredentials({ user, session, domain: 'phone.example.nl' })

test('S11 a telephone signs in with what its session was given, and is rung; the password of the configuration goes on', async () => {
  const house = await openSwitch()
  const { password, ...facts } = issued(house)
  expect(facts).toMatchObject({ uri: 'sip:alice@phone.example.nl', path: '/sip', username: 'alice', realm: 'offhook' })
  expect(password).toMatch(/^[\w-]{43}$/)
  const [alice, bob] = [await house.signIn('alice', { password }), await house.signIn('bob')]
  await connected(bob, alice, '201')
  await house.signIn('alice')
  expect(house.counts()).toMatchObject({ registrations: 3 })
})

test('S11 the tabs of a session have the same credentials, each session and each person their own', async () => {
  const house = await openSwitch()
  const passwords = [issued(house), issued(house), issued(house, 'two'), issued(house, 'three', 'bob')]
  expect(new Set(passwords.map(({ password }) => password)).size).toBe(3)
  const bobs = passwords[3]?.password ?? ''
  const phone = await house.connect('alice', { password: bobs })
  expect((await phone.register()).status).toBe(401)
})

test('S11 signed out: the telephones of that session cannot be rung or sign in any more, those of others can', async () => {
  const house = await openSwitch()
  const [one, two] = [issued(house), issued(house, 'two')]
  const [gone, stays] = [await house.signIn('alice', one), await house.signIn('alice', two)]
  const bob = await house.signIn('bob')
  house.desk.revoke('one')
  expect(house.told.devices.at(-1)).toMatchObject({ user: 'alice', devices: [{ name: 'Telephone' }] })
  await bob.call('201')
  await stays.incoming()
  expect(gone.inbox).toEqual([])
  expect((await gone.register()).status).toBe(401)
  expect((await stays.register()).status).toBe(200)
})

test('S11 credentials end by themselves, and before that there are new ones while the old still hold', async () => {
  const hourMs = 3_600_000
  // the beginning of an hour
  let shifted = hourMs - (Date.now() % hourMs)
  const clock = { now: () => Date.now() + shifted, after: systemClock.after }
  const house = await openSwitch({}, { clock, config: { nonceSeconds: 80_000 } })
  const first = issued(house)
  expect(first.expiresAt - clock.now()).toBeGreaterThan(1.9 * hourMs)
  const phone = await house.signIn('alice', first)
  shifted += hourMs
  const second = issued(house)
  expect(second.password).not.toBe(first.password)
  expect((await phone.register()).status).toBe(200)
  shifted += hourMs
  expect((await phone.register()).status).toBe(401)
  await house.signIn('alice', second)
})

test('S11 telephones go on after a start of the exchange, those of sessions that were ended do not', () => {
  const world = { clock: systemClock, realm: 'offhook', path: '/sip', secret: 'kept in the store' }
  const before = createCredentials(world)
  const applicant = (session: string) => ({ user: 'alice', session, domain: 'phone.example.nl' })
  const [stays, ended] = [applicant('stays'), applicant('ended')].map(before.issueSipCredentials)
  const after = createCredentials(world)
  after.know('alice', 'stays')
  const known = after.passwordsOf('alice').map(({ ha1 }) => ha1)
  expect(known).toContain(ha1Of('alice', 'offhook', stays?.password ?? ''))
  expect(known).not.toContain(ha1Of('alice', 'offhook', ended?.password ?? ''))
  const elsewhere = createCredentials({ ...world, secret: 'of another installation' })
  elsewhere.know('alice', 'stays')
  expect(elsewhere.passwordsOf('alice').map(({ ha1 }) => ha1)).not.toContain(known[0])
})

test('S11 neither a password nor what it was made of is logged', async () => {
  const lines: string[] = []
  const note = (event: string, facts: Facts = {}) => void lines.push(JSON.stringify({ event, facts }))
  const logger = { debug: note, info: note, warn: note, error: note }
  const house = await openSwitch({}, { logger, config: { trace: true } })
  const { password } = issued(house, 'a-session')
  const phone = await house.signIn('alice', { password })
  await (await house.connect('alice', { password: 'wrong' })).register()
  house.desk.revoke('a-session')
  phone.vanish()
  await eventually(() => house.counts().sockets === 1)
  expect(lines.length).toBeGreaterThan(3)
  const [{ ha1 = 'none' } = {}] = house.desk.passwordsOf('alice')
  for (const secret of [password, 'a-session', ha1]) expect(lines.join('\n')).not.toContain(secret)
})
