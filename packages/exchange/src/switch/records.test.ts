import { expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { connected, replacesOf, sdp } from '../testing/raw-phone.ts'
import { openSwitch } from '../testing/switch.ts'

const alice = { name: 'Alice Jansen', number: '201', personId: 'alice' }
const bob = { name: 'Bob de Vries', number: '202', personId: 'bob' }
const carol = { name: 'Carol van den Berg', number: '203', personId: 'carol' }
const toCarol = { to: 'colleague', extension: '203' } as const

test('H1 W4 a call that was answered: one record for each, with its times, its devices and who was on the other side', async () => {
  const { signIn, records } = await openSwitch()
  const phones = { alice: await signIn('alice'), bob: await signIn('bob') }
  const before = Date.now()
  const { callerSide, calleeSide } = await connected(phones.alice, phones.bob, '202')
  const answered = Date.now()
  await phones.alice.inside(callerSide, 'BYE').final()
  await phones.bob.hungUp(calleeSide)
  const of = await records(2)
  const both = { kind: 'answered', reason: 'hung-up', from: alice, to: bob, via: [], devices: ['Telephone'] }
  expect(of('alice')).toMatchObject([{ ...both, direction: 'outgoing', callerId: '201' }])
  expect(of('bob')).toMatchObject([{ ...both, direction: 'incoming' }])
  const [{ startedAt = 0, answeredAt = 0, endedAt = 0 } = {}] = of('bob')
  expect(startedAt).toBeGreaterThanOrEqual(before)
  expect(answeredAt).toBeGreaterThanOrEqual(startedAt)
  expect(answeredAt).toBeLessThanOrEqual(answered)
  expect(endedAt).toBeGreaterThanOrEqual(answered)
})

test('H1 a caller who gives up has cancelled, and the other has missed it', async () => {
  const { signIn, records } = await openSwitch()
  const phones = { alice: await signIn('alice'), bob: await signIn('bob') }
  const out = await phones.alice.call('202')
  const inc = await phones.bob.incoming()
  inc.ring()
  await out.response(180)
  out.cancel()
  await inc.cancelled()
  const of = await records(2)
  expect(of('alice')).toMatchObject([{ kind: 'cancelled', reason: 'cancelled' }])
  expect(of('bob')).toMatchObject([{ kind: 'missed', reason: 'cancelled', from: alice }])
  expect(of('bob')[0]).not.toHaveProperty('answeredAt')
})

test.each([
  { status: 486, heard: 486, caller: ['failed', 'busy'], callee: ['missed', 'busy'] },
  { status: 603, heard: 603, caller: ['declined', 'declined'], callee: ['declined', 'declined'] },
  { status: 480, heard: 480, caller: ['failed', 'unreachable'], callee: ['missed', 'unreachable'] },
  { status: 488, heard: 488, caller: ['failed', 'incompatible'], callee: ['missed', 'incompatible'] },
])('H1 a telephone that answers $status: the records say why', async ({ status, heard, caller, callee }) => {
  const { signIn, records } = await openSwitch()
  const phones = { alice: await signIn('alice'), bob: await signIn('bob') }
  const out = await phones.alice.call('202')
  ;(await phones.bob.incoming()).reject(status)
  await out.response(heard)
  const of = await records(2)
  expect(of('alice').map(({ kind, reason }) => [kind, reason])).toEqual([caller])
  expect(of('bob').map(({ kind, reason }) => [kind, reason])).toEqual([callee])
})

test('H1 nobody answers, or nothing can ring: missed, and why', async () => {
  const { signIn, records } = await openSwitch({}, { config: { noAnswerSeconds: 0.2 } })
  const phones = { alice: await signIn('alice'), bob: await signIn('bob') }
  await (await phones.alice.call('202')).response(480)
  await (await phones.alice.call('203')).response(480)
  const of = await records(4)
  expect(of('bob')).toMatchObject([{ kind: 'missed', reason: 'unanswered' }])
  expect(of('carol')).toMatchObject([{ kind: 'missed', reason: 'unreachable' }])
  expect(of('alice').map(({ reason }) => reason)).toEqual(['unanswered', 'unreachable'])
})

test('W4 what somebody dialled in vain is recorded too: a number nobody has, a caller id they may not show', async () => {
  const { signIn, records } = await openSwitch()
  const phone = await signIn('alice')
  await (await phone.call('0201234567')).response(404)
  await (await phone.call('202', { headers: ['P-Asserted-Identity: <sip:+31201@127.0.0.1>'] })).response(403)
  const of = await records(2)
  expect(of('alice')).toMatchObject([
    { kind: 'failed', reason: 'not-found', to: { number: '0201234567' } },
    { kind: 'failed', reason: 'not-allowed', to: bob, callerId: '201' },
  ])
})

test('H1 several devices ring: one record for the person, with the device that answered', async () => {
  const { signIn, records } = await openSwitch()
  const caller = await signIn('alice')
  const [desk, laptop] = [await signIn('bob'), await signIn('bob')]
  const out = await caller.call('202')
  const [atDesk, atLaptop] = [await desk.incoming(), await laptop.incoming()]
  atDesk.ring()
  atLaptop.answer()
  await out.response(200)
  out.ack()
  await atDesk.cancelled()
  await caller.inside(out.dialog, 'BYE').final()
  const of = await records(2)
  expect(of('bob')).toMatchObject([{ kind: 'answered', devices: ['Telephone'] }])
})

test('H1 S8 a forwarded call that a colleague answers was not missed, and says through whom it came', async () => {
  const { signIn, records } = await openSwitch({ bob: { rules: [{ situation: 'always', target: toCarol }] } })
  const phones = { alice: await signIn('alice'), carol: await signIn('carol') }
  const { callerSide } = await connected(phones.alice, phones.carol, '202')
  await phones.alice.inside(callerSide, 'BYE').final()
  const of = await records(3)
  expect(of('bob')).toMatchObject([{ kind: 'elsewhere', reason: 'answered-elsewhere', from: alice, to: bob }])
  expect(of('carol')).toMatchObject([{ kind: 'answered', from: alice, to: carol, via: [bob] }])
  expect(of('alice')).toMatchObject([{ kind: 'answered', to: carol, via: [bob] }])
})

test('H1 S8 a forwarded call that nobody answers was missed by each, and went to who was dialled', async () => {
  const { signIn, records } = await openSwitch({ bob: { rules: [{ situation: 'always', target: toCarol }] } })
  const phones = { alice: await signIn('alice'), carol: await signIn('carol') }
  const out = await phones.alice.call('202')
  ;(await phones.carol.incoming()).reject(603)
  await out.response(603)
  const of = await records(3)
  expect(of('bob')).toMatchObject([{ kind: 'missed', reason: 'unanswered' }])
  expect(of('carol')).toMatchObject([{ kind: 'declined', via: [bob] }])
  expect(of('alice')).toMatchObject([{ kind: 'declined', to: bob, via: [] }])
})

test('C4 H1 who shows another number is recorded with it, and is not given away by their name', async () => {
  const people = [
    { user: 'erin', extension: '301', name: 'Erin', password: 'erin', callerIds: [{ number: '+3120', name: 'Sales' }] },
  ]
  const { signIn, records } = await openSwitch({}, { config: { people } })
  const phones = { erin: await signIn('erin'), bob: await signIn('bob') }
  const out = await phones.erin.call('202', { headers: ['P-Asserted-Identity: <sip:+3120@127.0.0.1>'] })
  ;(await phones.bob.incoming()).reject(486)
  await out.response(486)
  const of = await records(2)
  expect(of('bob')[0]?.from).toEqual({ name: 'Sales', number: '+3120' })
  expect(of('erin')[0]?.callerId).toBe('+3120')
})

test('H1 a blind transfer: the one who stays has one record to the end, the one who left until then', async () => {
  const { signIn, records } = await openSwitch()
  const phones = { alice: await signIn('alice'), bob: await signIn('bob'), carol: await signIn('carol') }
  const { callerSide, calleeSide } = await connected(phones.alice, phones.bob, '202')
  phones.bob.inside(calleeSide, 'REFER', { headers: ['Refer-To: <sip:203@127.0.0.1>'] })
  const target = await phones.carol.incoming()
  target.answer({ body: sdp('carol-offer') })
  const moved = await phones.alice.incoming()
  moved.answer({ body: sdp('alice-again') })
  await moved.ack()
  await target.ack()
  phones.alice.inside(callerSide, 'BYE')
  phones.bob.inside(calleeSide, 'BYE')
  expect(await records(1).then((of) => of('bob'))).toMatchObject([{ kind: 'answered', reason: 'transferred' }])
  phones.carol.inside(target.dialog, 'BYE')
  await phones.alice.hungUp(moved.dialog)
  const of = await records(3)
  expect(of('alice')).toMatchObject([{ direction: 'outgoing', kind: 'answered', to: bob, reason: 'hung-up' }])
  expect(of('carol')).toMatchObject([{ direction: 'incoming', kind: 'answered', from: alice, via: [bob] }])
  expect(of('bob')).toHaveLength(1)
})

test('H1 a warm transfer: two calls of the one who transferred, one of each of the others', async () => {
  const { signIn, records } = await openSwitch()
  const phones = { alice: await signIn('alice'), bob: await signIn('bob'), carol: await signIn('carol') }
  const first = await connected(phones.alice, phones.bob, '202')
  const second = await connected(phones.bob, phones.carol, '203')
  const replaces = encodeURIComponent(replacesOf(second.callerSide))
  phones.bob.inside(first.calleeSide, 'REFER', { headers: [`Refer-To: <sip:203@127.0.0.1?Replaces=${replaces}>`] })
  const alicesNew = await phones.alice.incoming()
  alicesNew.answer({ body: sdp('alice-offer') })
  // her client hangs the old call up as soon as the new one is there
  phones.alice.inside(first.callerSide, 'BYE')
  const carolsNew = await phones.carol.incoming()
  carolsNew.answer({ body: sdp('carol-answer') })
  await alicesNew.ack()
  await phones.bob.hungUp(second.callerSide)
  await records(2)
  phones.carol.inside(carolsNew.dialog, 'BYE')
  await phones.alice.hungUp(alicesNew.dialog)
  const of = await records(4)
  expect(of('bob').map(({ reason }) => reason)).toEqual(['transferred', 'transferred'])
  expect(of('alice')).toMatchObject([{ kind: 'answered', to: bob, reason: 'hung-up' }])
  expect(of('carol')).toMatchObject([{ kind: 'answered', from: bob, reason: 'hung-up' }])
})

test('H1 a call taken over by another device stays one call, with both devices', async () => {
  const { signIn, records } = await openSwitch()
  const phones = { alice: await signIn('alice'), bob: await signIn('bob') }
  const { callerSide, calleeSide } = await connected(phones.alice, phones.bob, '202')
  const laptop = await signIn('bob')
  const taking = await laptop.call('201', { headers: [`Replaces: ${replacesOf(calleeSide)}`, 'Require: replaces'] })
  const moved = await phones.alice.incoming()
  expect(moved.request.header('Replaces')).toContain(callerSide.callId)
  moved.answer({ body: sdp('alice-again') })
  await taking.response(200)
  taking.ack()
  await phones.bob.hungUp(calleeSide)
  phones.alice.inside(callerSide, 'BYE')
  laptop.inside(taking.dialog, 'BYE')
  await phones.alice.hungUp(moved.dialog)
  const of = await records(2)
  expect([of('alice').length, of('bob').length]).toEqual([1, 1])
  expect(of('bob')).toMatchObject([{ direction: 'incoming', kind: 'answered', reason: 'hung-up' }])
})

test('H1 a ringing call that another device of the callee picks up is one call of theirs', async () => {
  const { signIn, records } = await openSwitch()
  const phones = { alice: await signIn('alice'), bob: await signIn('bob'), laptop: await signIn('bob') }
  const out = await phones.alice.call('202', { body: '' })
  const atBob = await phones.bob.incoming()
  await phones.laptop.incoming()
  atBob.ring()
  await out.response(180)
  const picking = await phones.laptop.call('201', { headers: [`Replaces: ${replacesOf(atBob.dialog)};early-only`] })
  const offer = await out.response(200)
  expect(offer.body).toBe(sdp('bob-offer'))
  out.ack({ body: sdp('alice-answer') })
  await picking.response(200)
  picking.ack()
  await atBob.cancelled()
  await phones.alice.inside(out.dialog, 'BYE').final()
  const of = await records(2)
  expect(of('bob')).toMatchObject([{ kind: 'answered', from: alice }])
  expect(of('alice')).toMatchObject([{ kind: 'answered', to: bob }])
})

test('H1 a tab that dies in a call and does not come back: both records say that the connection was lost', async () => {
  const { signIn, records } = await openSwitch({}, { config: { graceSeconds: 0 } })
  const phones = { alice: await signIn('alice'), bob: await signIn('bob') }
  await connected(phones.alice, phones.bob, '202')
  phones.bob.vanish()
  const of = await records(2)
  for (const user of ['alice', 'bob']) expect(of(user)).toMatchObject([{ kind: 'answered', reason: 'connection-lost' }])
})

test('H1 two calls that end at once, and both at both ends: four records', async () => {
  const { signIn, records } = await openSwitch()
  const phones = { alice: await signIn('alice'), bob: await signIn('bob'), carol: await signIn('carol') }
  const first = await connected(phones.alice, phones.bob, '202')
  const second = await connected(phones.bob, phones.carol, '203')
  phones.alice.inside(first.callerSide, 'BYE')
  phones.bob.inside(first.calleeSide, 'BYE')
  phones.bob.inside(second.callerSide, 'BYE')
  phones.carol.inside(second.calleeSide, 'BYE')
  const of = await records(4)
  expect([of('alice').length, of('bob').length, of('carol').length]).toEqual([1, 2, 1])
  expect(new Set(of('bob').map(({ id }) => id)).size).toBe(2)
})

test('H1 stopping ends what rings and what talks, and each has its record', async () => {
  const { signIn, told, stop } = await openSwitch()
  const phones = { alice: await signIn('alice'), bob: await signIn('bob') }
  const others = { carol: await signIn('carol'), dave: await signIn('dave') }
  await connected(phones.alice, phones.bob, '202')
  await others.carol.call('204')
  await others.dave.incoming()
  await stop()
  const of = (user: string) => told.calls.filter((call) => call.user === user)
  for (const user of ['alice', 'bob']) expect(of(user)).toMatchObject([{ kind: 'answered', reason: 'exchange-error' }])
  expect(of('carol')).toMatchObject([{ kind: 'failed', reason: 'exchange-error' }])
  expect(of('dave')).toMatchObject([{ kind: 'missed', reason: 'exchange-error' }])
  expect(told.calls).toHaveLength(4)
})

test('H1 a clock that is set back during a call does not make it end before it began', async () => {
  // only the time is set; what is to be done later is
  let shifted = 0
  const clock = { now: () => Date.now() + shifted, after: systemClock.after }
  const { signIn, records } = await openSwitch({}, { clock })
  const phones = { alice: await signIn('alice'), bob: await signIn('bob') }
  const { callerSide } = await connected(phones.alice, phones.bob, '202')
  shifted = -3_600_000
  await phones.alice.inside(callerSide, 'BYE').final()
  const of = await records(2)
  for (const { startedAt, answeredAt = 0, endedAt } of [...of('alice'), ...of('bob')]) {
    expect(endedAt).toBeGreaterThanOrEqual(answeredAt)
    expect(answeredAt).toBeGreaterThanOrEqual(startedAt)
  }
})

test('H1 who calls themself has one record of it', async () => {
  const { signIn, records } = await openSwitch()
  const [desk, laptop] = [await signIn('alice'), await signIn('alice')]
  const { callerSide } = await connected(desk, laptop, '201')
  await desk.inside(callerSide, 'BYE').final()
  const of = await records(1)
  expect(of('alice')).toMatchObject([{ direction: 'outgoing', kind: 'answered', from: alice, to: alice }])
})
