import type { ForwardingTarget } from '@offhook/core'
import { expect, test } from 'vitest'
import { connected, sdp } from '../testing/raw-phone.ts'
import { openSwitch } from '../testing/switch.ts'

const to = (extension: string): ForwardingTarget => ({ to: 'colleague', extension })
const always = (target: ForwardingTarget) => ({ situation: 'always', target }) as const
const unanswered = (target: ForwardingTarget, afterSeconds = 0.2) =>
  ({ situation: 'no-answer', afterSeconds, target }) as const

test('S8 a call goes to a colleague at once: the colleague sees who calls and who sent it, the caller where it went', async () => {
  const { signIn } = await openSwitch({ bob: { rules: [always(to('203'))] } })
  const [alice, bob, carol] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  const out = await alice.call('202')
  const inc = await carol.incoming()
  expect(inc.request.header('From')).toContain('"Alice Jansen" <sip:201@')
  expect(inc.request.header('P-Asserted-Identity')).toContain('"Alice Jansen" <sip:201@')
  expect(inc.request.headers('Diversion')).toEqual(['"Bob de Vries" <sip:202@127.0.0.1>;reason=unconditional'])
  inc.ring()
  expect((await out.response(180)).header('P-Asserted-Identity')).toContain('"Carol van den Berg" <sip:203@')
  inc.answer()
  expect((await out.response(200)).header('P-Asserted-Identity')).toContain('<sip:203@')
  expect(bob.inbox).toEqual([])
})

test('S8 after the seconds of the rule the call stops ringing here and goes on, and the caller is told of each', async () => {
  const { signIn } = await openSwitch({ bob: { rules: [unanswered(to('203'))] } })
  const [alice, bob, carol] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  const out = await alice.call('202')
  const atBob = await bob.incoming()
  atBob.ring()
  expect((await out.response(180)).header('P-Asserted-Identity')).toContain('<sip:202@')
  expect((await atBob.cancelled()).header('Reason')).toContain('cause=19')
  const atCarol = await carol.incoming()
  expect(atCarol.request.header('Diversion')).toContain('reason=no-answer')
  atCarol.ring()
  expect((await out.response(180)).header('P-Asserted-Identity')).toContain('<sip:203@')
  atCarol.answer()
  expect((await out.response(200)).body).toBe(sdp('carol-answer'))
  out.ack()
  await atCarol.ack()
})

test('S8 busy and out of reach have rules of their own', async () => {
  const { signIn } = await openSwitch({
    bob: { rules: [{ situation: 'busy', target: to('203') }] },
    dave: { rules: [{ situation: 'unreachable', target: to('203') }] },
  })
  const [alice, bob, carol] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  const busy = await alice.call('202')
  ;(await bob.incoming()).reject(486)
  const first = await carol.incoming()
  expect(first.request.header('Diversion')).toContain('reason=user-busy')
  first.reject(486)
  await busy.response(486)
  await alice.call('204')
  expect((await carol.incoming()).request.header('Diversion')).toContain('reason=unavailable')
})

test('S8 who declines has answered: the call goes nowhere else', async () => {
  const rules = [{ situation: 'busy', target: to('203') } as const, unanswered(to('203'), 60)]
  const { signIn } = await openSwitch({ bob: { rules } })
  const [alice, bob, carol] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  const out = await alice.call('202')
  ;(await bob.incoming()).reject(603)
  await out.response(603)
  expect(carol.inbox).toEqual([])
})

test.each([
  { target: { to: 'busy-tone' }, status: 486, cause: 17 },
  { target: { to: 'voicemail' }, status: 480, cause: 27 },
  { target: { to: 'own-mobile' }, status: 480, cause: 27 },
  { target: { to: 'external', number: '+31201234567' }, status: 480, cause: 27 },
  { target: { to: 'system', number: '600' }, status: 480, cause: 27 },
  { target: { to: 'colleague', extension: '999' }, status: 480, cause: 27 },
] as const)('S8 a call sent to $target ends with $status and says why', async ({ target, status, cause }) => {
  const { signIn } = await openSwitch({ bob: { rules: [always(target)] } })
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const refused = await (await alice.call('202')).response(status)
  expect(refused.header('Reason')).toContain(`Q.850;cause=${cause}`)
  expect(bob.inbox).toEqual([])
})

test.each([
  { circle: 'of two', wishes: { bob: to('203'), carol: to('202') } },
  { circle: 'of one', wishes: { bob: to('202') } },
  { circle: 'back to the caller', wishes: { bob: to('203'), carol: to('201') } },
])('S8 rules that send a call in a circle $circle end it as busy', async ({ wishes }) => {
  const office = Object.fromEntries(Object.entries(wishes).map(([user, target]) => [user, { rules: [always(target)] }]))
  const { signIn, counts } = await openSwitch(office)
  const [alice] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  expect((await (await alice.call('202')).response(486)).header('Reason')).toContain('cause=482')
  expect(counts()).toMatchObject({ calls: 0 })
})

test('S8 a circle of people who do not answer rings each once, and then nobody has answered', async () => {
  const { signIn } = await openSwitch({
    bob: { rules: [unanswered(to('203'))] },
    carol: { rules: [unanswered(to('202'))] },
  })
  const [alice, bob, carol] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  const out = await alice.call('202')
  for (const phone of [bob, carol]) {
    const inc = await phone.incoming()
    inc.ring()
    await inc.cancelled()
  }
  expect((await out.response(480)).header('Reason')).toContain('cause=19')
  expect(bob.inbox.filter(({ method }) => method === 'INVITE')).toEqual([])
})

test('S8 a call is sent on eight times at most', async () => {
  const people = Array.from({ length: 12 }, (_, at) => ({
    ...{ user: `p${at}`, extension: `3${10 + at}`, name: `P ${at}`, password: `p${at}` },
  }))
  const wishes = Object.fromEntries(people.map(({ user }, at) => [user, { rules: [always(to(`3${11 + at}`))] }]))
  const { signIn, records } = await openSwitch(wishes, { config: { people } })
  const alice = await signIn('alice')
  await (await alice.call('310')).response(486)
  const of = await records(9)
  expect([of('p7').length, of('p8').length]).toEqual([1, 0])
})

test('S8 callers from outside have rules of their own, and are who their gateway says they are', async () => {
  const config = { gateways: [{ user: 'trunk', password: 'trunk' }] }
  const { signIn, connect } = await openSwitch({ bob: { outside: [always(to('203'))] } }, { config })
  const [alice, bob, carol] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  await alice.call('202')
  await bob.incoming()
  const trunk = await connect('trunk')
  await trunk.call('202', { from: '"J. Customer" <sip:+31612345678@127.0.0.1>' })
  const { request } = await carol.incoming()
  expect(request.header('P-Asserted-Identity')).toBe('"J. Customer" <sip:+31612345678@127.0.0.1>')
})

test('a gateway is nobody to call, and nobody else speaks for others', async () => {
  const config = { gateways: [{ user: 'trunk', password: 'trunk' }] }
  const { signIn, records } = await openSwitch({}, { config })
  const [alice, trunk] = [await signIn('alice'), await signIn('trunk')]
  await (await alice.call('trunk')).response(404)
  await (await alice.call('202', { from: '<sip:+31612345678@127.0.0.1>' })).response(403)
  const out = await trunk.call('201', { from: '<sip:anonymous@anonymous.invalid>', headers: ['Privacy: id'] })
  const inc = await alice.incoming()
  expect(inc.request.header('From')).toContain('<sip:anonymous@127.0.0.1>')
  inc.reject(486)
  await out.response(486)
  const of = await records(2)
  expect(of('trunk')).toEqual([])
})

test('S8 a transfer to somebody goes where their rules send it', async () => {
  const { signIn } = await openSwitch({ carol: { rules: [always(to('204'))] } })
  const [alice, bob, dave] = [await signIn('alice'), await signIn('bob'), await signIn('dave')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  expect((await bob.inside(calleeSide, 'REFER', { headers: ['Refer-To: <sip:203@127.0.0.1>'] }).final()).status).toBe(
    202,
  )
  const atDave = await dave.incoming()
  expect(atDave.request.header('From')).toContain('<sip:201@')
  expect(atDave.request.header('Diversion')).toContain('<sip:203@')
  atDave.answer({ body: sdp('dave-offer') })
  const moved = await alice.incoming()
  expect(moved.request.header('Replaces')).toContain(callerSide.callId)
  moved.answer({ body: sdp('alice-again') })
  expect((await atDave.ack()).body).toBe(sdp('alice-again'))
})

test('early media of somebody whose call may go on is not heard: another one could answer it differently', async () => {
  const { signIn } = await openSwitch({ bob: { rules: [unanswered(to('203'), 60)] } })
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const out = await alice.call('202')
  ;(await bob.incoming()).ring(183, { body: sdp('early') })
  expect((await out.response(183)).body).toBe('')
})

test('a caller who gives up while it rings at the second one stops that', async () => {
  const { signIn, counts } = await openSwitch({ bob: { rules: [always(to('203'))] } })
  const [alice, carol] = [await signIn('alice'), await signIn('carol')]
  const out = await alice.call('202')
  const inc = await carol.incoming()
  inc.ring()
  await out.response(180)
  out.cancel()
  await inc.cancelled()
  await out.response(487)
  expect(counts()).toMatchObject({ calls: 0 })
})

test('C18 without call waiting a further call during a call is busy, and goes where busy calls go', async () => {
  const { signIn } = await openSwitch({
    bob: { callWaiting: false },
    carol: { callWaiting: false, rules: [{ situation: 'busy', target: to('204') }] },
  })
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const [carol, dave] = [await signIn('carol'), await signIn('dave')]
  await connected(alice, bob, '202')
  expect((await (await dave.call('202')).response(486)).header('Reason')).toContain('cause=17')
  const second = await connected(bob, carol, '203')
  await alice.call('203')
  await dave.incoming()
  await carol.inside(second.calleeSide, 'BYE').final()
  const third = await alice.call('203')
  ;(await carol.incoming()).reject(486)
  await dave.incoming()
  third.cancel()
})

test('C18 C19 a device that is switched off is not rung; with none left nothing can ring', async () => {
  const { signIn } = await openSwitch({
    bob: { rings: (instance) => instance === 'urn:uuid:desk' },
    carol: { rings: () => false },
  })
  const alice = await signIn('alice')
  const [desk, laptop] = [await signIn('bob', { instance: 'desk' }), await signIn('bob', { instance: 'laptop' })]
  await alice.call('202')
  await desk.incoming()
  await signIn('carol')
  await (await alice.call('203')).response(480)
  expect(laptop.inbox).toEqual([])
})

test('C18 when only the own mobile could ring, the caller is told that there is no way to it', async () => {
  const { signIn } = await openSwitch({ bob: { ringsMobile: true } })
  const alice = await signIn('alice')
  expect((await (await alice.call('202')).response(480)).header('Reason')).toContain('no way to numbers outside')
  const bob = await signIn('bob')
  await alice.call('202')
  await bob.incoming()
})
