import { expect, test } from 'vitest'
import { eventually, openHouse } from '../testing/house.ts'
import { connected, type Dialog, type Phone } from '../testing/raw-phone.ts'

const request = (first: string, { callId = 'bad', cseq = '1 INVITE', extra = [] as string[], body = '' } = {}) =>
  [
    first,
    'Via: SIP/2.0/WS a.invalid;branch=z9hG4bKbad',
    'From: <sip:alice@127.0.0.1>;tag=1',
    'To: <sip:bob@127.0.0.1>',
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    'Contact: <sip:a@a.invalid>',
    ...extra,
    '',
    body,
  ].join('\r\n')

const answer = (phone: Phone) => phone.take((it) => it.status !== undefined, 'an answer')

/** Proves that the exchange still works: somebody can register and call. */
async function stillAlive({ signIn }: Awaited<ReturnType<typeof openHouse>>) {
  const [carol, dave] = [await signIn('carol'), await signIn('dave')]
  await connected(carol, dave, '204')
}

test.each([
  { what: 'spaces', uri: 'sip:20 2@127.0.0.1', status: 400 },
  { what: 'a raw emoji', uri: 'sip:🦊@127.0.0.1', status: 400 },
  { what: 'a broken escape', uri: 'sip:%zz@127.0.0.1', status: 400 },
  { what: 'an escape that is no UTF-8', uri: 'sip:%C0%AF@127.0.0.1', status: 400 },
  { what: 'no SIP address', uri: 'tel:+31201234567', status: 416 },
  { what: 'a web address', uri: 'https://evil.example/', status: 416 },
  { what: 'too many characters', uri: `sip:${'9'.repeat(10_000)}@127.0.0.1`, status: 414 },
  { what: 'nothing', uri: '', status: 400 },
])('a Request-URI with $what is answered $status', async ({ uri, status }) => {
  const house = await openHouse()
  const alice = await house.connect('alice')
  alice.send(request(`INVITE ${uri} SIP/2.0`))
  expect((await answer(alice)).status).toBe(status)
  await stillAlive(house)
})

test('a body that ends within a character is answered 400: it could not be sent on', async () => {
  const house = await openHouse()
  const alice = await house.connect('alice')
  const half = { extra: ['Content-Type: application/sdp', 'Content-Length: 3'], body: 'v=🦊' }
  alice.send(request('INVITE sip:202@127.0.0.1 SIP/2.0', half))
  expect((await answer(alice)).status).toBe(400)
  await stillAlive(house)
})

test.each([
  'sip:20%202@127.0.0.1',
  'sip:202%0d%0aEvil:%20yes@127.0.0.1',
  'sip:202;evil=yes@127.0.0.1',
  'sip:bob%40evil@127.0.0.1',
  'sip:bob@evil.example',
  'sip:abc@127.0.0.1',
  'sip:%00@127.0.0.1',
  'sip:127.0.0.1',
  'sip:+31201234567@127.0.0.1',
  `sip:${'9'.repeat(900)}@127.0.0.1`,
])('dialling %s reaches nobody: 404', async (uri) => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  expect((await (await alice.call(uri)).response(404)).status).toBe(404)
})

test.each([
  ['no Via', 'nothing', (text: string) => text.replace(/Via:.*\r\n/, '')],
  ['a From that is not an address', 400, (text: string) => text.replace(/From:.*/, 'From: ???')],
  ['a From without a tag', 400, (text: string) => text.replace(';tag=1', '')],
  ['no Call-ID', 'nothing', (text: string) => text.replace(/Call-ID:.*\r\n/, '')],
  ['a CSeq of another method', 400, (text: string) => text.replace('1 INVITE', '1 BYE')],
  ['a CSeq that is not a number', 400, (text: string) => text.replace('1 INVITE', 'x INVITE')],
  ['a Contact that is not an address', 400, (text: string) => text.replace(/Contact:.*/, 'Contact: <<<>>>')],
  ['a Contact that is escaped as no UTF-8', 400, (text: string) => text.replace('sip:a@', 'sip:%C0%AF@')],
  ['a From that is escaped as no UTF-8', 400, (text: string) => text.replace('sip:alice@', 'sip:%FF@')],
  ['a line feed on its own', 400, (text: string) => text.replace('Contact', 'X-Evil: a\nContact')],
  ['a NUL', 400, (text: string) => text.replace('Contact', 'X-Evil: \0\r\nContact')],
  ['no end of the headers', 400, (text: string) => text.replace('\r\n\r\n', '\r\n')],
  ['a body of no type', 400, (text: string) => `${text}v=0\r\n`],
  ['nothing but the first line', 'nothing', () => 'INVITE sip:202@127.0.0.1 SIP/2.0\r\n\r\n'],
  [
    'binary rubbish',
    'nothing',
    () => String.fromCharCode(...Array.from({ length: 500 }, (_, index) => (index * 37) % 256)),
  ],
  ['another protocol', 'nothing', () => 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['JSON', 'nothing', () => '{"hello":"world"}'],
  [
    '8 kilobytes that a parser takes long for',
    400,
    (text: string) => text.replace('Contact', `Refer-To: <sip:a;${'.'.repeat(7500)}\r\nContact`),
  ],
  [
    '60 kilobytes of one header',
    513,
    (text: string) => text.replace('Contact', `X-Long: ${'a,;<"'.repeat(12_000)}\r\nContact`),
  ],
  ['ten thousand headers', 513, (text: string) => text.replace('Contact', `${'X: y\r\n'.repeat(10_000)}Contact`)],
  [
    'a prototype for a name',
    407,
    (text: string) => text.replace('Contact', '__proto__: x\r\nconstructor: y\r\nContact'),
  ],
] as const)('a message with %s is answered with %s, and everybody else goes on', async (_what, status, spoil) => {
  const house = await openHouse()
  const alice = await house.connect('alice')
  alice.send(spoil(request('INVITE sip:202@127.0.0.1 SIP/2.0')))
  alice.send('\r\n\r\n')
  await eventually(() => alice.inbox.length > 0)
  const [first] = alice.inbox
  expect(first?.text === '\r\n' ? 'nothing' : first?.status).toBe(status)
  await stillAlive(house)
})

test('somebody who signed in cannot hide an address behind a broken escape either', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  await (await alice.call('202', { contact: '<sip:%C0%AF@a.invalid>' })).response(400)
  const contact = '<sip:%C0%AF@a.invalid>;expires=600'
  const { response } = await alice.ask('REGISTER', 'sip:127.0.0.1', { to: 'sip:alice@127.0.0.1', contact })
  expect(response.status).toBe(400)
  expect(bob.inbox).toEqual([])
})

test('ten messages that make no sense close the socket, and only that one', async () => {
  const house = await openHouse()
  const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
  const { callerSide } = await connected(alice, bob, '202')
  const rude = await house.connect('alice')
  for (let times = 0; times < 10; times += 1) rude.send('nonsense')
  expect((await rude.closed()).code).toBe(1008)
  bob.inside((await connected(bob, alice, '201')).callerSide, 'BYE')
  alice.inside(callerSide, 'BYE')
})

test.each([
  { extra: ['Require: 100rel, replaces'], status: 420 },
  { extra: ['Max-Forwards: 0'], status: 483 },
])('a request with $extra is answered $status', async ({ extra, status }) => {
  const { connect } = await openHouse()
  const alice = await connect('alice')
  alice.send(request('INVITE sip:202@127.0.0.1 SIP/2.0', { extra }))
  const refused = await answer(alice)
  expect(refused.status).toBe(status)
  if (status === 420) expect(refused.header('Unsupported')).toBe('100rel')
})

test('an offer that is not SDP is refused and says what is accepted', async () => {
  const { signIn } = await openHouse()
  const alice = await signIn('alice')
  const refused = await (await alice.call('202', { body: '<xml/>', type: 'text/xml' })).response(415)
  expect(refused.header('Accept')).toBe('application/sdp')
})

test('SDP that nobody can read is passed on untouched; the one who cannot read it says so', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const body = 'this is\r\n\r\nno SDP at all 🦊\r\n'
  const out = await alice.call('202', { body })
  const inc = await bob.incoming()
  expect(inc.request.text.endsWith(body)).toBe(true)
  inc.reject(488)
  await out.response(488)
})

test('headers of a peer cannot add headers for the other one', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  // a folded header is one header (RFC 3261, section 7.3.1), and stays one
  alice.inside(callerSide, 'BYE', { headers: ['Reason: SIP;cause=200;text="a\r\n X-Evil: yes"'] })
  const bye = await bob.hungUp(calleeSide)
  expect(bye.header('X-Evil')).toBe('')
  expect(bye.header('Reason')).toBe('SIP;cause=200;text="a  X-Evil: yes"')
})

test('requests inside a call that do not fit it are refused and the call goes on', async () => {
  const { signIn } = await openHouse()
  const [alice, bob] = [await signIn('alice'), await signIn('bob')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  expect(
    (await alice.inside({ ...callerSide, remoteTag: 'x', remote: '<sip:bob@127.0.0.1>;tag=x' }, 'BYE').final()).status,
  ).toBe(481)
  expect((await alice.inside({ ...callerSide, cseq: 0 }, 'INFO', { cseq: 1 }).final()).status).toBe(500)
  alice.acknowledge(callerSide, 99)
  bob.inside(calleeSide, 'BYE')
  await alice.hungUp(callerSide)
})

test('responses to nothing, twice or too late are ignored', async () => {
  const house = await openHouse()
  const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
  const out = await alice.call('202')
  const inc = await bob.incoming()
  inc.answer()
  inc.answer()
  await out.response(200)
  out.ack()
  out.ack()
  await inc.ack()
  inc.reject(486)
  bob.respond({ ...inc.request, header: (name) => (name === 'CSeq' ? '77 INVITE' : inc.request.header(name)) }, 200)
  bob.send('SIP/2.0 200 OK\r\n\r\n')
  bob.inside(inc.dialog, 'BYE')
  await alice.hungUp(out.dialog)
})

test('a call belongs to the socket it is on: somebody else cannot end it', async () => {
  const { signIn } = await openHouse()
  const [alice, bob, carol] = [await signIn('alice'), await signIn('bob'), await signIn('carol')]
  const { callerSide, calleeSide } = await connected(alice, bob, '202')
  const asCarol = (method: string, dialog: Dialog, extra: Parameters<Phone['inside']>[2] = {}) =>
    carol.inside(dialog, method, { ...extra, headers: carol.authorization(method, dialog.target) }).final()
  expect((await carol.inside(callerSide, 'BYE').final()).status).toBe(407)
  expect((await asCarol('BYE', callerSide)).status).toBe(403)
  expect((await asCarol('INFO', calleeSide, { body: 'x', type: 'application/dtmf-relay' })).status).toBe(403)
  const talking = bob.inside(calleeSide, 'INFO', { body: 'Signal=1\r\n', type: 'application/dtmf-relay' })
  alice.respond(await alice.asked('INFO', callerSide), 200)
  expect((await talking.final()).status).toBe(200)
})

test('a CANCEL for nothing is told so', async () => {
  const { connect } = await openHouse()
  const alice = await connect('alice')
  alice.send(request('CANCEL sip:202@127.0.0.1 SIP/2.0', { cseq: '1 CANCEL' }))
  expect((await answer(alice)).status).toBe(481)
})

test('a caller that answers its 407 with the same wrong password for ever gets the same answer', async () => {
  const { connect } = await openHouse({ lockoutFailures: 100 })
  const alice = await connect('alice', { password: 'wrong' })
  for (let times = 0; times < 3; times += 1) await (await alice.call('202')).response(407)
})
