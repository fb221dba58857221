import { expect, test } from 'vitest'
import { eventually, openHouse } from '../testing/house.ts'
import { connected, type Dialog, type Phone, replacesOf, sdp } from '../testing/raw-phone.ts'

async function talking(config: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse({ leaveSeconds: 0.2, ...config })
  const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
  return { ...house, alice, bob, ...(await connected(alice, bob, '202')) }
}

const takeOver = (phone: Phone, dialog: Dialog, flags = '') =>
  phone.call('*8', { headers: [`Replaces: ${replacesOf(dialog)}${flags}`], body: sdp('new-offer') })

test('C15 a call goes on at another device of the same person: the far party is moved to it', async () => {
  const { signIn, alice, bob, callerSide, calleeSide, health } = await talking()
  const laptop = await signIn('alice')
  const out = await takeOver(laptop, callerSide)
  const toBob = await bob.incoming()
  expect(toBob.request.header('Replaces')).toContain(calleeSide.callId)
  expect(toBob.request.header('P-Asserted-Identity')).toBe('"Alice Jansen" <sip:201@127.0.0.1>')
  expect(toBob.request.body).toBe(sdp('new-offer'))
  toBob.answer({ body: sdp('new-answer') })
  bob.inside(calleeSide, 'BYE')
  const answer = await out.response(200)
  expect(answer.body).toBe(sdp('new-answer'))
  expect(answer.header('P-Asserted-Identity')).toBe('"Bob de Vries" <sip:202@127.0.0.1>')
  out.ack()
  await toBob.ack()
  expect((await alice.hungUp(callerSide)).header('Reason')).toContain('Call taken over')
  laptop.inside(out.dialog, 'BYE')
  await bob.hungUp(toBob.dialog)
  expect(await health()).toMatchObject({ calls: 0 })
})

test('C15 the callee can move too, without registering the new device first', async () => {
  const { connect, alice, callerSide, calleeSide, bob } = await talking()
  const tab = await connect('bob')
  const out = await takeOver(tab, calleeSide)
  const toAlice = await alice.incoming()
  toAlice.answer({ body: sdp('alice-again') })
  alice.inside(callerSide, 'BYE')
  expect((await out.response(200)).body).toBe(sdp('alice-again'))
  out.ack()
  await toAlice.ack()
  await bob.hungUp(calleeSide)
})

test('C15 a reloaded page takes its call up again within the grace period', async () => {
  const { connect, alice, bob, callerSide, calleeSide, health } = await talking({ graceSeconds: 5 })
  alice.vanish()
  await eventually(async () => (await health()).sockets === 1)
  const page = await connect('alice')
  const out = await takeOver(page, callerSide)
  const toBob = await bob.incoming()
  toBob.answer({ body: sdp('bob-again') })
  bob.inside(calleeSide, 'BYE')
  await out.response(200)
  out.ack()
  await toBob.ack()
  page.inside(out.dialog, 'BYE')
  await bob.hungUp(toBob.dialog)
})

test('C15 after the grace period the call is gone', async () => {
  const { connect, alice, bob, callerSide, calleeSide } = await talking()
  alice.vanish()
  await bob.hungUp(calleeSide)
  await (await takeOver(await connect('alice'), callerSide)).response(481)
})

test('C15 somebody else with a stolen ticket is refused, and the call goes on', async () => {
  const { signIn, alice, bob, callerSide, calleeSide } = await talking()
  const carol = await signIn('carol')
  for (const dialog of [callerSide, calleeSide]) {
    const refused = await (await takeOver(carol, dialog)).response(403)
    expect(refused.header('Warning')).toContain('not one of yours')
  }
  // not even the other party of the same call
  await (await takeOver(bob, callerSide)).response(403)
  alice.inside(callerSide, 'BYE')
  await bob.hungUp(calleeSide)
})

test('C15 both tags must be right, and the ids in the right order', async () => {
  const { signIn, callerSide } = await talking()
  const laptop = await signIn('alice')
  const wrong = [
    { ...callerSide, localTag: 'wrong' },
    { ...callerSide, remoteTag: 'wrong' },
    { ...callerSide, localTag: callerSide.remoteTag, remoteTag: callerSide.localTag },
  ]
  for (const dialog of wrong) await (await takeOver(laptop, dialog)).response(481)
  await (await laptop.call('*8', { headers: ['Replaces: nonsense'] })).response(400)
})

test('C15 a ticket for a ringing call does not take an answered one', async () => {
  const { signIn, callerSide } = await talking()
  await (await takeOver(await signIn('alice'), callerSide, ';early-only')).response(486)
})

test('C15 the far party refuses to be moved: the call goes on where it was', async () => {
  const { signIn, alice, bob, callerSide, calleeSide } = await talking()
  const out = await takeOver(await signIn('alice'), callerSide)
  ;(await bob.incoming()).reject(488)
  await out.response(488)
  alice.inside(callerSide, 'BYE')
  await bob.hungUp(calleeSide)
})

test('C15 the far party knows no Replaces: refused with an explanation, the call goes on', async () => {
  const { signIn, alice } = await openHouse().then(async (house) => ({ ...house, alice: await house.signIn('alice') }))
  const plain = await signIn('bob', { replaces: false })
  const { callerSide, calleeSide } = await connected(alice, plain, '202')
  const refused = await (await takeOver(await signIn('alice'), callerSide)).response(488)
  expect(refused.header('Warning')).toContain('does not support Replaces')
  alice.inside(callerSide, 'BYE')
  await plain.hungUp(calleeSide)
})

test('C15 the far party hangs up while it is moved: both devices learn it', async () => {
  const { signIn, alice, bob, callerSide, calleeSide } = await talking()
  const out = await takeOver(await signIn('alice'), callerSide)
  await bob.incoming()
  bob.inside(calleeSide, 'BYE')
  await out.response(480)
  await alice.hungUp(callerSide)
})

test('C15 the new device gives up: the call goes on where it was', async () => {
  const { signIn, alice, bob, callerSide, calleeSide } = await talking()
  const out = await takeOver(await signIn('alice'), callerSide)
  const toBob = await bob.incoming()
  out.cancel()
  await out.response(487)
  toBob.answer({ body: sdp('too late') })
  await bob.hungUp(toBob.dialog)
  alice.inside(callerSide, 'BYE')
  await bob.hungUp(calleeSide)
})

async function ringing(callerOptions: { body?: string; replaces?: boolean } = {}) {
  const house = await openHouse()
  const alice = await house.signIn('alice', { replaces: callerOptions.replaces ?? true })
  const bob = await house.signIn('bob')
  const out = await alice.call('202', callerOptions.body === undefined ? {} : { body: callerOptions.body })
  const inc = await bob.incoming()
  inc.ring()
  const ring = await out.response(180)
  return { ...house, alice, bob, out, inc, ring }
}

test('C15 a call that still rings is answered from another tab, which leaves the offer to the caller', async () => {
  const { connect, alice, out, inc } = await ringing()
  const tab = await connect('bob')
  const picked = await tab.call('*8', { headers: [`Replaces: ${replacesOf(inc.dialog)}`], body: '' })
  const offered = await picked.response(200)
  expect(offered.body).toBe(sdp('alice-offer'))
  expect(offered.header('P-Asserted-Identity')).toContain('Alice Jansen')
  expect((await inc.cancelled()).header('Reason')).toContain('Call completed elsewhere')
  picked.ack({ body: sdp('tab-answer') })
  expect((await out.response(200)).body).toBe(sdp('tab-answer'))
  out.ack()
  tab.inside(picked.dialog, 'BYE')
  await alice.hungUp(out.dialog)
})

test('C15 a ringing call is answered with an offer from another tab: the caller is moved to it', async () => {
  const { connect, alice, out, inc, ring } = await ringing()
  const tab = await connect('bob')
  const picked = await takeOver(tab, inc.dialog)
  const toAlice = await alice.incoming()
  const callerDialog = out.dialogOf(ring)
  expect(toAlice.request.header('Replaces')).toBe(
    `${callerDialog.callId};to-tag=${callerDialog.localTag};from-tag=${callerDialog.remoteTag}`,
  )
  expect(toAlice.request.header('P-Asserted-Identity')).toContain('Bob de Vries')
  toAlice.answer({ body: sdp('alice-answer') })
  out.cancel()
  expect((await picked.response(200)).body).toBe(sdp('alice-answer'))
  picked.ack()
  await toAlice.ack()
  await out.response(487)
  expect((await inc.cancelled()).header('Reason')).toContain('Call completed elsewhere')
  alice.inside(toAlice.dialog, 'BYE')
  await tab.hungUp(picked.dialog)
})

test('C15 a caller without an offer gets that of the tab that picks up', async () => {
  const { connect, out, inc } = await ringing({ body: '' })
  const tab = await connect('bob')
  const picked = await takeOver(tab, inc.dialog)
  expect((await out.response(200)).body).toBe(sdp('new-offer'))
  out.ack({ body: sdp('alice-answer') })
  expect((await picked.response(200)).body).toBe(sdp('alice-answer'))
  await inc.cancelled()
})

test('C15 two offers and a caller that knows no Replaces: refused with an explanation, the ringing goes on', async () => {
  const { connect, out, inc } = await ringing({ replaces: false })
  const picked = await takeOver(await connect('bob'), inc.dialog)
  expect((await picked.response(488)).header('Reason')).toContain('without an offer')
  inc.answer()
  await out.response(200)
})

test('C15 nobody else can answer a call that rings at somebody', async () => {
  const { connect, out, inc } = await ringing()
  await (await takeOver(await connect('carol'), inc.dialog)).response(403)
  await (await takeOver(await connect('alice'), inc.dialog)).response(403)
  inc.answer()
  await out.response(200)
})

test('C15 the first device answers while the tab is picking up: the tab learns that', async () => {
  const { connect, alice, out, inc } = await ringing()
  const picked = await takeOver(await connect('bob'), inc.dialog)
  await alice.incoming()
  inc.answer()
  await out.response(200)
  expect((await picked.response(486)).header('Reason')).toContain('Call completed elsewhere')
})

test('C15 the caller gives up while the tab is picking up', async () => {
  const { connect, out, inc } = await ringing()
  const tab = await connect('bob')
  const picked = await tab.call('*8', { headers: [`Replaces: ${replacesOf(inc.dialog)}`], body: '' })
  await picked.response(200)
  out.cancel()
  await out.response(487)
  picked.ack({ body: sdp('too late') })
  await tab.hungUp(picked.dialog)
})

test('C15 the tab that picks up hangs up before its ACK: the caller hears it', async () => {
  const { connect, out, inc } = await ringing()
  const tab = await connect('bob')
  const picked = await tab.call('*8', { headers: [`Replaces: ${replacesOf(inc.dialog)}`], body: '' })
  await picked.response(200)
  tab.vanish()
  expect((await out.response(480)).header('Reason')).toContain('Connection lost')
})
