import { type Call, type CallCommands, OffhookError } from '@offhook/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AliceTab, createHouse, settle } from './testing/tabs.ts'

type Name = Exclude<keyof CallCommands, 'consult'>
type Step =
  | { readonly do: 'open' | 'dial' | 'ring' | 'wait' | 'sleep' | 'answer' | 'bye' }
  | { readonly do: 'close' | 'crash' | 'freeze' | 'thaw'; readonly which: number }
  | { readonly do: 'cut' | 'mend'; readonly who: 'alice' | 'bob' }
  | { readonly do: 'command'; readonly which: number; readonly name: Name }

const commands: Record<Name, (call: Call) => Promise<void>> = {
  answer: (call) => call.answer(),
  decline: (call) => call.decline(),
  hangUp: (call) => call.hangUp(),
  hold: (call) => call.hold(),
  resume: (call) => call.resume(),
  mute: (call) => call.mute(),
  unmute: (call) => call.unmute(),
  sendDigits: (call) => call.sendDigits('1'),
  transfer: (call) => call.transfer('203'),
}

const which = fc.nat(5)
const who = fc.constantFrom('alice' as const, 'bob' as const)
const name = fc.constantFrom(...(Object.keys(commands) as Name[]), 'hold' as const, 'resume' as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('open', 'dial', 'ring', 'answer') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('wait', 'wait', 'sleep', 'bye') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('close', 'crash', 'freeze', 'thaw'), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cut', 'mend', 'mend'), who }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('command'), which, name }) },
)

/** Walks a path of tabs that come and go and of commands, and gives what is there when everything is quiet. */
async function walk(path: readonly Step[]) {
  const house = await createHouse()
  const tabs: AliceTab[] = []
  const wrongs: unknown[] = []
  const settled: Promise<unknown>[] = []
  const ask = (run: () => Promise<unknown>) => {
    try {
      settled.push(run().catch((error: unknown) => error instanceof OffhookError || wrongs.push(error)))
    } catch (error) {
      if (!(error instanceof OffhookError)) wrongs.push(error)
    }
  }
  const alive = () => tabs.filter(({ tab }) => !tab.isGone() && !tab.isFrozen())
  const one = <T>(all: readonly T[], at: number) => all[at % Math.max(all.length, 1)]
  const open = () => {
    const tab = house.open(`${tabs.length}`)
    tabs.push(tab)
    ask(() => tab.phone.connection.connect())
  }
  const end = (tab: AliceTab | undefined, how: 'close' | 'crash') => {
    if (tab === undefined) return
    tabs.splice(tabs.indexOf(tab), 1)
    tab[how]()
  }

  const take = (now: Step) => {
    const any = one(alive(), now.do === 'command' ? now.which : 0)
    switch (now.do) {
      case 'open':
        return tabs.length < 4 && open()
      case 'dial':
        return ask(async () => any?.phone.calls.dial('202'))
      case 'ring':
        return ask(async () => house.bob.calls.dial('201'))
      case 'answer':
        for (const call of house.bob.calls.getSnapshot().all) if (call.can('answer')) ask(call.answer)
        return
      case 'bye':
        for (const call of house.bob.calls.getSnapshot().all) if (call.can('hangUp')) return ask(call.hangUp)
        return
      case 'command': {
        const call = any?.phone.calls.getSnapshot().all[0]
        if (call?.can(now.name)) ask(() => commands[now.name](call))
        return
      }
      case 'close':
        return end(one(alive(), now.which), 'close')
      case 'crash':
        return end(one(tabs, now.which), 'crash')
      case 'freeze':
        return one(alive(), now.which)?.tab.freeze()
      case 'thaw':
        return one(tabs, now.which)?.tab.thaw()
      case 'cut':
        return house.network.cut(now.who)
      case 'mend':
        return house.network.restore(now.who)
      case 'sleep':
        return house.clock.advance(5_000)
      case 'wait':
        return
    }
  }

  const owners = () => alive().filter((tab) => tab.tabs.getSnapshot().role === 'owner')
  for (const now of path) {
    // what a page does at once, it does to its end
    for (let turn = 0; turn < 30; turn++) await undefined
    take(now)
    // what it was told while it slept a page hears before anybody clicks on it
    if (now.do === 'thaw') await settle(2)
    if (now.do !== 'wait' && now.do !== 'sleep') continue
    await settle()
    expect(owners().length).toBeLessThanOrEqual(1)
  }
  for (const person of ['alice', 'bob']) house.network.restore(person)
  for (const { tab } of tabs) tab.thaw()
  if (tabs.length === 0) open()
  // forty seconds in which everybody can say what they have to, and who did not come back is missed
  for (let round = 0; round < 80; round++) {
    await settle(round < 20 ? 4 : 1)
    house.clock.advance(500)
  }
  await settle()
  return { ...house, tabs, wrongs, settled, owners }
}

const paths = fc.array(step, { minLength: 10, maxLength: 40, size: 'max' })
// the limit leaves time to tell the smallest path that fails
const numRuns = Number(process.env.OFFHOOK_WALKS ?? 300)
const longest = Math.max(40_000, numRuns * 150)
const options = { numRuns, interruptAfterTimeLimit: longest, markInterruptAsFailure: true }

test(
  'property: C15 however tabs come, go, freeze and thaw, one of them carries the calls and all show the same',
  async () => {
    await fc.assert(
      fc.asyncProperty(paths, async (path) => {
        const { tabs, wrongs, line, owners, network, bob, carol } = await walk(path)
        expect(wrongs).toEqual([])
        expect(line.wrongs).toEqual([])
        expect(owners()).toHaveLength(1)
        const [first, ...others] = tabs.map(({ seen }) => seen())
        for (const other of others) expect(other).toEqual(first)
        // nobody is in a call that is alive on one side only
        const here = tabs[0]?.phone.calls.getSnapshot().all.length ?? 0
        const heard = network.hears('alice').length
        expect(heard).toBeLessThanOrEqual(here)
        const there = [bob, carol].map(({ calls }) => calls.getSnapshot().all.length)
        expect([here, ...there].reduce((sum, each) => sum + each) % 2, `calls of each: ${[here, ...there]}`).toBe(0)
        network.endAll('exchange-error')
        await settle()
        for (const tab of tabs) expect(tab.phone.calls.getSnapshot().all).toEqual([])
        for (const tab of tabs) tab.close()
        await settle()
      }),
      options,
    )
  },
  longest + 20_000,
)
