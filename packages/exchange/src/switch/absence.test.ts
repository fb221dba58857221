import { expect, test } from 'vitest'
import { eventually, openHouse } from '../testing/house.ts'
import { connected, type Dialog, type Phone, replacesOf, sdp } from '../testing/raw-phone.ts'

const follows = { says: ['Recv-Info: offhook-connection'] }

/** Alice and bob talk, each with a client that says what it says. */
async function talking({ alice: hers = follows, bob: his = follows, graceSeconds = 5 } = {}) {
  const house = await openHouse({ graceSeconds, leaveSeconds: 0.2 })
  const [alice, bob] = [await house.signIn('alice', hers), await house.signIn('bob', his)]
  return { ...house, alice, bob, ...(await connected(alice, bob, '202')) }
}

async function told(phone: Phone, dialog: Dialog) {
  const info = await phone.asked('INFO', dialog)
  phone.respond(info, 200)
  return info.header('Info-Package')
}

/** Sends a request in a dialog on a new socket, with the password. */
async function goOn(phone: Phone, dialog: Dialog) {
  const first = phone.inside(dialog, 'INVITE', { body: sdp('again') })
  const challenge = await first.final()
  first.ackFailure(challenge)
  phone.learnNonce(challenge)
  phone.inside(dialog, 'INVITE', { body: sdp('again'), headers: phone.authorization('INVITE', dialog.target) })
}

test('C15 the far party is told that the other one is reconnecting, and that it is back', async () => {
  const { alice, bob, callerSide, calleeSide, connect } = await talking()
  alice.vanish()
  expect(await told(bob, calleeSide)).toBe('offhook-connection;state=reconnecting')
  const again = await connect('alice')
  await goOn(again, callerSide)
  expect(await told(bob, calleeSide)).toBe('offhook-connection;state=steady')
  // who comes back is told how things are, and what happens then
  expect(await told(again, callerSide)).toBe('offhook-connection;state=steady')
  bob.vanish()
  expect(await told(again, callerSide)).toBe('offhook-connection;state=reconnecting')
})

test('C15 a client that never said that it takes such news gets none', async () => {
  const plain = { says: [] }
  const other = { says: ['Recv-Info: conference, poc-settings;x=1'] }
  const { alice, bob, callerSide, calleeSide, connect } = await talking({ alice: plain, bob: other })
  alice.vanish()
  const again = await connect('alice')
  await goOn(again, callerSide)
  const next = await bob.take(({ header }) => header('Call-ID') === calleeSide.callId, 'what comes next')
  expect(next.method).toBe('INVITE')
})

test('C15 both are away: who comes back first is told that the other is not there yet', async () => {
  const { alice, bob, callerSide, calleeSide, connect, health } = await talking()
  alice.vanish()
  bob.vanish()
  await eventually(async () => (await health()).sockets === 0)
  const again = await connect('alice')
  await goOn(again, callerSide)
  expect(await told(again, callerSide)).toBe('offhook-connection;state=reconnecting')
  await goOn(await connect('bob'), calleeSide)
  expect(await told(again, callerSide)).toBe('offhook-connection;state=steady')
})

test('C15 a page that was loaded anew takes the call up: its new dialog begins steady, and tells when it goes again', async () => {
  const { alice, bob, callerSide, calleeSide, connect } = await talking()
  alice.vanish()
  expect(await told(bob, calleeSide)).toContain('reconnecting')
  const page = await connect('alice', follows)
  const out = await page.call('*8', { headers: [`Replaces: ${replacesOf(callerSide)}`], body: sdp('new') })
  const moved = await bob.incoming()
  moved.answer()
  await out.response(200)
  out.ack()
  await moved.ack()
  page.vanish()
  expect(await told(bob, moved.dialog)).toContain('reconnecting')
})

test('C15 without a grace period there is nothing to wait for: the far party is hung up on, and told nothing before', async () => {
  const { alice, bob, calleeSide } = await talking({ graceSeconds: 0 })
  alice.vanish()
  const next = await bob.take(({ header }) => header('Call-ID') === calleeSide.callId, 'what comes next')
  expect(next.method).toBe('BYE')
})
