import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import type { Store } from '../store/store.ts'
import { onBoth } from '../store/testing/databases.ts'
import { createSetClock, hire, openBackOffice } from '../testing/back-office.ts'
import { eventually } from '../testing/house.ts'
import { connected, type Dialog, type Phone, replacesOf, sdp } from '../testing/raw-phone.ts'

const follows = { says: ['Recv-Info: offhook-connection'] }
const monday = Date.UTC(2026, 10, 23, 9)

/** Sends a request in a dialog on a socket that is new to it, with the password. */
async function askInside(phone: Phone, dialog: Dialog, method: string) {
  const first = phone.inside(dialog, method, { body: sdp('again') })
  const challenge = await first.final()
  if (method === 'INVITE') first.ackFailure(challenge)
  expect(challenge.status).toBe(407)
  phone.learnNonce(challenge)
  return phone.inside(dialog, method, { body: sdp('again'), headers: phone.authorization(method, dialog.target) })
}

/** A re-INVITE that the other side accepts. */
async function change(asking: Phone, its: Dialog, { other, theirs }: { other: Phone; theirs: Dialog }) {
  const sent = asking.inside(its, 'INVITE', { body: sdp('change') })
  const asked = await other.asked('INVITE', theirs)
  other.respond(asked, 200, { headers: [`Contact: ${other.contact}`], body: sdp('agreed') })
  expect((await sent.final()).status).toBe(200)
  sent.ack()
  await other.asked('ACK', theirs)
}

async function told(phone: Phone, dialog: Dialog) {
  const info = await phone.asked('INFO', dialog)
  phone.respond(info, 200)
  return info.header('Info-Package')
}

/** What is written down of the calls of the exchange. */
const written = async (store: Store) => {
  const { kept } = await store.transaction(({ liveCalls }) => liveCalls.take(`${hostname()}:4870`, 0))
  return kept
}

onBoth((open) => {
  /** Alice and bob talk; then that exchange stops in a way, and another one is started over the same store. */
  async function restarted(how: 'drained' | 'killed', { graceSeconds = 20, away = 0 } = {}) {
    const clock = createSetClock(monday)
    const { store } = await open({ clock })
    await hire(store)
    const before = await openBackOffice(store, { clock, graceSeconds })
    const [alice, bob] = [await before.signIn('alice', follows), await before.signIn('bob', follows)]
    const talk = await connected(alice, bob, '202')
    if (how === 'drained') await before.close({ drain: true })
    else await eventually(async () => (await written(store)).length === 1)
    for (const phone of [alice, bob]) {
      // nobody said goodbye
      expect(phone.inbox.filter(({ method }) => method === 'BYE')).toEqual([])
      phone.vanish()
    }
    clock.set(monday + away)
    const after = await openBackOffice(store, { clock, graceSeconds })
    const password = (user: string) =>
      after.office.desk.issueSipCredentials({ user, session: `of ${user}`, domain: 'localhost' })
    const connect = (user: string) => after.connect(user, { ...follows, password: password(user).password })
    return { ...talk, store, clock, after, connect }
  }

  test.each(['drained', 'killed'] as const)(
    'C15 the exchange was %s in a call: both come back, and everything works',
    async (how) => {
      const { after, connect, callerSide, calleeSide } = await restarted(how)
      expect(after.counts()).toMatchObject({ calls: 1, sockets: 0 })
      const alice = await connect('alice')
      const sent = await askInside(alice, callerSide, 'INVITE')
      // bob is not back: what he would have to agree to is refused, and alice is told why
      const refused = await sent.final()
      expect(refused.status).toBe(503)
      sent.ackFailure(refused)
      expect(await told(alice, callerSide)).toContain('reconnecting')
      const bob = await connect('bob')
      const again = await askInside(bob, calleeSide, 'INVITE')
      const asked = await alice.asked('INVITE', callerSide)
      alice.respond(asked, 200, { headers: [`Contact: ${alice.contact}`], body: sdp('here') })
      expect((await again.final()).status).toBe(200)
      again.ack()
      expect(await told(alice, callerSide)).toContain('steady')
      await change(alice, callerSide, { other: bob, theirs: calleeSide })
      await change(bob, calleeSide, { other: alice, theirs: callerSide })
      expect((await bob.inside(calleeSide, 'BYE').final()).status).toBe(200)
      await alice.hungUp(callerSide)
      await eventually(async () => (await after.records('bob')).length === 1)
      // one record of the whole call, with what the process before knew of it
      expect(await after.records('alice')).toMatchObject([
        {
          direction: 'outgoing',
          kind: 'answered',
          answeredAt: expect.any(Number),
          reason: 'hung-up',
          to: { number: '202' },
        },
      ])
      expect(await after.records('bob')).toMatchObject([{ direction: 'incoming', kind: 'answered' }])
      await eventually(async () => (await written(after.store)).length === 0)
    },
  )

  test('C15 a page that is loaded anew meanwhile takes the call up after the start, and nobody else can', async () => {
    const { connect, callerSide, calleeSide } = await restarted('drained')
    const bob = await connect('bob')
    ;(await askInside(bob, calleeSide, 'INVITE')).ackFailure(await bob.take(({ status }) => status === 503, 'refused'))
    const carol = await connect('carol')
    const headers = [`Replaces: ${replacesOf(callerSide)}`]
    await (await carol.call('*8', { headers, body: sdp('mine') })).response(403)
    expect((await (await askInside(carol, callerSide, 'BYE')).final()).status).toBe(403)
    const page = await connect('alice')
    const out = await page.call('*8', { headers, body: sdp('new') })
    const moved = await bob.incoming()
    moved.answer()
    expect((await out.response(200)).status).toBe(200)
    out.ack()
    await moved.ack()
    bob.inside(calleeSide, 'BYE')
    page.inside(out.dialog, 'BYE')
    await bob.hungUp(moved.dialog)
  })

  test('C15 who never comes back is hung up on after the grace period, and so is who waits for them', async () => {
    const { after, connect, callerSide } = await restarted('drained', { graceSeconds: 1 })
    const alice = await connect('alice')
    const sent = await askInside(alice, callerSide, 'INVITE')
    sent.ackFailure(await sent.final())
    const bye = await alice.hungUp(callerSide)
    expect(bye.header('Reason')).toContain('Connection lost')
    expect(after.counts().calls).toBe(0)
    await eventually(async () => (await after.records('alice')).length === 1)
    expect(await after.records('alice')).toMatchObject([{ kind: 'answered', reason: 'connection-lost' }])
  })

  test('C15 an exchange that was away for longer does not go on with the call: it ended when it was last heard of', async () => {
    const { after, connect, callerSide, store } = await restarted('drained', { away: 60_000 })
    expect(after.counts().calls).toBe(0)
    const alice = await connect('alice')
    expect((await alice.inside(callerSide, 'INVITE', { body: sdp('again') }).final()).status).toBe(481)
    await eventually(async () => (await after.records('bob')).length === 1)
    const [record] = await after.records('bob')
    expect(record).toMatchObject({ kind: 'answered', reason: 'connection-lost' })
    expect(record?.endedAt).toBeLessThan(monday + 30_000)
    expect(await written(store)).toEqual([])
  })

  test('C15 what is written down of a call has no password and no description in it', async () => {
    const { store } = await restarted('drained')
    const text = JSON.stringify(await written(store))
    expect(text).toContain('localTag')
    expect(text).not.toMatch(/password|ha1|nonce|offer|v=0/i)
  })
})
