import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { eventually, openHouse } from '../testing/house.ts'
import type { Phone } from '../testing/raw-phone.ts'

test('S11 a client registers with a digest and is told how long that holds', async () => {
  const { connect, health } = await openHouse()
  const alice = await connect('alice')
  const challenge = await challenged(alice, 'REGISTER')
  expect(challenge.status).toBe(401)
  expect(challenge.header('WWW-Authenticate')).toMatch(
    /^Digest realm="offhook", nonce="[^"]+", algorithm=MD5, qop="auth"$/,
  )
  const response = await alice.register({ expires: 120 })
  expect(response.status).toBe(200)
  expect(response.header('Contact')).toContain(alice.contact)
  expect(response.header('Contact')).toContain('expires=120')
  expect(response.header('Contact')).toContain(`+sip.instance="<urn:uuid:${alice.instance}>"`)
  expect(await health()).toMatchObject({ registrations: 1, people: 4 })
})

/** Sends a request without credentials and gives the answer. */
async function challenged(phone: Phone, method: string) {
  const sent = phone.outside(method, `sip:${phone.domain}`, { credentials: false })
  return phone.take((message) => message.status !== undefined && message.header('Call-ID') === sent.callId, 'an answer')
}

test.each(['INVITE', 'OPTIONS', 'MESSAGE', 'SUBSCRIBE', 'REFER', 'PUBLISH', 'NOTIFY'])(
  '%s without a password is asked for one',
  async (method) => {
    const { connect } = await openHouse()
    const answer = await challenged(await connect('alice'), method)
    expect(answer.status).toBe(407)
    expect(answer.header('Proxy-Authenticate')).toContain('Digest')
  },
)

test('what is offered outside a call: OPTIONS is answered, the rest refused politely', async () => {
  const { connect } = await openHouse()
  const alice = await connect('alice')
  const answers = {
    OPTIONS: 200,
    SUBSCRIBE: 489,
    NOTIFY: 489,
    MESSAGE: 405,
    REFER: 405,
    PUBLISH: 405,
    UPDATE: 405,
    INFO: 405,
  }
  for (const [method, status] of Object.entries(answers)) {
    const { response } = await alice.ask(method, 'sip:202@127.0.0.1', { headers: ['Event: dialog'] })
    expect([method, response.status]).toEqual([method, status])
    if (status === 405 && method !== 'INFO') expect(response.header('Allow')).toContain('INVITE')
  }
  expect((await alice.ask('BYE', 'sip:202@127.0.0.1')).response.status).toBe(481)
})

test('a wrong password and a name that nobody has get the same answer', async () => {
  const { connect } = await openHouse()
  const shape = async (user: string) => {
    const phone = await connect(user, { password: 'wrong' })
    const answer = await phone.register()
    return answer.text
      .replaceAll(/(nonce|tag|branch)=("[^"]*"|[^;\s]+)/g, '$1')
      .replaceAll(user, 'user')
      .replaceAll(/Call-ID: .*/g, '')
  }
  const known = await shape('alice')
  expect(known).toContain('SIP/2.0 401')
  expect(await shape('mallory')).toBe(known)
})

test('the last nonce serves again without a new challenge, as long as its count rises', async () => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  const sent = alice.outside('REGISTER', 'sip:127.0.0.1', { to: 'sip:alice@127.0.0.1' })
  const answer = await alice.take((it) => it.header('Call-ID') === sent.callId, 'the answer')
  expect(answer.status).toBe(200)
  const { last } = alice.nonces
  expect(last?.count).toBe(2)
})

test.each(['Authorization', 'Proxy-Authorization'])(
  'a nonce learnt when registering serves a call at once, under the name %s',
  async (header) => {
    const { signIn } = await openHouse()
    const [alice, bob] = [await signIn('alice'), await signIn('bob')]
    if (alice.nonces.last) alice.nonces.last.header = header
    alice.outside('INVITE', 'sip:202@127.0.0.1', { body: 'v=0\r\n' })
    expect((await bob.incoming()).request.body).toBe('v=0\r\n')
  },
)

test('a replayed request is challenged anew and marked stale, so that an honest client goes on', async () => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  if (alice.nonces.last) alice.nonces.last.count = 0
  const sent = alice.outside('REGISTER', 'sip:127.0.0.1', { to: 'sip:alice@127.0.0.1' })
  const answer = await alice.take((it) => it.header('Call-ID') === sent.callId, 'the answer')
  expect(answer.status).toBe(401)
  expect(answer.header('WWW-Authenticate')).toContain('stale=true')
  alice.learnNonce(answer)
  const again = alice.outside('REGISTER', 'sip:127.0.0.1', { to: 'sip:alice@127.0.0.1' })
  expect((await alice.take((it) => it.header('Call-ID') === again.callId, 'the answer')).status).toBe(200)
})

test('an old nonce is stale, a made-up one is only challenged', async () => {
  let ahead = 0
  const clock = { ...systemClock, now: () => Date.now() + ahead }
  const { signIn } = await openHouse({ nonceSeconds: 100 }, { clock })
  const alice = await signIn('alice')
  const tryAgain = async () => {
    const sent = alice.outside('REGISTER', 'sip:127.0.0.1', { to: 'sip:alice@127.0.0.1' })
    return alice.take((it) => it.header('Call-ID') === sent.callId, 'the answer')
  }
  ahead = 101_000
  expect((await tryAgain()).header('WWW-Authenticate')).toContain('stale=true')
  if (alice.nonces.last) alice.nonces.last.nonce = 'made.up.nonce'
  const answer = await tryAgain()
  expect(answer.status).toBe(401)
  expect(answer.header('WWW-Authenticate')).not.toContain('stale')
})

test('credentials for one address do not serve another', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  if (alice.nonces.last) alice.nonces.last.header = 'Proxy-Authorization'
  const sent = alice.outside('INVITE', 'sip:202@127.0.0.1', { body: 'v=0\r\n', credentials: 'sip:203@127.0.0.1' })
  const answer = await alice.take((it) => it.header('Call-ID') === sent.callId, 'the answer')
  expect(answer.status).toBe(407)
  expect(answer.header('Proxy-Authenticate')).not.toContain('stale')
  expect(bob.inbox).toEqual([])
})

test('after too many wrong passwords even the right one has to wait, and only for that person', async () => {
  let ahead = 0
  const clock = { ...systemClock, now: () => Date.now() + ahead }
  const { connect } = await openHouse({ lockoutFailures: 3, lockoutSeconds: 20 }, { clock })
  const guesser = await connect('alice', { password: 'guess' })
  for (let attempt = 0; attempt < 3; attempt += 1) expect((await guesser.register()).status).toBe(401)
  const locked = await (await connect('alice')).register()
  expect(locked.status).toBe(403)
  expect(Number(locked.header('Retry-After'))).toBeGreaterThan(0)
  expect((await (await connect('bob')).register()).status).toBe(200)
  ahead = 21_000
  expect((await (await connect('alice')).register()).status).toBe(200)
})

test('a socket that only guesses passwords is closed', async () => {
  const { connect } = await openHouse({ lockoutFailures: 1000 })
  const guesser = await connect('alice', { password: 'guess' })
  for (let attempt = 0; attempt < 10; attempt += 1) await guesser.register()
  expect((await guesser.closed()).code).toBe(1008)
})

test('nobody speaks in the name of somebody else', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const asBob = await alice.call('202', { from: '<sip:bob@127.0.0.1>' })
  expect((await asBob.response(403)).header('Warning')).toContain('From is not')
  const registering = await alice.ask('REGISTER', 'sip:127.0.0.1', { to: 'sip:bob@127.0.0.1' })
  expect(registering.response.status).toBe(403)
  expect(bob.inbox).toEqual([])
})

test('From may name the extension instead of the user, and its display name is not believed', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  await alice.call('202', { from: '"The Queen" <sip:201@127.0.0.1>' })
  expect((await bob.incoming()).request.header('From')).toContain('"Alice Jansen" <sip:201@127.0.0.1>')
})

test('people with an HA1 instead of a password sign in with their password', async () => {
  const ha1 = createHash('md5').update('erin:offhook:secret').digest('hex')
  const { connect } = await openHouse({ demo: false, people: [{ user: 'erin', extension: '301', name: 'Erin', ha1 }] })
  expect((await (await connect('erin', { password: 'secret' })).register()).status).toBe(200)
  expect((await (await connect('erin', { password: 'other' })).register()).status).toBe(401)
})

test('without demo there is nobody', async () => {
  const { connect, health } = await openHouse({ demo: false })
  expect(await health()).toMatchObject({ people: 0 })
  expect((await (await connect('alice')).register()).status).toBe(401)
})

test('several devices of a person are registered at once and listed', async () => {
  const { signIn, connect, health } = await openHouse()
  const desk = await signIn('alice')
  const laptop = await connect('alice')
  const response = await laptop.register()
  const listed = response.headers('Contact').join()
  expect(listed).toContain(desk.contact)
  expect(listed).toContain(laptop.contact)
  expect(await health()).toMatchObject({ registrations: 2 })
})

test('a reloaded page replaces its own old registration', async () => {
  const { signIn, health } = await openHouse()
  await signIn('alice', { instance: 'the-same' })
  const page = await signIn('alice', { instance: 'the-same' })
  expect(await health()).toMatchObject({ registrations: 1 })
  const bob = await signIn('bob')
  await bob.call('201')
  expect((await page.incoming()).request.method).toBe('INVITE')
})

test('refreshing does not add a device, and too many devices are refused', async () => {
  const { signIn, connect } = await openHouse({ maxContacts: 2 })
  const desk = await signIn('alice')
  await signIn('alice')
  expect((await desk.register()).status).toBe(200)
  expect((await (await connect('alice')).register()).status).toBe(403)
})

test('unregistering takes a device away, and a star takes all away', async () => {
  const { signIn, health } = await openHouse()
  const [desk, laptop] = [await signIn('alice'), await signIn('alice')]
  await signIn('alice')
  expect((await desk.register({ expires: 0 })).headers('Contact')).toHaveLength(2)
  const all = await laptop.ask('REGISTER', 'sip:127.0.0.1', {
    to: 'sip:alice@127.0.0.1',
    contact: '*',
    headers: ['Expires: 0'],
  })
  expect(all.response.status).toBe(200)
  expect(await health()).toMatchObject({ registrations: 0 })
})

test('a REGISTER without a contact only asks', async () => {
  const { signIn, health } = await openHouse()
  const alice = await signIn('alice')
  const asked = await alice.ask('REGISTER', 'sip:127.0.0.1', { to: 'sip:alice@127.0.0.1', contact: '' })
  expect(asked.response.status).toBe(200)
  expect(asked.response.header('Contact')).toContain(alice.contact)
  expect(await health()).toMatchObject({ registrations: 1 })
})

test.each(['expires=soon', 'expires=-1'])('a registration for %s is refused', async (expires) => {
  const { connect } = await openHouse()
  const alice = await connect('alice')
  const contact = `${alice.contact};${expires}`
  const { response } = await alice.ask('REGISTER', 'sip:127.0.0.1', { to: 'sip:alice@127.0.0.1', contact })
  expect(response.status).toBe(400)
})

test('too short a registration is refused with the shortest that is allowed, too long a one is cut', async () => {
  const { connect } = await openHouse({ registrationMinSeconds: 60, registrationMaxSeconds: 100 })
  const alice = await connect('alice')
  const short = await alice.register({ expires: 5 })
  expect(short.status).toBe(423)
  expect(short.header('Min-Expires')).toBe('60')
  expect((await alice.register({ expires: 5000 })).header('Contact')).toContain('expires=100')
})

test('a registration ends by itself when it is not refreshed', async () => {
  const { connect, health } = await openHouse({ registrationMinSeconds: 1 })
  await (await connect('alice')).register({ expires: 1 })
  expect(await health()).toMatchObject({ registrations: 1 })
  await eventually(async () => (await health()).registrations === 0)
})

test('the registration of a socket that closes is gone at once', async () => {
  const { signIn, health } = await openHouse()
  const alice = await signIn('alice')
  alice.socket.close()
  await eventually(async () => (await health()).registrations === 0)
})
