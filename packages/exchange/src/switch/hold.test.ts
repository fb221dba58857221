import { expect, test } from 'vitest'
import { openHouse } from '../testing/house.ts'
import { connected, sdp } from '../testing/raw-phone.ts'

async function talking() {
  const { signIn, health } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  return { alice, bob, health, ...(await connected(alice, bob, '202')) }
}

test('C7 hold and resume by the caller reach the callee, and the answers come back', async () => {
  const { alice, bob, callerSide, calleeSide } = await talking()
  for (const body of ['hold', 'resume']) {
    const sent = alice.inside(callerSide, 'INVITE', { body: sdp(body) })
    const asked = await bob.asked('INVITE', calleeSide)
    expect(asked.body).toBe(sdp(body))
    expect(asked.header('Contact')).not.toBe('')
    bob.respond(asked, 200, { headers: [`Contact: ${bob.contact}`], body: sdp(`${body}-answer`) })
    const answer = await sent.final()
    expect(answer.status).toBe(200)
    expect(answer.body).toBe(sdp(`${body}-answer`))
    expect(answer.header('Contact')).not.toBe('')
    sent.ack()
    await bob.asked('ACK', calleeSide)
  }
})

test('C7 hold by the callee works as well', async () => {
  const { alice, bob, callerSide, calleeSide } = await talking()
  const sent = bob.inside(calleeSide, 'INVITE', { body: sdp('hold') })
  const asked = await alice.asked('INVITE', callerSide)
  alice.respond(asked, 200, { headers: [`Contact: ${alice.contact}`], body: sdp('held') })
  expect((await sent.final()).body).toBe(sdp('held'))
  sent.ack()
  await alice.asked('ACK', callerSide)
})

test('C7 a re-INVITE without an offer gets one, and its answer travels in the ACK', async () => {
  const { alice, bob, callerSide, calleeSide } = await talking()
  const sent = alice.inside(callerSide, 'INVITE')
  const asked = await bob.asked('INVITE', calleeSide)
  expect(asked.body).toBe('')
  bob.respond(asked, 200, { headers: [`Contact: ${bob.contact}`], body: sdp('new-offer') })
  expect((await sent.final()).body).toBe(sdp('new-offer'))
  sent.ack({ body: sdp('new-answer') })
  expect((await bob.asked('ACK', calleeSide)).body).toBe(sdp('new-answer'))
})

test.each([
  { refusal: 488, heard: 488 },
  { refusal: 491, heard: 491 },
  { refusal: 500, heard: 500 },
  { refusal: 401, heard: 500 },
])('C7 a hold refused with $refusal is heard as $heard and leaves the call as it was', async ({ refusal, heard }) => {
  const { alice, bob, callerSide, calleeSide, health } = await talking()
  const refused = alice.inside(callerSide, 'INVITE', { body: sdp('hold') })
  bob.respond(await bob.asked('INVITE', calleeSide), refusal, { headers: ['Warning: 399 bob "Not now"'] })
  const response = await refused.final()
  expect(response.status).toBe(heard)
  expect(response.header('Warning')).toBe('399 bob "Not now"')
  refused.ackFailure(response)
  const again = alice.inside(callerSide, 'INVITE', { body: sdp('hold') })
  bob.respond(await bob.asked('INVITE', calleeSide), 200, {
    headers: [`Contact: ${bob.contact}`],
    body: sdp('held'),
  })
  expect((await again.final()).status).toBe(200)
  again.ack()
  expect(await health()).toMatchObject({ calls: 1 })
})

test('C7 glare: when both sides hold at once each is told 491, and a later try works', async () => {
  const { alice, bob, callerSide, calleeSide } = await talking()
  const byAlice = alice.inside(callerSide, 'INVITE', { body: sdp('hold-a') })
  const atBob = await bob.asked('INVITE', calleeSide)
  const byBob = bob.inside(calleeSide, 'INVITE', { body: sdp('hold-b') })
  const toBob = await byBob.final()
  expect(toBob.status).toBe(491)
  byBob.ackFailure(toBob)
  bob.respond(atBob, 491)
  const toAlice = await byAlice.final()
  expect(toAlice.status).toBe(491)
  byAlice.ackFailure(toAlice)
  const again = bob.inside(calleeSide, 'INVITE', { body: sdp('hold-b') })
  alice.respond(await alice.asked('INVITE', callerSide), 200, {
    headers: [`Contact: ${alice.contact}`],
    body: sdp('held-b'),
  })
  expect((await again.final()).status).toBe(200)
})

test('C7 until the one who holds has acknowledged, the other side is told 491', async () => {
  const { alice, bob, callerSide, calleeSide } = await talking()
  const hold = alice.inside(callerSide, 'INVITE', { body: sdp('hold') })
  bob.respond(await bob.asked('INVITE', calleeSide), 200, {
    headers: [`Contact: ${bob.contact}`],
    body: sdp('held'),
  })
  await hold.final()
  const early = bob.inside(calleeSide, 'INVITE', { body: sdp('too early') })
  expect((await early.final()).status).toBe(491)
})

test('a re-INVITE to a device that has lost the call ends it for both', async () => {
  const { alice, bob, callerSide, calleeSide, health } = await talking()
  const sent = alice.inside(callerSide, 'INVITE', { body: sdp('restart') })
  bob.respond(await bob.asked('INVITE', calleeSide), 481)
  expect((await sent.final()).status).toBe(481)
  await alice.hungUp(callerSide)
  expect(await health()).toMatchObject({ calls: 0 })
})

test('hanging up while a re-INVITE is under way answers it', async () => {
  const { alice, bob, callerSide, calleeSide } = await talking()
  const hold = alice.inside(callerSide, 'INVITE', { body: sdp('hold') })
  await bob.asked('INVITE', calleeSide)
  bob.inside(calleeSide, 'BYE')
  expect((await hold.final()).status).toBe(487)
  await alice.hungUp(callerSide)
})

test('C11 a key pressed during the call reaches the other side by INFO', async () => {
  const { alice, bob, callerSide, calleeSide } = await talking()
  const key = { body: 'Signal=5\r\nDuration=160\r\n', type: 'application/dtmf-relay' }
  const sent = alice.inside(callerSide, 'INFO', key)
  const asked = await bob.asked('INFO', calleeSide)
  expect(asked.body).toBe(key.body)
  expect(asked.header('Content-Type')).toBe(key.type)
  bob.respond(asked, 200)
  expect((await sent.final()).status).toBe(200)
  const back = bob.inside(calleeSide, 'INFO', key)
  alice.respond(await alice.asked('INFO', callerSide), 415)
  expect((await back.final()).status).toBe(415)
})

test('INFO that is not a key press is refused and says what is accepted', async () => {
  const { alice, callerSide } = await talking()
  for (const extra of [{ body: 'hello', type: 'text/plain' }, {}]) {
    const response = await alice.inside(callerSide, 'INFO', extra).final()
    expect(response.status).toBe(415)
    expect(response.header('Accept')).toBe('application/dtmf-relay')
  }
})

test('what the exchange does not do inside a call is refused politely, and the call goes on', async () => {
  const { alice, bob, callerSide, calleeSide } = await talking()
  const answers = { MESSAGE: 405, NOTIFY: 489, SUBSCRIBE: 501, OPTIONS: 200 }
  for (const [method, status] of Object.entries(answers)) {
    expect((await alice.inside(callerSide, method, { headers: ['Event: dialog'] }).final()).status).toBe(status)
  }
  await alice.inside(callerSide, 'BYE').final()
  await bob.hungUp(calleeSide)
})
