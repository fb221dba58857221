import { expect, onTestFinished, test } from 'vitest'
import { openCompany, type SignedIn } from '../testing/company.ts'
import { eventually } from '../testing/house.ts'
import { connected, openPhone } from '../testing/raw-phone.ts'

/** A telephone that registers with what its session is given. */
async function telephone(person: SignedIn) {
  const { body } = await person.ask('GET /v1/me/sip')
  const { servers, user, password } = body as unknown as { servers: string[]; user: string; password: string }
  const phone = await openPhone(servers[0] ?? '', user, { password })
  onTestFinished(phone.vanish)
  expect((await phone.register()).status).toBe(200)
  return phone
}

test('C19 S1 S5 S8 H1 S11 what is set over HTTP the next call goes by, and what calls do is there to be read', async () => {
  const company = await openCompany()
  onTestFinished(company.close)
  const [alice, bob, carol] = [
    await company.signIn('alice'),
    await company.signIn('bob'),
    await company.signIn('carol'),
  ]
  const phones = { alice: await telephone(alice), bob: await telephone(bob), carol: await telephone(carol) }

  const target = { to: 'colleague', extension: '203' }
  const rule = { status: 'lunch', callers: 'inside', situation: 'always', target }
  const { headers } = await bob.ask('GET /v1/me/forwarding')
  const match = { 'if-match': headers.get('etag') ?? '' }
  expect((await bob.ask('PUT /v1/me/forwarding', { body: { rules: [rule] }, headers: match })).status).toBe(200)
  expect((await bob.ask('PUT /v1/me/presence', { body: { status: 'lunch' } })).status).toBe(200)
  const { callerSide, calleeSide } = await connected(phones.alice, phones.carol, '202')
  const presenceOf = async ({ id }: SignedIn) => (await bob.ask(`GET /v1/presence/${id}`)).body
  expect(await presenceOf(carol)).toMatchObject({ line: 'in-call', device: 'reachable' })
  expect((await carol.ask('GET /v1/me/settings')).body.devices).toMatchObject([{ name: 'Telephone', state: 'in-call' }])
  await phones.alice.inside(callerSide, 'BYE').final()
  await phones.carol.hungUp(calleeSide)

  const kinds = async (person: SignedIn) => (await person.ask('GET /v1/me/history')).body.items.map(({ kind }) => kind)
  await eventually(async () => (await kinds(alice)).length === 1)
  await eventually(async () => (await kinds(bob)).length === 1)
  expect([await kinds(alice), await kinds(bob), await kinds(carol)]).toEqual([
    ['answered'],
    ['elsewhere'],
    ['answered'],
  ])

  expect((await carol.ask('POST /v1/sign-out', { body: { everywhere: true } })).status).toBe(204)
  await (await phones.alice.call('203')).response(480)
  expect((await phones.carol.register()).status).toBe(401)
  expect(await presenceOf(carol)).toMatchObject({ line: 'idle', device: 'offline' })
}, 60_000)
