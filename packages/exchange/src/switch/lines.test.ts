import { expect, test } from 'vitest'
import { eventually } from '../testing/house.ts'
import { connected, replacesOf, sdp } from '../testing/raw-phone.ts'
import { openSwitch } from '../testing/switch.ts'

type House = Awaited<ReturnType<typeof openSwitch>>

// the devices of a call may be told once more
const statuses = ({ told }: House, of: string) =>
  told.lines
    .filter(({ user }) => user === of)
    .map(({ line }) => line.status)
    .filter((status, at, all) => status !== all[at - 1])

test('S1 a line follows the call by itself: who dials is on it, who is called rings, then both talk and are free again', async () => {
  const house = await openSwitch()
  const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob', { instance: 'desk' })]
  const { callerSide } = await connected(alice, bob, '202')
  await alice.inside(callerSide, 'BYE').final()
  await eventually(() => statuses(house, 'bob').includes('idle'))
  expect(statuses(house, 'alice').at(0)).toBe('in-call')
  expect(statuses(house, 'alice').at(-1)).toBe('idle')
  expect(statuses(house, 'bob')).toEqual(['ringing', 'in-call', 'idle'])
  const talking = house.told.lines.find(({ user, line }) => user === 'bob' && line.status === 'in-call')
  expect(talking?.line.inCall).toEqual(['urn:uuid:desk'])
})

test('S1 S8 whose call was sent on does not ring any more', async () => {
  const rules = [{ situation: 'no-answer', afterSeconds: 0.2, target: { to: 'colleague', extension: '203' } } as const]
  const house = await openSwitch({ bob: { rules } })
  const [alice, bob, carol] = [await house.signIn('alice'), await house.signIn('bob'), await house.signIn('carol')]
  await alice.call('202')
  await bob.incoming()
  const inc = await carol.incoming()
  await eventually(() => statuses(house, 'carol').length > 0)
  expect(statuses(house, 'bob')).toEqual(['ringing', 'idle'])
  expect(statuses(house, 'carol')).toEqual(['ringing'])
  inc.reject(486)
  await eventually(() => statuses(house, 'alice').at(-1) === 'idle')
  expect(statuses(house, 'carol')).toEqual(['ringing', 'idle'])
})

test('S1 a line stays on a call while the other side is changed by a transfer', async () => {
  const house = await openSwitch()
  const [alice, bob, carol] = [await house.signIn('alice'), await house.signIn('bob'), await house.signIn('carol')]
  const { calleeSide } = await connected(alice, bob, '202')
  bob.inside(calleeSide, 'REFER', { headers: ['Refer-To: <sip:203@127.0.0.1>'] })
  const target = await carol.incoming()
  target.ring()
  target.answer({ body: sdp('carol-offer') })
  const moved = await alice.incoming()
  moved.answer({ body: sdp('alice-again') })
  await target.ack()
  await eventually(() => statuses(house, 'bob').at(-1) === 'idle')
  expect(new Set(statuses(house, 'alice'))).toEqual(new Set(['in-call']))
  expect(statuses(house, 'carol')).toEqual(['ringing', 'in-call'])
})

test('S1 whose other device picks a ringing call up goes from ringing to the call', async () => {
  const house = await openSwitch()
  const [alice, bob, laptop] = [await house.signIn('alice'), await house.signIn('bob'), await house.signIn('bob')]
  const out = await alice.call('202', { body: '' })
  const atBob = await bob.incoming()
  await laptop.incoming()
  atBob.ring()
  await out.response(180)
  const picking = await laptop.call('201', { headers: [`Replaces: ${replacesOf(atBob.dialog)};early-only`] })
  await out.response(200)
  await new Promise((resolve) => setTimeout(resolve, 30))
  out.ack({ body: sdp('alice-answer') })
  await picking.response(200)
  picking.ack()
  await alice.inside(out.dialog, 'BYE').final()
  await eventually(() => statuses(house, 'bob').at(-1) === 'idle')
  expect(statuses(house, 'bob')).toEqual(['ringing', 'in-call', 'idle'])
})

test('S1 stopping leaves nobody on a call', async () => {
  const house = await openSwitch()
  const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
  await connected(alice, bob, '202')
  await house.stop()
  expect([statuses(house, 'alice').at(-1), statuses(house, 'bob').at(-1)]).toEqual(['idle', 'idle'])
})

test('C19 devices are told as they come and go, each by its name', async () => {
  const house = await openSwitch()
  const desk = await house.signIn('bob', { instance: 'desk' })
  const laptop = await house.signIn('bob', { instance: 'laptop' })
  const last = () => house.told.devices.findLast(({ user }) => user === 'bob')?.devices ?? []
  expect(last()).toEqual([
    { instance: 'urn:uuid:desk', name: 'Telephone', kind: 'desk-phone' },
    { instance: 'urn:uuid:laptop', name: 'Telephone', kind: 'desk-phone' },
  ])
  desk.vanish()
  await eventually(() => last().length === 1)
  await laptop.register({ expires: 0 })
  await eventually(() => last().length === 0)
})
