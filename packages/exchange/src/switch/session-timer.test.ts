import { expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { eventually, openHouse } from '../testing/house.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { type Dialog, type Phone, sdp } from '../testing/raw-phone.ts'

const timer = { says: ['Supported: timer', 'Allow: INVITE, ACK, BYE, UPDATE'] }

/** Minutes pass when they are told to, and what takes less does by itself. */
function createLongClock() {
  const { now, after, advance } = createManualClock()
  const began = Date.now()
  return {
    now: () => now() + Date.now() - began,
    after: (ms: number, run: () => void) => (ms < 20_000 ? systemClock.after(ms, run) : after(ms, run)),
    advance,
  }
}

/** Alice calls bob; her INVITE and his 200 say these things of the session. */
async function talking({ asks = '', agrees = '', alice: hers = timer } = {}) {
  const clock = createLongClock()
  const house = await openHouse({ registrationMaxSeconds: 86_400, pingSeconds: 86_400 }, { clock })
  const [alice, bob] = [await house.signIn('alice', hers), await house.signIn('bob', timer)]
  const said = (value: string) => (value === '' ? [] : [`Session-Expires: ${value}`])
  const out = await alice.call('202', { headers: said(asks) })
  const inc = await bob.incoming()
  inc.answer({ body: sdp('answer'), headers: said(agrees) })
  const answer = await out.response(200)
  out.ack()
  await inc.ack()
  const calls = async () => (await house.health()).calls
  return { clock, alice, bob, inc, answer, calls, callerSide: out.dialog, calleeSide: inc.dialog }
}

const update = (phone: Phone, dialog: Dialog, headers: string[] = []) =>
  phone.inside(dialog, 'UPDATE', { headers }).final()

test('C15 a session is agreed on with who knows of it: they refresh it, and it is proposed to who is called', async () => {
  const { answer, inc } = await talking()
  expect(answer.header('Session-Expires')).toBe('1800;refresher=uac')
  expect(answer.header('Require')).toBe('timer')
  expect(inc.request.header('Session-Expires')).toBe('1800;refresher=uas')
  expect(inc.request.header('Min-SE')).toBe('90')
  expect(inc.request.headers('Supported').join()).toContain('timer')
})

test('C15 with a client that knows nothing of it a session lasts for ever', async () => {
  const { answer, clock, calls } = await talking({ alice: { says: [] } })
  expect(answer.header('Session-Expires')).toBe('')
  clock.advance(86_000_000)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await calls()).toBe(1)
})

test('C15 a call that nobody refreshes is ended on both sides', async () => {
  const { clock, alice, bob, callerSide, calleeSide, calls } = await talking({
    asks: '300',
    agrees: '300;refresher=uas',
  })
  clock.advance(267_000)
  expect(await calls()).toBe(1)
  clock.advance(1_000)
  expect((await alice.hungUp(callerSide)).header('Reason')).toContain('Session expired')
  await bob.hungUp(calleeSide)
  expect(await calls()).toBe(0)
})

test('C15 UPDATE and re-INVITE refresh it', async () => {
  const { clock, alice, bob, callerSide, calleeSide, calls } = await talking({
    asks: '300',
    agrees: '300;refresher=uas',
  })
  for (let turn = 0; turn < 3; turn++) {
    clock.advance(150_000)
    for (const [phone, dialog] of [
      [alice, callerSide],
      [bob, calleeSide],
    ] as const) {
      const refreshed = await update(phone, dialog, ['Supported: timer', 'Session-Expires: 300;refresher=uac'])
      expect(refreshed.status).toBe(200)
      expect(refreshed.header('Session-Expires')).toBe('300;refresher=uac')
    }
  }
  clock.advance(150_000)
  const sent = alice.inside(callerSide, 'INVITE', { body: sdp('hold') })
  const asked = await bob.asked('INVITE', calleeSide)
  expect(asked.header('Session-Expires')).toBe('300;refresher=uas')
  bob.respond(asked, 200, { headers: [`Contact: ${bob.contact}`], body: sdp('held') })
  expect((await sent.final()).header('Session-Expires')).toBe('300;refresher=uac')
  sent.ack()
  clock.advance(200_000)
  expect(await calls()).toBe(1)
})

test('C15 who leaves it to us is asked by UPDATE, and given up when they know the call no more', async () => {
  const { clock, alice, bob, callerSide, calleeSide, answer } = await talking({ asks: '600;refresher=uas' })
  expect(answer.header('Session-Expires')).toBe('600;refresher=uas')
  expect(answer.header('Require')).toBe('')
  for (let turn = 0; turn < 2; turn++) {
    clock.advance(300_000)
    const asked = await alice.asked('UPDATE', callerSide)
    expect(asked.header('Session-Expires')).toBe('600;refresher=uac')
    alice.respond(asked, 200, { headers: [`Contact: ${alice.contact}`] })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  clock.advance(300_000)
  alice.respond(await alice.asked('UPDATE', callerSide), 481)
  await bob.hungUp(calleeSide)
})

test('C15 a session that is too short is refused with how long it must be', async () => {
  const house = await openHouse()
  const alice = await house.signIn('alice', timer)
  const refused = await (await alice.call('202', { headers: ['Session-Expires: 60'] })).response(422)
  expect(refused.header('Min-SE')).toBe('90')
})

test('an UPDATE that offers, comes out of order or in no dialog is refused', async () => {
  const { alice, callerSide, calls } = await talking()
  expect((await alice.inside(callerSide, 'UPDATE', { body: sdp('offer') }).final()).status).toBe(488)
  expect((await alice.inside(callerSide, 'UPDATE', { cseq: callerSide.cseq }).final()).status).toBe(500)
  expect(
    (await update(alice, { ...callerSide, remoteTag: 'none', remote: '<sip:x@127.0.0.1>;tag=none', cseq: 9 })).status,
  ).toBe(481)
  await eventually(async () => (await calls()) === 1)
})
