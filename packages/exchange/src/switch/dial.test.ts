import { expect, test } from 'vitest'
import { eventually, openHouse } from '../testing/house.ts'
import { connected, sdp } from '../testing/raw-phone.ts'

test('C1 C3 a call by extension shows each party the other, and carries offer and answer untouched', async () => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  const bob = await signIn('bob')
  const out = await alice.call('202')
  const inc = await bob.incoming()
  expect(inc.request.body).toBe(sdp('alice-offer'))
  expect(inc.request.header('From')).toContain('"Alice Jansen" <sip:201@127.0.0.1>')
  expect(inc.request.header('P-Asserted-Identity')).toBe('"Alice Jansen" <sip:201@127.0.0.1>')
  inc.ring()
  expect((await out.response(180)).header('P-Asserted-Identity')).toBe('"Bob de Vries" <sip:202@127.0.0.1>')
  inc.answer()
  const answer = await out.response(200)
  expect(answer.body).toBe(sdp('bob-answer'))
  expect(answer.header('P-Asserted-Identity')).toBe('"Bob de Vries" <sip:202@127.0.0.1>')
  out.ack()
  await inc.ack()
})

test.each(['202', 'bob', 'BOB', 'sip:bob@127.0.0.1', 'sip:202@127.0.0.1'])('C3 %s reaches Bob', async (dialled) => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call(dialled)
  const inc = await bob.incoming()
  inc.reject(486)
  expect((await out.response(486)).status).toBe(486)
})

test('C3 a client that calls the exchange by a name of its own may dial people at that name', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  await alice.call('sip:202@phone.example.nl', { from: '<sip:alice@phone.example.nl>' })
  expect((await bob.incoming()).request.method).toBe('INVITE')
})

test('C12 whoever hangs up, the other learns it with the reason', async () => {
  const { signIn, health } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const first = await connected(alice, bob, '202')
  const bye = alice.inside(first.callerSide, 'BYE', { headers: ['Reason: Q.850;cause=16;text="Done"'] })
  expect((await bob.hungUp(first.calleeSide)).header('Reason')).toBe('Q.850;cause=16;text="Done"')
  expect((await bye.final()).status).toBe(200)

  const second = await connected(alice, bob, '202')
  bob.inside(second.calleeSide, 'BYE')
  await alice.hungUp(second.callerSide)
  expect(await health()).toMatchObject({ calls: 0 })
})

test('C12 a second BYE is told that the call is gone', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  await alice.inside(callerSide, 'BYE').final()
  expect((await alice.inside(callerSide, 'BYE').final()).status).toBe(481)
  await bob.hungUp(calleeSide)
})

test('C1 every device of the called person rings, the first to answer has the call, the others learn that', async () => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  const [desk, laptop] = [await signIn('bob'), await signIn('bob')]
  const out = await alice.call('202')
  const [atDesk, atLaptop] = [await desk.incoming(), await laptop.incoming()]
  atDesk.ring()
  atLaptop.ring()
  await out.response(180)
  atLaptop.answer()
  await out.response(200)
  out.ack()
  await atLaptop.ack()
  const cancel = await atDesk.cancelled()
  expect(cancel.header('Reason')).toBe('SIP;cause=200;text="Call completed elsewhere"')
})

test('two devices that answer at once: one has the call, the other is hung up', async () => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  const [desk, laptop] = [await signIn('bob'), await signIn('bob')]
  const out = await alice.call('202')
  const [atDesk, atLaptop] = [await desk.incoming(), await laptop.incoming()]
  atDesk.answer({ body: sdp('desk') })
  atLaptop.answer({ body: sdp('laptop') })
  expect((await out.response(200)).body).toBe(sdp('desk'))
  out.ack()
  await atDesk.ack()
  await atLaptop.ack()
  const bye = await laptop.hungUp(atLaptop.dialog)
  expect(bye.header('Reason')).toContain('Call completed elsewhere')
})

test('a caller who gives up stops the ringing everywhere, and the reason goes along', async () => {
  const { signIn, health } = await openHouse()
  const alice = await signIn('alice')
  const [desk, laptop] = [await signIn('bob'), await signIn('bob')]
  const out = await alice.call('202')
  const [atDesk, atLaptop] = [await desk.incoming(), await laptop.incoming()]
  atDesk.ring()
  atLaptop.ring()
  await out.response(180)
  out.cancel(['Reason: SIP;cause=487;text="Changed my mind"'])
  expect((await atDesk.cancelled()).header('Reason')).toContain('Changed my mind')
  await atLaptop.cancelled()
  await out.response(487)
  expect(await health()).toMatchObject({ calls: 0 })
})

test('a CANCEL that crosses the 200: the one who answered is hung up', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  // no 180: the CANCEL waits at the exchange until the first response, which is the 200
  out.cancel()
  await out.response(487)
  inc.answer()
  await inc.ack()
  await bob.hungUp(inc.dialog)
})

test('a callee who hangs up before the ACK of the caller: the caller is hung up as soon as its ACK is there', async () => {
  const { signIn, health } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  inc.answer()
  await out.response(200)
  expect((await bob.inside(inc.dialog, 'BYE').final()).status).toBe(200)
  expect(alice.inbox.filter(({ method }) => method === 'BYE')).toEqual([])
  out.ack()
  await alice.hungUp(out.dialog)
  expect(await health()).toMatchObject({ calls: 0 })
})

test('a caller who hangs up with BYE while it rings stops the ringing', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  inc.ring()
  const early = out.dialogOf(await out.response(180))
  expect((await alice.inside(early, 'BYE').final()).status).toBe(200)
  await out.response(487)
  await inc.cancelled()
})

test.each([
  { answers: [486, 486], heard: 486 },
  { answers: [480, 486], heard: 486 },
  { answers: [480, 480], heard: 480 },
  { answers: [488, 480], heard: 488 },
  { answers: [404, 503], heard: 480 },
])('when the devices answer $answers the caller hears $heard', async ({ answers, heard }) => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  const out = [await signIn('bob'), await signIn('bob')]
  const call = await alice.call('202')
  for (const [index, phone] of out.entries()) (await phone.incoming()).reject(answers[index] ?? 500)
  expect((await call.response(heard)).status).toBe(heard)
})

test.each([600, 603])('one device that answers %i speaks for all', async (status) => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  const [desk, laptop] = [await signIn('bob'), await signIn('bob')]
  const out = await alice.call('202')
  const [atDesk, atLaptop] = [await desk.incoming(), await laptop.incoming()]
  atDesk.ring()
  await out.response(180)
  atLaptop.reject(status)
  await out.response(status)
  expect((await atDesk.cancelled()).header('Reason')).toBe('SIP;cause=603;text="Declined elsewhere"')
})

test.each([401, 407, 404, 408, 481, 491, 503, 302])('a device that answers %i is only unavailable', async (status) => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  ;(await bob.incoming()).reject(status)
  expect((await out.response(480)).header('Reason')).toContain(`cause=${status}`)
})

test.each([403, 486, 488, 500, 603])('a device that answers %i is quoted', async (status) => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  ;(await bob.incoming()).reject(status, { headers: ['Reason: Q.850;cause=21;text="No"'] })
  expect((await out.response(status)).header('Reason')).toBe('Q.850;cause=21;text="No"')
})

test('nobody answers: the caller hears so after the time that is configured, and the ringing stops', async () => {
  const { signIn } = await openHouse({ noAnswerSeconds: 0.3 })
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  inc.ring()
  expect((await out.response(480)).header('Reason')).toBe('Q.850;cause=19;text="No answer"')
  expect((await inc.cancelled()).header('Reason')).toContain('cause=19')
})

test('a person without a device is not available, one that does not exist is not found', async () => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  await (await alice.call('203')).response(480)
  for (const nobody of ['999', '600', '601', 'mallory']) await (await alice.call(nobody)).response(404)
})

test('calling oneself rings the other devices, and is busy when there is none', async () => {
  const { signIn } = await openHouse()
  const desk = await signIn('alice')
  await (await desk.call('201')).response(486)
  const laptop = await signIn('alice')
  const out = await desk.call('201')
  const inc = await laptop.incoming()
  inc.answer()
  await out.response(200)
})

test('early media: a 183 with an answer reaches the caller when only one device rings', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  inc.ring(183, { body: sdp('early') })
  expect((await out.response(183)).body).toBe(sdp('early'))
  inc.answer({ body: sdp('early') })
  expect((await out.response(200)).body).toBe(sdp('early'))
})

test('a 183 without SDP is passed on as such', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  inc.ring(183)
  expect((await out.response(183)).body).toBe('')
  inc.answer()
  expect((await out.response(200)).body).toBe(sdp('bob-answer'))
})

test('a call without an offer: the callee makes it and the answer travels in the ACK', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202', { body: '' })
  const inc = await bob.incoming()
  expect(inc.request.body).toBe('')
  inc.answer({ body: sdp('bob-offer') })
  expect((await out.response(200)).body).toBe(sdp('bob-offer'))
  out.ack({ body: sdp('alice-answer') })
  expect((await inc.ack()).body).toBe(sdp('alice-answer'))
})

test('a device that answers an offer without an answer is hung up and the caller hears 488', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  inc.answer({})
  await out.response(488)
  await inc.ack()
  await bob.hungUp(inc.dialog)
})

test('C6 a second call reaches a person who is talking', async () => {
  const { signIn, health } = await openHouse()
  const [alice, bob, carol] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  await connected(alice, bob, '202')
  await connected(carol, bob, '202')
  expect(await health()).toMatchObject({ calls: 2 })
})

test('a person has no more calls than allowed: callers hear busy, and they cannot call out', async () => {
  const { signIn } = await openHouse({ maxCallsPerPerson: 1 })
  const [alice, bob, carol] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  await connected(alice, bob, '202')
  await (await carol.call('202')).response(486)
  await (await bob.call('203')).response(403)
})

test('the exchange has no more calls than allowed', async () => {
  const { signIn } = await openHouse({ maxCalls: 1 })
  const [alice, bob, carol] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  await signIn('dave')
  await connected(alice, bob, '202')
  expect((await (await carol.call('204')).response(503)).header('Retry-After')).toBe('10')
})

test('a caller who never acknowledges the answer and vanishes does not leave the callee hanging', async () => {
  const { signIn, health } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  inc.answer()
  await out.response(200)
  alice.vanish()
  await inc.ack()
  const bye = await bob.hungUp(inc.dialog)
  expect(bye.header('Reason')).toBe('Q.850;cause=102;text="Connection lost"')
  await eventually(async () => (await health()).calls === 0)
})

test('a tab that dies in a call ends it for the other side with the reason', async () => {
  const { signIn, health } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const { callerSide } = await connected(alice, bob, '202')
  bob.vanish()
  expect((await alice.hungUp(callerSide)).header('Reason')).toContain('Connection lost')
  await eventually(async () => (await health()).registrations === 1)
})

test('a caller who vanishes while it rings stops the ringing', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  inc.ring()
  await out.response(180)
  alice.vanish()
  await inc.cancelled()
})

test('a device that vanishes while it rings does not stop the others', async () => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  const [desk, laptop] = [await signIn('bob'), await signIn('bob')]
  const out = await alice.call('202')
  const atLaptop = await laptop.incoming()
  await desk.incoming()
  desk.vanish()
  atLaptop.answer()
  await out.response(200)
})

test('the only device vanishes while it rings: the caller hears that at once', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  await bob.incoming()
  bob.vanish()
  expect((await out.response(480)).header('Reason')).toContain('Connection lost')
})

test('a grace period keeps the call of a lost socket for that long', async () => {
  const { signIn, health } = await openHouse({ graceSeconds: 0.4 })
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const { callerSide } = await connected(alice, bob, '202')
  bob.vanish()
  await eventually(async () => (await health()).sockets === 1)
  expect(await health()).toMatchObject({ calls: 1, registrations: 1 })
  await (await alice.call('202')).response(480)
  expect((await alice.hungUp(callerSide)).header('Reason')).toContain('Connection lost')
})

test('stopping ends ringing and talking calls and says why', async () => {
  const house = await openHouse()
  const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
  const [carol, dave] = [await house.signIn('carol'), await house.signIn('dave')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  const ringing = await carol.call('204')
  const inc = await dave.incoming()
  inc.ring()
  await ringing.response(180)
  const stopped = house.stop()
  expect((await alice.hungUp(callerSide)).header('Reason')).toContain('The exchange is stopping')
  await bob.hungUp(calleeSide)
  await ringing.response(503)
  await inc.cancelled()
  await stopped
  expect((await alice.closed()).code).toBe(1001)
})
