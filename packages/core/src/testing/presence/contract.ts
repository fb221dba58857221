import type { Presence } from '../../presence/presence.ts'
import { loaded, type OfficeCase, type OfficePerson, type OfficeWorld, same } from '../office/world.ts'

/** Presence as two people of a company see it. */
export interface PresenceWorld extends OfficeWorld<Presence> {
  /** Puts a person in a call until the function it gives is called. */
  inCall(person: OfficePerson): Promise<() => Promise<void>>
}

const shown = (presence: Presence, id: string) => presence.of(id).getSnapshot()?.display.status
const own = (presence: Presence) => {
  const now = presence.getSnapshot()
  return now.status === 'loading' ? undefined : now.value
}

const isSeen = async (world: PresenceWorld) => {
  const { alice, bob, ids, until } = world
  await loaded(world, alice, bob)
  await alice.set('do-not-disturb', { note: 'Writing' })
  same(own(alice)?.person.status, 'do-not-disturb', 'the own status, as soon as it is true')
  same(own(alice)?.person.note, 'Writing', 'the own note')
  await until(() => shown(bob, ids.alice) === 'do-not-disturb', 'a colleague sees it')
  same(bob.of(ids.alice).getSnapshot()?.person.note, 'Writing', 'the note a colleague sees')
  same(own(bob)?.person.status, 'available', 'the status of the colleague')
  await alice.clear()
  await until(() => shown(bob, ids.alice) !== 'do-not-disturb', 'a colleague sees that it is over')
  same(own(alice)?.person.note, undefined, 'the note after that')
}

const everyStatus = async (world: PresenceWorld) => {
  const { alice, bob, ids, until } = world
  await loaded(world, alice, bob)
  for (const status of ['away', 'do-not-disturb', 'lunch', 'holiday', 'meeting'] as const) {
    await alice.set(status)
    await until(() => shown(bob, ids.alice) === status, `a colleague sees ${status}`)
  }
  await alice.set('available')
  await until(() => bob.of(ids.alice).getSnapshot()?.person.status === 'available', 'a colleague sees available')
}

const otherWindow = async (world: PresenceWorld) => {
  const { alice } = world
  const window = await world.another()
  await loaded(world, alice, window)
  await alice.set('meeting')
  await world.until(() => own(window)?.person.status === 'meeting', 'the other window sees it')
  await window.clear()
  await world.until(() => own(alice)?.person.status === 'available', 'the first window sees it')
}

const whileItLasts = async (world: PresenceWorld) => {
  const { alice, bob, ids, until } = world
  await loaded(world, alice, bob)
  await alice.set('lunch', { until: world.now() + 1_500 })
  await until(() => shown(bob, ids.alice) === 'lunch', 'a colleague sees lunch')
  const end = bob.of(ids.alice).getSnapshot()?.person.until ?? 0
  await until(() => own(alice)?.person.status === 'available', 'it is over by itself')
  if (world.now() < end) throw new Error('It was over before its time.')
  await until(() => bob.of(ids.alice).getSnapshot()?.person.status === 'available', 'a colleague sees that it is over')
  same(own(alice)?.person.until, undefined, 'the end after the end')
}

const changedMind = async (world: PresenceWorld) => {
  const { alice } = world
  await loaded(world, alice)
  const end = world.now() + 1_000
  await alice.set('lunch', { until: end })
  await alice.set('holiday')
  await world.until(() => world.now() > end + 500, 'the end of the first status is long past')
  same(own(alice)?.person.status, 'holiday', 'the status')
}

const byItself = async (world: PresenceWorld) => {
  const { alice, bob, ids, until } = world
  await loaded(world, alice, bob)
  await alice.set('lunch')
  const end = await world.inCall('alice')
  await until(() => shown(bob, ids.alice) === 'in-call', 'a colleague sees the call')
  same(bob.of(ids.alice).getSnapshot()?.person.status, 'lunch', 'what was said by hand')
  await end()
  await until(() => shown(bob, ids.alice) === 'lunch', 'a colleague sees what was said by hand again')
  await alice.clear()
}

const team = async (world: PresenceWorld) => {
  const { alice, ids } = world
  await loaded(world, alice)
  await world.until(() => alice.team.getSnapshot().length >= 2, 'the team is there')
  const all = alice.team.getSnapshot().map(({ id }) => id)
  same(new Set(all).size, all.length, 'how many different people there are')
  for (const id of Object.values(ids)) if (!all.includes(id)) throw new Error(`${id} is not in the team.`)
  same(own(alice)?.id, ids.alice, 'who one is oneself')
  same(alice.of('nobody-has-this-id').getSnapshot(), undefined, 'somebody who is not there')
}

/** What every transport of presence does. */
export const presenceContract: readonly OfficeCase<PresenceWorld>[] = [
  { id: 'S1', name: 'what one says of oneself is seen by a colleague', run: isSeen },
  { id: 'S1', name: 'every status can be said', run: everyStatus },
  { id: 'S1', name: 'a second window of the same person says the same', run: otherWindow },
  { id: 'S1', name: 'a call is seen by itself, and what was said by hand is kept behind it', run: byItself },
  { id: 'S2', name: 'a status with an end goes back to available by itself', run: whileItLasts },
  { id: 'S2', name: 'the end of a status that was replaced ends nothing', run: changedMind },
  { id: 'S3', name: 'everybody of the team is there, once', run: team },
]
