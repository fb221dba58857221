import type { ForwardingRule, PersonPresence } from '@offhook/core'
import { expect, test } from 'vitest'
import { contentOf } from '../events-stream/wire.ts'
import { onBoth } from '../store/testing/databases.ts'
import { createSetClock, hire, openBackOffice } from '../testing/back-office.ts'
import { eventually } from '../testing/house.ts'
import { connected } from '../testing/raw-phone.ts'

// a Monday morning in Amsterdam, and the Saturday after it
const monday = Date.UTC(2026, 10, 23, 9)
const saturday = Date.UTC(2026, 10, 28, 9)
const toCarol = { to: 'colleague', extension: '203' } as const
const rule = (status: ForwardingRule['status'], more: Partial<ForwardingRule> = {}): ForwardingRule => ({
  ...{ status, callers: 'inside', situation: 'always', target: toCarol },
  ...more,
})

onBoth((open) => {
  const begin = async () => {
    const clock = createSetClock(monday)
    const { store } = await open({ clock })
    await hire(store)
    return { clock, kept: store, house: await openBackOffice(store, { clock }) }
  }

  test('S8 a change that was acknowledged counts for the very next call, each time', async () => {
    const { house } = await begin()
    const bob = house.office.people.reachedBy('bob')
    for (let times = 0; bob && times < 4; times += 1) {
      const target = times % 2 === 0 ? toCarol : ({ to: 'busy-tone' } as const)
      await house.forward('bob', [rule('available', { target })])
      // nothing is waited for in between
      expect(house.office.routeTo(bob, 'inside').forwarding.atOnce).toEqual(target)
    }
    expect(bob).toBeDefined()
  })

  /** Alice, who may show two numbers; what Bob sees when she calls. */
  const beginWithNumbers = async () => {
    const { kept, house } = await begin()
    const allowed = [{ number: '+31201234500', name: 'Sales' }, { number: '+31201234501' }]
    await kept.transaction(({ callerIds }) => callerIds.allow('alice', allowed))
    await house.choose('alice', '+31201234500')
    const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
    const shown = async (headers: string[] = []) => {
      const out = await alice.call('202', { headers })
      const inc = await bob.incoming()
      inc.reject(486)
      await out.response(486)
      return inc.request.header('P-Asserted-Identity')
    }
    return { house, alice, shown }
  }

  test('C4 the standard number is shown unless another one is chosen, and a change counts at once', async () => {
    const { house, shown } = await beginWithNumbers()
    expect(await shown()).toBe('"Sales" <sip:+31201234500@127.0.0.1>')
    await house.choose('alice', null)
    expect(await shown()).toContain('"Alice Jansen" <sip:201@')
    await eventually(async () => (await house.records('alice')).length === 2)
    expect((await house.records('alice')).map(({ callerId }) => callerId)).toEqual(['201', '+31201234500'])
  })

  test('C4 a number is shown for one call when it is allowed, and refused when it is not', async () => {
    const { alice, shown } = await beginWithNumbers()
    expect(await shown(['P-Asserted-Identity: <sip:201@127.0.0.1>'])).toContain('"Alice Jansen" <sip:201@')
    expect(await shown(['P-Asserted-Identity: <sip:+31201234501@127.0.0.1>'])).toContain('"Alice Jansen" <sip:+312')
    await (await alice.call('202', { headers: ['P-Asserted-Identity: <sip:+31209999999@127.0.0.1>'] })).response(403)
  })

  test('S8 each status has its rules, and the next call goes by the one that was set last', async () => {
    const { house } = await begin()
    const away = ['away', 'do-not-disturb', 'lunch', 'holiday', 'meeting'] as const
    const [alice, bob, carol] = [await house.signIn('alice'), await house.signIn('bob'), await house.signIn('carol')]
    await house.forward(
      'bob',
      away.map((status) => rule(status)),
    )
    for (const status of ['available', ...away, 'available'] as const) {
      await house.say('bob', status)
      const out = await alice.call('202')
      ;(await (status === 'available' ? bob : carol).incoming(`a call while ${status}`)).reject(486)
      await out.response(486)
    }
    await house.forward('bob', [rule('available')])
    await alice.call('202')
    await carol.incoming()
  })

  test('S2 S8 a status that has ended is none for the next call, whether anybody noticed or not', async () => {
    const { clock, house } = await begin()
    const [alice, bob, carol] = [await house.signIn('alice'), await house.signIn('bob'), await house.signIn('carol')]
    await house.forward('bob', [rule('lunch')])
    await house.say('bob', 'lunch', { until: monday + 1_800_000 })
    const out = await alice.call('202')
    ;(await carol.incoming()).reject(486)
    await out.response(486)
    clock.set(monday + 1_800_000)
    await alice.call('202')
    await bob.incoming()
  })

  test('S7 S8 outside office hours the rule for it counts; own hours go before those of the office', async () => {
    const { clock, kept, house } = await begin()
    const [bob, carol] = [await house.signIn('bob'), await house.signIn('carol')]
    await house.forward('bob', [rule('available', { situation: 'outside-hours' })])
    const rings = async (phone: typeof bob) => {
      // what a telephone was given days ago is good for nothing any more
      const alice = await house.signIn('alice')
      const out = await alice.call('202')
      ;(await phone.incoming()).reject(486)
      await out.response(486)
    }
    await rings(bob)
    clock.set(saturday)
    await rings(carol)
    // in Auckland it is Saturday evening
    const ownHours = { timeZone: 'Pacific/Auckland', week: [{ day: 6, from: '22:00', to: '23:00' }], exceptions: [] }
    const { value: officeHours } = await kept.forwarding.officeHours()
    await house.store.transaction(async ({ forwarding, tell }) => {
      const plan = { rules: [rule('available', { situation: 'outside-hours' })], ownHours }
      await forwarding.save('bob', plan)
      tell({ type: 'forwarding.updated', person: 'bob', data: { ...plan, officeHours } })
    })
    await rings(bob)
    clock.set(monday)
    await rings(carol)
  })

  test('S8 callers from outside go by their own rules', async () => {
    const { house } = await begin()
    const [alice, bob, carol] = [await house.signIn('alice'), await house.signIn('bob'), await house.signIn('carol')]
    await house.forward('bob', [rule('available', { callers: 'outside' })])
    const trunk = await house.connect('trunk')
    await trunk.call('202', { from: '<sip:+31612345678@127.0.0.1>' })
    const inc = await carol.incoming()
    inc.reject(486)
    await alice.call('202')
    await bob.incoming()
    await eventually(async () => (await house.records('carol')).length === 1)
    expect(await house.records('bob')).toMatchObject([{ kind: 'missed', from: { number: '+31612345678' } }])
  })

  test('C18 C19 devices are on the list with their state, are not rung when switched off, and ring again', async () => {
    const { house } = await begin()
    const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob', { instance: 'desk' })]
    await eventually(async () => (await house.devices('bob')).length === 1)
    const [device] = await house.devices('bob')
    expect(device).toMatchObject({ instance: 'urn:uuid:desk', name: 'Telephone', kind: 'desk-phone', rings: true })
    expect(house.office.device('bob', 'urn:uuid:desk')).toBe('reachable')
    await house.ring('bob', device?.id ?? '', false)
    await (await alice.call('202')).response(480)
    await house.ring('bob', device?.id ?? '', true)
    await connected(alice, bob, '202')
    expect(house.office.device('bob', 'urn:uuid:desk')).toBe('in-call')
    const carol = await house.signIn('carol')
    await house.update('bob', { callWaiting: false })
    await (await carol.call('202')).response(486)
    bob.vanish()
    await eventually(() => house.office.device('bob', 'urn:uuid:desk') === 'offline')
  })

  test('S1 what telephones do is told to everybody, beside what the person says', async () => {
    const { house } = await begin()
    await house.say('bob', 'lunch', { note: 'Back at two' })
    const told = () =>
      house.events
        .filter(({ type, subject }) => type === 'presence.updated' && subject === 'bob')
        .map((event) => contentOf(event).value as PersonPresence)
    await eventually(() => told().at(-1)?.person.status === 'lunch')
    house.events.length = 0
    const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
    await eventually(() => told().at(-1)?.device === 'reachable')
    const { callerSide } = await connected(alice, bob, '202')
    await eventually(() => told().at(-1)?.line === 'in-call')
    await alice.inside(callerSide, 'BYE').final()
    await eventually(() => told().at(-1)?.line === 'idle')
    bob.vanish()
    await eventually(() => told().at(-1)?.device === 'offline')
    expect(new Set(told().map(({ person }) => `${person.status} ${person.note}`))).toEqual(
      new Set(['lunch Back at two']),
    )
    expect(house.events.filter(({ person, type }) => type === 'presence.updated' && person !== undefined)).toEqual([])
  })

  test('H1 W4 records are written for each, told to whom they belong, and a missed one is counted', async () => {
    const { house } = await begin()
    const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
    const { callerSide } = await connected(alice, bob, '202')
    await alice.inside(callerSide, 'BYE').final()
    const missed = await alice.call('202')
    const inc = await bob.incoming()
    inc.ring()
    await missed.response(180)
    missed.cancel()
    await inc.cancelled()
    await eventually(async () => (await house.records('bob')).length === 2)
    await eventually(async () => (await house.records('alice')).length === 2)
    expect((await house.records('bob')).map(({ kind, seen }) => [kind, seen])).toEqual([
      ['missed', false],
      ['answered', true],
    ])
    const told = (type: string) => house.events.filter((event) => event.type === type).map(({ person }) => person)
    await eventually(() => told('missed.updated').length === 1)
    expect(told('record.added').sort()).toEqual(['alice', 'alice', 'bob', 'bob'])
    expect(told('missed.updated')).toEqual(['bob'])
  })

  test('H1 a person who is removed during a call: they cannot be called any more, the other has a record', async () => {
    const { house } = await begin()
    const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
    const { callerSide, calleeSide } = await connected(alice, bob, '202')
    await house.store.transaction(async ({ people, tell }) => {
      await people.remove('bob')
      tell({ type: 'presence.removed', subject: 'bob', data: { id: 'bob' } })
    })
    await alice.inside(callerSide, 'BYE').final()
    await bob.hungUp(calleeSide)
    await (await alice.call('202')).response(404)
    expect((await bob.register()).status).toBe(401)
    await eventually(async () => (await house.records('alice')).length === 2)
    expect(await house.records('bob')).toEqual([])
  })

  test('somebody who is new can be called as soon as they were told of', async () => {
    const { house } = await begin()
    const alice = await house.signIn('alice')
    await (await alice.call('204')).response(404)
    await house.store.transaction(async ({ people, presence, tell }) => {
      await people.create({ id: 'dave', user: 'dave', extension: '204', name: 'Dave', email: 'dave@example.nl' })
      tell({ type: 'presence.updated', subject: 'dave', data: await presence.of('dave') })
    })
    await eventually(() => house.office.people.count === 4)
    await (await alice.call('204')).response(480)
  })

  test('S1 after a process that did not end well everybody is told that nobody is in a call', async () => {
    const { clock, kept, house } = await begin()
    const presence = { id: 'bob', person: { status: 'available', since: monday }, line: 'in-call', device: 'reachable' }
    await house.close()
    await kept.transaction(async ({ tell }) => tell({ type: 'presence.updated', subject: 'bob', data: presence }))
    const next = await openBackOffice(kept, { clock })
    const told = () => next.events.filter(({ subject }) => subject === 'bob').map((event) => contentOf(event).value)
    await eventually(() => told().length > 0)
    expect(told().at(-1)).toMatchObject({ line: 'idle', device: 'offline' })
  })
})
