import { expect, test } from 'vitest'
import { eventually, openHouse } from '../testing/house.ts'
import { type Dialog, type Phone, replacesOf, sdp } from '../testing/raw-phone.ts'

/** Alice calls bob, and it rings. */
async function ringing(config: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse({ graceSeconds: 20, leaveSeconds: 0.2, ...config })
  const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  inc.ring()
  const early = out.dialogOf(await out.response(180))
  const away = async (phone: Phone, left: number) => {
    phone.vanish()
    await eventually(async () => (await house.health()).sockets === left)
  }
  return { ...house, alice, bob, out, inc, early, away }
}

const comeBack = (phone: Phone, early: Dialog) =>
  phone.call('*8', { headers: [`Replaces: ${replacesOf(early)}`], body: sdp('back') })

const nameOf = ({ header }: { header(name: string): string }) => header('Session-ID').split(';')[0]

test('C15 the callee loads the page anew while it rings: it rings again, and is known as the same call', async () => {
  const { signIn, bob, out, inc, away } = await ringing()
  expect(nameOf(inc.request)).toMatch(/^[0-9a-f]{32}$/)
  expect(inc.request.header('Offhook-Grace')).toBe('20;ringing=10')
  await away(bob, 1)
  const page = await signIn('bob')
  const again = await page.incoming()
  expect(nameOf(again.request)).toBe(nameOf(inc.request))
  expect(again.request.body).toBe(sdp('alice-offer'))
  again.ring()
  again.answer()
  expect((await out.response(200)).body).toBe(sdp('bob-answer'))
  out.ack()
  await again.ack()
  page.inside(again.dialog, 'BYE')
})

test('C15 one device that is loaded anew joins the others that ring; what it declines, all decline', async () => {
  const { signIn, bob, out, away, health } = await ringing()
  const laptop = await signIn('bob')
  const second = await laptop.incoming()
  second.ring()
  await away(bob, 2)
  const page = await signIn('bob')
  const again = await page.incoming()
  again.ring()
  again.reject(603)
  await out.response(603)
  await second.cancelled()
  await eventually(async () => (await health()).calls === 0)
})

test('C15 a device that registers again, as it does every few minutes, is not rung twice', async () => {
  const { bob, inc } = await ringing()
  expect((await bob.register()).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(bob.inbox.filter(({ method }) => method === 'INVITE')).toEqual([])
  inc.reject(486)
})

test('C1 C15 who does not come back cannot be reached, and the caller is told in time', async () => {
  const { bob, out, away, health } = await ringing({ ringGraceSeconds: 0.3 })
  await away(bob, 1)
  await out.response(480)
  await eventually(async () => (await health()).calls === 0)
})

test('C15 the caller gives up while the page of the callee is away: nothing rings when it is back', async () => {
  const { signIn, bob, out, away } = await ringing()
  await away(bob, 1)
  out.cancel()
  await out.response(487)
  const page = await signIn('bob')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(page.inbox).toEqual([])
})

test('C15 the caller loads the page anew: the callee rings on, and answers the new page', async () => {
  const { connect, alice, bob, inc, early, away, health } = await ringing()
  await away(alice, 1)
  const page = await connect('alice')
  const back = await comeBack(page, early)
  const progress = await back.response(180)
  expect(progress.header('Offhook-Grace')).toBe('20;ringing=10')
  expect(progress.header('P-Asserted-Identity')).toBe('"Bob de Vries" <sip:202@127.0.0.1>')
  inc.answer()
  await inc.ack()
  // the answer was for the page before: bob's client is moved to the new one, which it does by itself
  const moved = await bob.incoming()
  expect(moved.request.header('Replaces')).toContain(inc.dialog.callId)
  expect(moved.request.body).toBe(sdp('back'))
  moved.answer({ body: sdp('moved') })
  bob.inside(inc.dialog, 'BYE')
  expect((await back.response(200)).body).toBe(sdp('moved'))
  back.ack()
  await moved.ack()
  expect(await health()).toMatchObject({ calls: 1 })
  page.inside(back.dialog, 'BYE')
  await bob.hungUp(moved.dialog)
  await eventually(async () => (await health()).calls === 0)
})

test('C15 the callee answers while the page of the caller is away: the call waits, and the page takes it up', async () => {
  const { connect, alice, bob, inc, early, away, health } = await ringing()
  await away(alice, 1)
  inc.answer({ body: sdp('hello'), headers: ['Recv-Info: offhook-connection'] })
  await inc.ack()
  const info = await bob.asked('INFO', inc.dialog)
  bob.respond(info, 200)
  expect(info.header('Info-Package')).toContain('reconnecting')
  const page = await connect('alice')
  const back = await comeBack(page, early)
  const moved = await bob.incoming()
  moved.answer({ body: sdp('moved') })
  bob.inside(inc.dialog, 'BYE')
  expect((await back.response(200)).body).toBe(sdp('moved'))
  back.ack()
  await moved.ack()
  page.inside(back.dialog, 'BYE')
  await bob.hungUp(moved.dialog)
  await eventually(async () => (await health()).calls === 0)
})

test('C15 a caller who does not come back has given up; who says so has given up at once', async () => {
  const { alice, inc, early, connect, away, health } = await ringing({ ringGraceSeconds: 0.3 })
  await away(alice, 1)
  await inc.cancelled()
  await eventually(async () => (await health()).calls === 0)
  await (await comeBack(await connect('alice'), early)).response(481)
})

test('C15 somebody else with a stolen ticket of a call that rings is refused, and it rings on', async () => {
  const { signIn, alice, early, inc, out, away } = await ringing()
  const carol = await signIn('carol')
  await (await comeBack(carol, early)).response(403)
  await away(alice, 2)
  await (await comeBack(carol, early)).response(403)
  inc.answer()
  await inc.ack()
  expect(out.sent).toBeDefined()
})

test('C15 the page comes back twice, and the callee declines: the last one is told', async () => {
  const { connect, alice, inc, early, away } = await ringing()
  await away(alice, 1)
  const page = await connect('alice')
  const back = await comeBack(page, early)
  const second = back.dialogOf(await back.response(180))
  await away(page, 1)
  const last = await comeBack(await connect('alice'), second)
  await last.response(180)
  inc.reject(603)
  await last.response(603)
})

test('C1 without a grace period who only rings is not waited for', async () => {
  const { alice, bob, out, away, signIn } = await ringing({ graceSeconds: 0 })
  await away(bob, 1)
  await out.response(480)
  const again = await signIn('bob')
  await alice.call('202')
  const inc = await again.incoming()
  inc.ring()
  alice.vanish()
  await inc.cancelled()
})
