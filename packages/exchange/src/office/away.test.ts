import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../clock.ts'
import type { Facts } from '../log/logger.ts'
import { StoreError } from '../store/errors.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { onBoth } from '../store/testing/databases.ts'
import { startServer } from '../store/testing/postgres.ts'
import { hire, openBackOffice } from '../testing/back-office.ts'
import { eventually } from '../testing/house.ts'
import { connected } from '../testing/raw-phone.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const world = { clock: systemClock, logger: quiet }

/** A store whose database can be taken away: before a change is made, or after, so that nobody hears that it was. */
function interruptible(store: Store) {
  let fault: 'none' | 'before' | 'after' = 'none'
  const gone = () => new StoreError('unavailable', 'The database is away.')
  const wrapped: Store = {
    ...store,
    async transaction(work) {
      if (fault === 'before') throw gone()
      const result = await store.transaction(work)
      if (fault === 'after') throw gone()
      return result
    },
  }
  return {
    store: wrapped,
    make: (next: typeof fault) => {
      fault = next
    },
  }
}

function listening() {
  const heard: { event: string; facts: Facts }[] = []
  const note = (event: string, facts: Facts = {}) => void heard.push({ event, facts })
  return { heard, logger: { debug() {}, info() {}, warn: note, error: note } }
}

// the clerk tries again after up to five seconds, and waits as long when it stops
const patienceMs = 15_000

onBoth((open) => {
  const opened = async () => {
    const { store } = await open({ clock: systemClock })
    await hire(store)
    return store
  }

  test(
    'H1 S1 the database is away while calls begin and end: calls go on, and everything is written when it is back',
    async () => {
      const { store, make } = interruptible(await opened())
      const house = await openBackOffice(store, world)
      const phones = {
        alice: await house.signIn('alice'),
        bob: await house.signIn('bob'),
        carol: await house.signIn('carol'),
      }
      await eventually(async () => (await house.devices('carol')).length === 1)
      make('before')
      const first = await connected(phones.alice, phones.bob, '202')
      const second = await connected(phones.carol, phones.bob, '202')
      phones.alice.inside(first.callerSide, 'BYE')
      phones.carol.inside(second.callerSide, 'BYE')
      await phones.bob.hungUp(first.calleeSide)
      await phones.bob.hungUp(second.calleeSide)
      expect(await house.records('bob')).toEqual([])
      make('none')
      await eventually(async () => (await house.records('bob')).length === 2, 500)
      expect([(await house.records('alice')).length, (await house.records('carol')).length]).toEqual([1, 1])
      await eventually(() => house.office.of('bob').line === 'idle')
    },
    patienceMs,
  )

  test(
    'H1 an answer of the database that got lost does not make a second record',
    async () => {
      const { store, make } = interruptible(await opened())
      const house = await openBackOffice(store, world)
      const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
      const { callerSide } = await connected(alice, bob, '202')
      make('after')
      await alice.inside(callerSide, 'BYE').final()
      await eventually(async () => (await house.records('bob')).length === 1)
      make('none')
      await house.close()
      expect([(await house.records('bob')).length, (await house.records('alice')).length]).toEqual([1, 1])
    },
    patienceMs,
  )

  test('H1 stopping writes down what there was: calls that rang and calls that went on', async () => {
    const house = await openBackOffice(await opened(), world)
    const phones = {
      alice: await house.signIn('alice'),
      bob: await house.signIn('bob'),
      carol: await house.signIn('carol'),
    }
    await connected(phones.alice, phones.bob, '202')
    await phones.bob.call('203')
    await phones.carol.incoming()
    await house.close()
    const of = async (user: string) => (await house.records(user)).map(({ kind }) => kind)
    expect([await of('alice'), await of('carol')]).toEqual([['answered'], ['missed']])
    expect((await of('bob')).toSorted()).toEqual(['answered', 'failed'])
  })

  test(
    'H1 stopping without the database ends, and says how much is lost',
    async () => {
      const { store, make } = interruptible(await opened())
      const { heard, logger } = listening()
      const house = await openBackOffice(store, { ...world, logger })
      const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
      await connected(alice, bob, '202')
      make('before')
      await house.close()
      const lost = heard.findLast(({ event }) => event === 'back office closed without the database')
      expect(Number(lost?.facts.lost)).toBeGreaterThanOrEqual(2)
      expect(JSON.stringify(heard)).not.toContain('202')
    },
    patienceMs,
  )
})

test('H1 S1 a PostgreSQL that crashes and comes back during calls loses none of them', async () => {
  const server = await startServer()
  onTestFinished(server.stop)
  const store = await openStore({ databaseUrl: await server.database() }, world)
  onTestFinished(store.close)
  await hire(store)
  const house = await openBackOffice(store, world)
  const [alice, bob] = [await house.signIn('alice'), await house.signIn('bob')]
  const back = server.crash()
  let calls = 0
  let isBack = false
  void back.then(() => {
    isBack = true
  })
  do {
    const { callerSide, calleeSide } = await connected(alice, bob, '202')
    await alice.inside(callerSide, 'BYE').final()
    await bob.hungUp(calleeSide)
    calls += 1
  } while (!isBack && calls < 100)
  await back
  await eventually(async () => (await house.records('bob').catch(() => [])).length >= Math.min(calls, 50), 500)
  await house.close()
  const { calls: written } = await store.history.figures('alice', {})
  expect(written).toBe(calls)
}, 60_000)
