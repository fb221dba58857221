import { type Call, type Clock, createPhone, type Phone } from '@offhook/core'
import { createManualClock, createNetwork, type ManualClock } from '@offhook/core/testing'
import { acrossTabs, type SharedTransport } from '../across-tabs.ts'
import { createFakeBrowser, type FakeTab, soon } from './browser.ts'
import { createFakeLine } from './line.ts'

/** Alice's phone in one tab. */
export interface AliceTab {
  readonly tab: FakeTab
  readonly phone: Phone
  readonly tabs: SharedTransport['tabs']
  /** The only call there is. */
  only(): Call
  /** What it shows: the calls and the connection. */
  seen(): unknown
  crash(): void
  close(): void
}

/** Lets every task and microtask run that is waiting, and those they start. */
export async function settle(rounds = 12): Promise<void> {
  for (let round = 0; round < rounds; round++) await new Promise((resolve) => soon(resolve))
}

/** Alice with a browser, Bob and Carol with a telephone each. */
export async function createHouse() {
  const clock: ManualClock = createManualClock(1_000_000)
  const network = createNetwork({ clock })
  const browser = createFakeBrowser()
  const line = createFakeLine(network.join('alice'), clock)
  const others = ['bob', 'carol'].map((person) => createPhone(network.join(person), { clock })) as [Phone, Phone]
  for (const other of others) void other.connection.connect()
  const events: string[] = []

  const open = (name: string): AliceTab => {
    const tab = browser.tab()
    // the timers of a page that sleeps wait until it wakes
    const own: Clock = { now: clock.now, after: (ms, run) => clock.after(ms, () => tab.task(run)) }
    const shared = acrossTabs(line.plug(tab), { clock: own, locks: tab.locks, openChannel: tab.openChannel })
    const phone = createPhone(shared, { clock: own })
    for (const event of ['incoming', 'resumed', 'answered', 'ended', 'missed'] as const) {
      phone.on(event, () => void events.push(`${name} ${event}`))
    }
    return {
      ...{ tab, phone, tabs: shared.tabs },
      only: () => onlyOf(phone),
      seen: () => ({
        // which of two began first is not the same to everybody
        calls: phone.calls
          .getSnapshot()
          .all.map((call) => call.getSnapshot())
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
        connection: phone.connection.getSnapshot(),
      }),
      crash() {
        tab.crash()
        line.unplug(tab)
      },
      close: phone.close,
    }
  }
  await settle()
  return { ...{ clock, network, line, open, events, browser }, bob: others[0], carol: others[1] }
}

/** The only call a phone has. */
export function onlyOf(phone: Phone): Call {
  const [call, ...more] = phone.calls.getSnapshot().all
  if (call === undefined || more.length > 0) throw new Error(`${more.length} more calls, or none.`)
  return call
}

/** Alice with two tabs; the first one carries the phone. */
export async function twoTabs() {
  const house = await createHouse()
  const one = house.open('one')
  await settle()
  const two = house.open('two')
  await settle()
  two.phone.connection.connect().catch(() => {})
  await settle()
  return { ...house, one, two }
}

/** The same in a call with Bob, which was dialled in the second tab. */
export async function talking() {
  const house = await twoTabs()
  house.two.phone.calls.dial('202')
  await settle()
  await onlyOf(house.bob).answer()
  await settle()
  return house
}

/** What each tab is. */
export const roles = (...tabs: readonly AliceTab[]) => tabs.map(({ tabs: { getSnapshot } }) => getSnapshot().role)
