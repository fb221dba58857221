import { expect, test } from 'vitest'
import { eventually, openHouse } from '../testing/house.ts'
import { connected, type Dialog, type Phone, sdp } from '../testing/raw-phone.ts'

/** Alice and bob talk, and her socket goes; she is back on another one with the same dialog. */
async function dropped(graceSeconds = 5) {
  const house = await openHouse({ graceSeconds })
  const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
  const talk = await connected(alice, bob, '202')
  alice.vanish()
  await eventually(async () => (await house.health()).sockets === 1)
  return { ...house, ...talk, bob, again: await house.connect('alice') }
}

/** Sends a request in a dialog, and again with the password that it is asked for. */
async function askInside(phone: Phone, dialog: Dialog, method: string, body = 'again') {
  const first = phone.inside(dialog, method, { body: sdp(body) })
  const challenge = await first.final()
  if (method === 'INVITE') first.ackFailure(challenge)
  expect(challenge.status).toBe(407)
  phone.learnNonce(challenge)
  return phone.inside(dialog, method, { body: sdp(body), headers: phone.authorization(method, dialog.target) })
}

test('C15 a phone whose socket went goes on with its call on another one, without a new session', async () => {
  const { again, bob, callerSide, calleeSide, health } = await dropped()
  const sent = await askInside(again, callerSide, 'INVITE')
  const asked = await bob.asked('INVITE', calleeSide)
  expect(asked.body).toBe(sdp('again'))
  bob.respond(asked, 200, { headers: [`Contact: ${bob.contact}`], body: sdp('still here') })
  expect((await sent.final()).body).toBe(sdp('still here'))
  sent.ack()
  await bob.asked('ACK', calleeSide)
  // from now on what the far party does comes on this socket, and nobody asks for the password again
  bob.inside(calleeSide, 'BYE')
  await again.hungUp(callerSide)
  await eventually(async () => (await health()).calls === 0)
})

test('C15 it may go on so again and again, and the grace period begins anew each time', async () => {
  const { again, bob, callerSide, calleeSide, connect, health } = await dropped()
  let phone = again
  for (let turn = 0; turn < 3; turn++) {
    const sent = await askInside(phone, callerSide, 'INVITE')
    const asked = await bob.asked('INVITE', calleeSide)
    bob.respond(asked, 200, { headers: [`Contact: ${bob.contact}`], body: sdp('here') })
    await sent.final()
    sent.ack()
    await bob.asked('ACK', calleeSide)
    phone.vanish()
    await eventually(async () => (await health()).sockets === 1)
    phone = await connect('alice')
  }
  expect(await health()).toMatchObject({ calls: 1 })
  const bye = await askInside(phone, callerSide, 'BYE')
  expect((await bye.final()).status).toBe(200)
  await bob.hungUp(calleeSide)
})

test('C15 the far party hangs up while nobody is there: who comes back is told that the call is over', async () => {
  const { again, bob, callerSide, calleeSide } = await dropped()
  expect((await bob.inside(calleeSide, 'BYE').final()).status).toBe(200)
  expect((await again.inside(callerSide, 'INVITE', { body: sdp('again') }).final()).status).toBe(481)
})

test('C15 a half-open socket that closes at last does not take the call with it', async () => {
  const { signIn, connect, health } = await openHouse({ graceSeconds: 0.2 })
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  const again = await connect('alice')
  const sent = await askInside(again, callerSide, 'INVITE')
  const asked = await bob.asked('INVITE', calleeSide)
  bob.respond(asked, 200, { headers: [`Contact: ${bob.contact}`], body: sdp('here') })
  await sent.final()
  sent.ack()
  await bob.asked('ACK', calleeSide)
  alice.vanish()
  await eventually(async () => (await health()).sockets === 2)
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(await health()).toMatchObject({ calls: 1 })
})

test('C15 somebody else cannot speak for a dialog, and who has no password is asked for it', async () => {
  const { signIn, callerSide, bob, calleeSide, again } = await dropped()
  const carol = await signIn('carol')
  const sent = await askInside(carol, callerSide, 'INVITE')
  expect((await sent.final()).status).toBe(403)
  const bye = await askInside(again, callerSide, 'BYE')
  expect((await bye.final()).status).toBe(200)
  await bob.hungUp(calleeSide)
})
