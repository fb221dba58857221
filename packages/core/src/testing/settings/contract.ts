import type { Settings } from '../../settings/settings.ts'
import { contentOf, loaded, type OfficeCase, type OfficeWorld, refusal, same } from '../office/world.ts'

/** The settings of two people, of whom alice has at least one device. */
export type SettingsWorld = OfficeWorld<Settings>

const switches = async (world: SettingsWorld) => {
  const { alice, bob } = world
  const window = await world.another()
  await loaded(world, alice, bob, window)
  const before = contentOf(alice)
  const changing = alice.update({ callWaiting: !before.callWaiting })
  const now = alice.getSnapshot()
  same(now.status === 'saving' && now.wanted, { callWaiting: !before.callWaiting }, 'what is wanted meanwhile')
  await changing
  same(contentOf(alice).callWaiting, !before.callWaiting, 'the switch, as soon as it is true')
  same(contentOf(alice).ringer, before.ringer, 'the other switch')
  await world.until(() => contentOf(window).callWaiting === !before.callWaiting, 'the other window has it')
  same(contentOf(bob).callWaiting, before.callWaiting, 'the switch of a colleague')
  await alice.update({ callWaiting: before.callWaiting })
}

const atOnce = async (world: SettingsWorld) => {
  const { alice } = world
  await loaded(world, alice)
  const { simultaneousRing, ringer } = contentOf(alice)
  await Promise.all([alice.update({ simultaneousRing: !simultaneousRing }), alice.update({ ringer: !ringer })])
  const both = contentOf(alice)
  same([both.simultaneousRing, both.ringer], [!simultaneousRing, !ringer], 'both switches')
  same(alice.getSnapshot().status, 'ready', 'the status after')
  await alice.update({ simultaneousRing, ringer })
}

const devices = async (world: SettingsWorld) => {
  const { alice } = world
  const window = await world.another()
  await loaded(world, alice, window)
  await world.until(() => contentOf(alice).devices.length > 0, 'there is a device')
  const [device] = contentOf(alice).devices
  if (device === undefined) throw new Error('There is no device.')
  await alice.ring(device.id, !device.rings)
  const rings = (settings: Settings) => contentOf(settings).devices.find(({ id }) => id === device.id)?.rings
  same(rings(alice), !device.rings, 'whether it rings')
  await world.until(() => rings(window) === !device.rings, 'the other window has it')
  same(
    (await refusal(() => alice.ring('no-such-device', true), 'a device that is not there')).code,
    'not-found',
    'the error',
  )
  await alice.ring(device.id, device.rings)
}

/** What every transport of settings does. */
export const settingsContract: readonly OfficeCase<SettingsWorld>[] = [
  { id: 'C18', name: 'a switch is set, and the other window sees it', run: switches },
  { id: 'C18', name: 'two switches at once are both set', run: atOnce },
  { id: 'C19', name: 'a device rings or not, and the other window sees it', run: devices },
]
