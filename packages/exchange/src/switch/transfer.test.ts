import { expect, test } from 'vitest'
import { eventually, openHouse } from '../testing/house.ts'
import { connected, type Dialog, type Phone, replacesOf, sdp } from '../testing/raw-phone.ts'

type Config = Parameters<typeof openHouse>[0]

async function company(config: Config = {}) {
  const house = await openHouse({ leaveSeconds: 0.2, ...config })
  const alice = await house.signIn('alice')
  const bob = await house.signIn('bob')
  const carol = await house.signIn('carol')
  return { ...house, alice, bob, carol }
}

const refer = (phone: Phone, dialog: Dialog, to: string, headers: readonly string[] = []) =>
  phone.inside(dialog, 'REFER', { headers: [`Refer-To: <${to}>`, ...headers] })

/** The code of the next NOTIFY of a transfer, and whether it is the last one. */
async function notified(phone: Phone, dialog: Dialog) {
  const notify = await phone.asked('NOTIFY', dialog)
  phone.respond(notify, 200)
  expect(notify.header('Event')).toMatch(/^refer(;|$)/)
  expect(notify.header('Content-Type')).toBe('message/sipfrag;version=2.0')
  expect(notify.header('Contact')).not.toBe('')
  const code = Number(/^SIP\/2\.0 (\d{3})/.exec(notify.body)?.[1])
  return { code, last: notify.header('Subscription-State').startsWith('terminated') }
}

async function notifiedUntilTheEnd(phone: Phone, dialog: Dialog): Promise<number[]> {
  const codes: number[] = []
  for (;;) {
    const { code, last } = await notified(phone, dialog)
    codes.push(code)
    if (last) return codes
  }
}

/** Takes an INVITE with Replaces as a browser client does: answers it, and hangs the replaced dialog up. */
async function takeReplaces(phone: Phone, old: Dialog, body: string, answer = true) {
  const inc = await phone.incoming()
  const [callId, ...tags] = inc.request.header('Replaces').split(';')
  expect(callId).toBe(old.callId)
  expect(tags).toEqual([`to-tag=${old.localTag}`, `from-tag=${old.remoteTag}`])
  expect(inc.request.header('Require')).toBe('replaces')
  if (answer) {
    inc.answer({ body: sdp(body) })
    phone.inside(old, 'BYE')
  }
  return inc
}

test('C9 blind transfer: the target is rung for an offer, the one who stays is moved to it, the transferor leaves', async () => {
  const { alice, bob, carol, health } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  const sent = refer(alice, callerSide, 'sip:203@127.0.0.1')
  expect((await sent.final()).status).toBe(202)
  expect(await notified(alice, callerSide)).toEqual({ code: 100, last: false })

  const toCarol = await carol.incoming()
  expect(toCarol.request.body).toBe('')
  expect(toCarol.request.header('P-Asserted-Identity')).toBe('"Bob de Vries" <sip:202@127.0.0.1>')
  expect(toCarol.request.header('Referred-By')).toBe('<sip:201@127.0.0.1>')
  toCarol.ring()
  expect(await notified(alice, callerSide)).toEqual({ code: 180, last: false })
  toCarol.answer({ body: sdp('carol-offer') })

  const toBob = await takeReplaces(bob, calleeSide, 'bob-answer')
  expect(toBob.request.body).toBe(sdp('carol-offer'))
  expect(toBob.request.header('P-Asserted-Identity')).toBe('"Carol van den Berg" <sip:203@127.0.0.1>')
  await toBob.ack()
  expect((await toCarol.ack()).body).toBe(sdp('bob-answer'))
  expect(await notified(alice, callerSide)).toEqual({ code: 200, last: true })
  alice.inside(callerSide, 'BYE')

  const bye = bob.inside(toBob.dialog, 'BYE')
  await carol.hungUp(toCarol.dialog)
  expect((await bye.final()).status).toBe(200)
  expect(await health()).toMatchObject({ calls: 0 })
})

test('C9 the callee can transfer too, and hold works after it', async () => {
  const { alice, bob, carol } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(bob, calleeSide, 'sip:carol@127.0.0.1', ['Referred-By: "Bob" <sip:bob@127.0.0.1>'])
  const toCarol = await carol.incoming()
  expect(toCarol.request.header('Referred-By')).toBe('"Bob" <sip:bob@127.0.0.1>')
  toCarol.answer({ body: sdp('carol-offer') })
  const toAlice = await takeReplaces(alice, callerSide, 'alice-answer')
  await toAlice.ack()
  await toCarol.ack()
  expect(await notifiedUntilTheEnd(bob, calleeSide)).toEqual([100, 200])
  const hold = alice.inside(toAlice.dialog, 'INVITE', { body: sdp('hold') })
  const asked = await carol.asked('INVITE', toCarol.dialog)
  carol.respond(asked, 200, { headers: [`Contact: ${carol.contact}`], body: sdp('held') })
  expect((await hold.final()).body).toBe(sdp('held'))
})

test('C9 clients that do not hang up what was replaced are hung up', async () => {
  const { alice, bob, carol } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  const toCarol = await carol.incoming()
  toCarol.answer({ body: sdp('carol-offer') })
  ;(await takeReplaces(bob, calleeSide, '', false)).answer()
  await alice.hungUp(callerSide)
  await bob.hungUp(calleeSide)
})

test.each([486, 603, 480, 488])(
  'C9 a target that answers %i: that is reported and the call goes on',
  async (status) => {
    const { alice, bob, carol, health } = await company()
    const { callerSide, calleeSide } = await connected(alice, bob, '202')
    refer(alice, callerSide, 'sip:203@127.0.0.1')
    ;(await carol.incoming()).reject(status)
    expect(await notifiedUntilTheEnd(alice, callerSide)).toEqual([100, status])
    await stillTalking(alice, bob, { callerSide, calleeSide })
    expect(await health()).toMatchObject({ calls: 1 })
  },
)

test.each([
  { to: 'sip:999@127.0.0.1', heard: 404 },
  { to: 'sip:carol@evil.example', heard: 404 },
  { to: 'sip:204@127.0.0.1', heard: 480 },
])('C9 a transfer to $to is reported as $heard and the call goes on', async ({ to, heard }) => {
  const { alice, bob } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  expect((await refer(alice, callerSide, to).final()).status).toBe(202)
  expect(await notifiedUntilTheEnd(alice, callerSide)).toEqual([100, heard])
  await stillTalking(alice, bob, { callerSide, calleeSide })
})

test('C9 a target that does not answer: reported as 480, the ringing stops and the call goes on', async () => {
  const { alice, bob, carol } = await company({ noAnswerSeconds: 0.3 })
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  const toCarol = await carol.incoming()
  toCarol.ring()
  expect(await notifiedUntilTheEnd(alice, callerSide)).toEqual([100, 180, 480])
  await toCarol.cancelled()
  await stillTalking(alice, bob, { callerSide, calleeSide })
})

test('C9 the one who stays refuses to be moved: the target is hung up and the call goes on', async () => {
  const { alice, bob, carol } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  const toCarol = await carol.incoming()
  toCarol.answer({ body: sdp('carol-offer') })
  ;(await takeReplaces(bob, calleeSide, '', false)).reject(488)
  expect(await notifiedUntilTheEnd(alice, callerSide)).toEqual([100, 488])
  await toCarol.ack()
  await carol.hungUp(toCarol.dialog)
  await stillTalking(alice, bob, { callerSide, calleeSide })
})

test('C9 the one who stays does not answer when it is to be moved: the call goes on', async () => {
  const { alice, bob, carol } = await company({ transferSeconds: 0.3 })
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  const toCarol = await carol.incoming()
  toCarol.answer({ body: sdp('carol-offer') })
  await takeReplaces(bob, calleeSide, '', false)
  expect(await notifiedUntilTheEnd(alice, callerSide)).toEqual([100, 480])
  await carol.hungUp(toCarol.dialog)
  await stillTalking(alice, bob, { callerSide, calleeSide })
})

test('C9 a client that does not know Replaces cannot be moved: 420 is reported and nobody is rung', async () => {
  const { signIn, alice, carol } = await company()
  const plain = await signIn('dave', { replaces: false })
  const { callerSide, calleeSide } = await connected(alice, plain, '204')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  expect(await notifiedUntilTheEnd(alice, callerSide)).toEqual([100, 420])
  await stillTalking(alice, plain, { callerSide, calleeSide })
  expect(carol.inbox).toEqual([])
})

test('C9 every device of the target rings', async () => {
  const { signIn, alice, bob, carol } = await company()
  const laptop = await signIn('carol')
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  const atDesk = await carol.incoming()
  const atLaptop = await laptop.incoming()
  atDesk.ring()
  atLaptop.answer({ body: sdp('laptop-offer') })
  expect((await takeReplaces(bob, calleeSide, 'bob-answer')).request.body).toBe(sdp('laptop-offer'))
  expect((await atDesk.cancelled()).header('Reason')).toContain('Call completed elsewhere')
  expect((await atLaptop.ack()).body).toBe(sdp('bob-answer'))
})

test('C9 the transferor may hang up as soon as the transfer is under way', async () => {
  const { alice, bob, carol } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  const toCarol = await carol.incoming()
  toCarol.ring()
  expect((await alice.inside(callerSide, 'BYE').final()).status).toBe(200)
  toCarol.answer({ body: sdp('carol-offer') })
  const toBob = await takeReplaces(bob, calleeSide, 'bob-answer')
  await toBob.ack()
  await toCarol.ack()
  bob.inside(toBob.dialog, 'BYE')
  await carol.hungUp(toCarol.dialog)
})

test('C9 a re-INVITE to the transferor that leaves is answered, and the transfer goes on', async () => {
  const { alice, bob, carol } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  const toCarol = await carol.incoming()
  const restart = bob.inside(calleeSide, 'INVITE', { body: sdp('restart') })
  await alice.asked('INVITE', callerSide)
  await alice.inside(callerSide, 'BYE').final()
  expect((await restart.final()).status).toBe(487)
  expect((await bob.inside(calleeSide, 'INVITE', { body: sdp('again') }).final()).status).toBe(480)
  toCarol.answer({ body: sdp('carol-offer') })
  const toBob = await takeReplaces(bob, calleeSide, 'bob-answer')
  await toBob.ack()
  await toCarol.ack()
})

test('C9 the transferor has left and the target declines: the one who stays is hung up', async () => {
  const { alice, bob, carol, health } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  const toCarol = await carol.incoming()
  await alice.inside(callerSide, 'BYE').final()
  toCarol.reject(603)
  await bob.hungUp(calleeSide)
  expect(await health()).toMatchObject({ calls: 0 })
})

test('C9 the one who stays hangs up while the target rings: everything ends', async () => {
  const { alice, bob, carol, health } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  const toCarol = await carol.incoming()
  toCarol.ring()
  bob.inside(calleeSide, 'BYE')
  expect(await notifiedUntilTheEnd(alice, callerSide)).toEqual([100, 180, 487])
  await alice.hungUp(callerSide)
  await toCarol.cancelled()
  expect(await health()).toMatchObject({ calls: 0 })
})

test('C9 a second transfer of the same call has to wait', async () => {
  const { alice, bob, carol } = await company()
  const { callerSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  await carol.incoming()
  expect((await refer(alice, callerSide, 'sip:203@127.0.0.1').final()).status).toBe(491)
})

test('a REFER that says nothing useful is refused', async () => {
  const { alice, bob } = await company()
  const { callerSide } = await connected(alice, bob, '202')
  expect((await alice.inside(callerSide, 'REFER').final()).status).toBe(400)
  expect((await refer(alice, callerSide, 'not an address').final()).status).toBe(400)
})

test('C10 attended transfer: the two far parties are connected with each other and the transferor is free', async () => {
  const { alice, bob, carol, health } = await company()
  const toBob = await connected(alice, bob, '202')
  const toCarol = await connected(alice, carol, '203')
  const target = `sip:203@127.0.0.1?Replaces=${encodeURIComponent(replacesOf(toCarol.callerSide))}`
  expect((await refer(alice, toBob.callerSide, target).final()).status).toBe(202)

  const bobAgain = await takeReplaces(bob, toBob.calleeSide, 'bob-offer')
  expect(bobAgain.request.body).toBe('')
  expect(bobAgain.request.header('P-Asserted-Identity')).toBe('"Carol van den Berg" <sip:203@127.0.0.1>')
  const carolAgain = await takeReplaces(carol, toCarol.calleeSide, 'carol-answer')
  expect(carolAgain.request.body).toBe(sdp('bob-offer'))
  expect(carolAgain.request.header('P-Asserted-Identity')).toBe('"Bob de Vries" <sip:202@127.0.0.1>')
  await carolAgain.ack()
  expect((await bobAgain.ack()).body).toBe(sdp('carol-answer'))

  expect(await notifiedUntilTheEnd(alice, toBob.callerSide)).toEqual([100, 200])
  await alice.hungUp(toCarol.callerSide)
  await alice.hungUp(toBob.callerSide)
  bob.inside(bobAgain.dialog, 'BYE')
  await carol.hungUp(carolAgain.dialog)
  expect(await health()).toMatchObject({ calls: 0 })
})

test('C10 a call that came in can be joined with one that went out, whichever is transferred', async () => {
  const { alice, bob, carol } = await company()
  const fromBob = await connected(bob, alice, '201')
  const toCarol = await connected(alice, carol, '203')
  const target = `sip:x@127.0.0.1?Replaces=${encodeURIComponent(replacesOf(fromBob.calleeSide))}`
  refer(alice, toCarol.callerSide, target)
  const carolAgain = await takeReplaces(carol, toCarol.calleeSide, 'carol-offer')
  const bobAgain = await takeReplaces(bob, fromBob.callerSide, 'bob-answer')
  await bobAgain.ack()
  expect((await carolAgain.ack()).body).toBe(sdp('bob-answer'))
})

test('C10 the first party refuses to be moved: both calls go on', async () => {
  const { alice, bob, carol, health } = await company()
  const toBob = await connected(alice, bob, '202')
  const toCarol = await connected(alice, carol, '203')
  const target = `sip:203@127.0.0.1?Replaces=${encodeURIComponent(replacesOf(toCarol.callerSide))}`
  refer(alice, toBob.callerSide, target)
  ;(await takeReplaces(bob, toBob.calleeSide, '', false)).reject(500)
  expect(await notifiedUntilTheEnd(alice, toBob.callerSide)).toEqual([100, 500])
  await stillTalking(alice, bob, toBob)
  await stillTalking(alice, carol, toCarol)
  expect(await health()).toMatchObject({ calls: 2 })
})

test('C10 the second party refuses when the first was moved already: the transferor gets the first one back', async () => {
  const { alice, bob, carol, health } = await company()
  const toBob = await connected(alice, bob, '202')
  const toCarol = await connected(alice, carol, '203')
  const target = `sip:203@127.0.0.1?Replaces=${encodeURIComponent(replacesOf(toCarol.callerSide))}`
  refer(alice, toBob.callerSide, target)
  const bobAgain = await takeReplaces(bob, toBob.calleeSide, 'bob-offer')
  ;(await takeReplaces(carol, toCarol.calleeSide, '', false)).reject(486)
  expect(await notifiedUntilTheEnd(alice, toBob.callerSide)).toEqual([100, 486])
  const aliceAgain = await takeReplaces(alice, toBob.callerSide, 'alice-answer')
  expect(aliceAgain.request.body).toBe(sdp('bob-offer'))
  expect((await bobAgain.ack()).body).toBe(sdp('alice-answer'))
  await stillTalking(alice, bob, { callerSide: aliceAgain.dialog, calleeSide: bobAgain.dialog })
  await stillTalking(alice, carol, toCarol)
  expect(await health()).toMatchObject({ calls: 2 })
})

test('C10 the consulted party hangs up in the middle: the first call goes on', async () => {
  const { alice, bob, carol, health } = await company()
  const toBob = await connected(alice, bob, '202')
  const toCarol = await connected(alice, carol, '203')
  const target = `sip:203@127.0.0.1?Replaces=${encodeURIComponent(replacesOf(toCarol.callerSide))}`
  refer(alice, toBob.callerSide, target)
  const toBobAgain = await takeReplaces(bob, toBob.calleeSide, '', false)
  carol.inside(toCarol.calleeSide, 'BYE')
  expect(await notifiedUntilTheEnd(alice, toBob.callerSide)).toEqual([100, 480])
  toBobAgain.answer({ body: sdp('too late') })
  await bob.hungUp(toBobAgain.dialog)
  await alice.hungUp(toCarol.callerSide)
  await stillTalking(alice, bob, toBob)
  await eventually(async () => (await health()).calls === 1)
})

test.each([
  { what: 'a dialog nobody has', of: () => 'nobody;to-tag=1;from-tag=2', heard: 481 },
  { what: 'nonsense', of: () => 'nonsense', heard: 481 },
])('C10 a transfer to $what is reported as $heard', async ({ of, heard }) => {
  const { alice, bob } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, `sip:203@127.0.0.1?Replaces=${encodeURIComponent(of())}`)
  expect(await notifiedUntilTheEnd(alice, callerSide)).toEqual([100, heard])
  await stillTalking(alice, bob, { callerSide, calleeSide })
})

test('C10 nobody can join a call of other people', async () => {
  const { signIn, alice, bob, carol } = await company()
  const dave = await signIn('dave')
  const theirs = await connected(bob, carol, '203')
  const mine = await connected(alice, dave, '204')
  refer(alice, mine.callerSide, `sip:x@127.0.0.1?Replaces=${encodeURIComponent(replacesOf(theirs.callerSide))}`)
  expect(await notifiedUntilTheEnd(alice, mine.callerSide)).toEqual([100, 403])
  await stillTalking(bob, carol, theirs)
})

test('C9 C12 stopping in the middle of a transfer ends everything', async () => {
  const { alice, bob, carol, stop } = await company()
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  refer(alice, callerSide, 'sip:203@127.0.0.1')
  const toCarol = await carol.incoming()
  toCarol.ring()
  const stopped = stop()
  await alice.hungUp(callerSide)
  await bob.hungUp(calleeSide)
  await toCarol.cancelled()
  await stopped
})

/** Proves that two phones are still connected: a key press goes through. */
async function stillTalking(a: Phone, b: Phone, dialogs: { callerSide: Dialog; calleeSide: Dialog }) {
  const sent = a.inside(dialogs.callerSide, 'INFO', { body: 'Signal=1\r\n', type: 'application/dtmf-relay' })
  b.respond(await b.asked('INFO', dialogs.calleeSide), 200)
  expect((await sent.final()).status).toBe(200)
}
