import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OffhookError } from '../errors.ts'
import type { Call, CallCommands } from './call.ts'
import { createStage } from './fake-network.ts'
import { callMachine } from './machine.ts'
import type { CallFacet, CallSignal } from './signal.ts'
import type { CallSnapshot } from './snapshot.ts'

type Name = keyof CallCommands
type CallStep = (call: Call) => unknown
type Step =
  | { readonly do: 'ring' | 'dial' | 'wait' | 'swap' }
  | { readonly do: 'command'; readonly name: Name; readonly which: number }
  | { readonly do: 'reply'; readonly how: 'obey' | 'accept' | 'refuse'; readonly which: number }
  | { readonly do: 'news'; readonly news: CallSignal; readonly which: number }
  // something that is legal there, so that long paths lead somewhere
  | { readonly do: 'legal command' | 'due news'; readonly which: number; readonly seed: number }

const commands: Record<Name, CallStep> = {
  answer: (call) => call.answer(),
  decline: (call) => call.decline(),
  hangUp: (call) => call.hangUp(),
  hold: (call) => call.hold(),
  resume: (call) => call.resume(),
  mute: (call) => call.mute(),
  unmute: (call) => call.unmute(),
  sendDigits: (call) => call.sendDigits('1'),
  transfer: (call) => call.transfer('303'),
  consult: (call) => call.consult('303').colleague,
}

const facets: CallFacet[] = [
  { type: 'muted', muted: true },
  { type: 'remote-hold', held: true },
  { type: 'media', media: 'flowing' },
  { type: 'timings', timings: { audio: 12 } },
  { type: 'transfer-progress', progress: 'ringing' },
]
const moves: CallSignal[] = [
  { type: 'alerting', earlyMedia: true },
  { type: 'connected' },
  { type: 'held' },
  { type: 'resumed' },
  { type: 'transferred' },
  { type: 'ended', reason: 'hung-up', by: 'them' },
]

const which = fc.nat(7)
const seed = fc.nat(99)
const name = fc.constantFrom(...(Object.keys(commands) as Name[]))
const how = fc.constantFrom('obey', 'obey', 'accept', 'refuse')
const its = <Name extends Step['do']>(word: Name) => fc.constant(word)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('ring', 'dial', 'swap') }) },
  { weight: 4, arbitrary: fc.record({ do: its('wait') }) },
  { weight: 2, arbitrary: fc.record({ do: its('command'), name, which }) },
  { weight: 6, arbitrary: fc.record({ do: its('legal command'), which, seed }) },
  { weight: 6, arbitrary: fc.record({ do: its('reply'), how, which }) },
  { weight: 2, arbitrary: fc.record({ do: its('news'), news: fc.constantFrom(...moves, ...moves, ...facets), which }) },
  { weight: 4, arbitrary: fc.record({ do: its('due news'), which, seed }) },
)

const quiet = () => new Promise<void>((resolve) => void setImmediate(resolve))

/** Walks a path and watches that no call ever leaves the promises of its snapshot. */
async function walk(path: readonly Step[], { canRefuseHolds }: { canRefuseHolds: boolean }) {
  const stage = createStage()
  const { network, calls } = stage
  network.hesitate('dial', 'answer', 'decline', 'hangUp', 'hold', 'resume', 'mute', 'unmute', 'sendDigits', 'transfer')
  const met: Call[] = []
  const promises: Promise<unknown>[] = []
  const wasRefusedHold = new Set<string>()
  const silent = new Set<string>()
  const broken: unknown[] = []
  let settled = 0
  let rings = 0

  const meet = (call: Call | undefined) => {
    if (call === undefined) return
    met.push(call)
    watch(call, broken)
  }
  const ask = (run: () => unknown) => {
    try {
      const asked = run()
      if (asked instanceof Promise) promises.push(asked.then(done, failed))
      else if (asked !== undefined) meet(asked as Call)
    } catch (error) {
      expect(error).toMatchObject({ code: 'illegal-command' })
    }
  }
  const done = () => void settled++
  const failed = (error: unknown) => {
    if (!(error instanceof OffhookError)) broken.push(error)
    settled++
  }
  const one = <T>(all: readonly T[], at: number) => all[at % Math.max(all.length, 1)]

  // calls end soon enough by the other steps
  const isLasting = (word: string) => !['hangUp', 'decline', 'ended', 'transferred'].includes(word)
  const due = (call: Call, seed: number) => {
    const name = one(Object.keys(callMachine.table[call.getSnapshot().status].signals).filter(isLasting), seed)
    return moves.find(({ type }) => type === name)
  }
  const legal = (call: Call, seed: number) =>
    one(Object.keys(commands).filter((name) => isLasting(name) && call.can(name as Name)) as Name[], seed)

  const take = (now: Step) => {
    switch (now.do) {
      case 'wait':
        return
      case 'ring':
        return meet(stage.ring(`in${++rings}`))
      case 'dial':
        return meet(calls.dial('201'))
      case 'swap':
        return ask(calls.swap)
      case 'reply':
        return reply(now)
    }
    const call = one(met, now.which)
    if (call === undefined) return
    const name = now.do === 'command' ? now.name : now.do === 'legal command' ? legal(call, now.seed) : undefined
    if (name !== undefined) ask(() => commands[name](call))
    const news = now.do === 'news' ? now.news : now.do === 'due news' ? due(call, now.seed) : undefined
    if (news !== undefined) network.signal(call.id, news)
  }
  const reply = ({ how, which: at }: Extract<Step, { do: 'reply' }>) => {
    const waiting = one(network.waiting, at)
    if (waiting === undefined) return
    const isHold = waiting.command.type === 'hold'
    if (how === 'accept') silent.add(waiting.id)
    if (how !== 'refuse') waiting[how]()
    else if (!isHold) waiting.refuse()
    else if (canRefuseHolds) {
      wasRefusedHold.add(waiting.id)
      waiting.refuse()
    } else waiting.obey()
  }

  for (const now of path) {
    stage.clock.advance(1)
    take(now)
    if (now.do === 'wait') await quiet()
  }
  await quiet()
  const isDone = () => network.waiting.length === 0 && !met.some(isPending)
  for (let round = 0; round < 50 && !isDone(); round++) {
    for (const waiting of [...network.waiting]) waiting.obey()
    await quiet()
    // what was handed over without news the network keeps pending; only the other side can end that
    for (const call of met) if (isPending(call) && silent.has(call.id)) network.ended(call.id)
    await quiet()
  }
  expect(met.filter(isPending).map(({ id }) => id)).toEqual([])
  expect(broken).toEqual([])
  return { ...stage, met, promises, wasRefusedHold, settled: () => settled }
}

const isPending = (call: Call) =>
  ['answering', 'holding', 'resuming', 'transferring', 'ending'].includes(call.getSnapshot().status)

/** Every snapshot a call ever has is of its union, follows its table, and keeps what is for ever. */
function watch(call: Call, broken: unknown[]) {
  let before: CallSnapshot = call.getSnapshot()
  const check = () => {
    const now = call.getSnapshot()
    expectOfUnion(now)
    expect(now.startedAt).toBe(before.startedAt)
    if ('connectedAt' in before) expect(now).toHaveProperty('connectedAt', before.connectedAt)
    if (now !== before) expect(before.status).not.toBe('ended')
    if (now.status !== before.status) expect(edges(before.status)).toContain(now.status)
    before = now
  }
  const guardedCheck = () => {
    try {
      check()
    } catch (error) {
      broken.push(error)
    }
  }
  guardedCheck()
  call.subscribe(guardedCheck)
}

function edges(from: keyof typeof callMachine.table): readonly string[] {
  const row = callMachine.table[from]
  const refused = 'refused' in row ? (row.refused === 'back' ? ['connected', 'held'] : [row.refused]) : []
  return [...Object.values(row.commands), ...Object.values(row.signals), ...refused]
}

const always = [
  'id',
  'direction',
  'remote',
  'via',
  'startedAt',
  'muted',
  'remoteHold',
  'remoteConnection',
  'media',
  'timings',
  'status',
]
const own: Record<CallSnapshot['status'], readonly string[]> = {
  ...{ dialing: [], ringing: [], answering: [], alerting: ['earlyMedia'] },
  ...{ connected: ['connectedAt'], holding: ['connectedAt'], held: ['connectedAt'], resuming: ['connectedAt'] },
  ...{ transferring: ['connectedAt', 'to', 'progress'], ending: [], ended: ['endedAt', 'reason', 'by'] },
}
const maybe = ['dialled', 'quality', 'connectedAt', 'detail']

function expectOfUnion(now: CallSnapshot) {
  const must = [...always, ...own[now.status]]
  expect(Object.keys(now)).toEqual(expect.arrayContaining(must))
  const canBe = ['ending', 'ended'].includes(now.status) ? maybe : maybe.filter((key) => key !== 'connectedAt')
  expect(Object.keys(now).filter((key) => !must.includes(key) && !canBe.includes(key))).toEqual([])
  expect(Object.values(now)).not.toContain(undefined)
}

const unhandled: unknown[] = []
const see = (reason: unknown) => unhandled.push(reason)
beforeEach(() => void process.on('unhandledRejection', see))
afterEach(() => void process.off('unhandledRejection', see))

const paths = fc.array(step, { minLength: 40, maxLength: 120, size: 'max' })
// the limit leaves time to tell the smallest path that fails
const options = { numRuns: 200, interruptAfterTimeLimit: 40_000 }

test('property: on any path at most one call has the sound, whatever came late or was overtaken', async () => {
  await fc.assert(
    fc.asyncProperty(paths, async (path) => {
      const { met, close } = await walk(path, { canRefuseHolds: false })
      expect(met.filter((call) => call.getSnapshot().status === 'connected').length).toBeLessThanOrEqual(1)
      close()
    }),
    options,
  )
}, 60_000)

test('property: with holds refused too, a second call has sound only if it could not be put on hold', async () => {
  await fc.assert(
    fc.asyncProperty(paths, async (path) => {
      const { met, close, wasRefusedHold } = await walk(path, { canRefuseHolds: true })
      const connected = met.filter((call) => call.getSnapshot().status === 'connected')
      expect(connected.filter(({ id }) => !wasRefusedHold.has(id)).length).toBeLessThanOrEqual(1)
      close()
    }),
    options,
  )
}, 60_000)

test('property: when the calls have ended every promise is settled, nothing is listed, and nothing is unhandled', async () => {
  await fc.assert(
    fc.asyncProperty(paths, async (path) => {
      const { met, promises, settled, network, calls } = await walk(path, { canRefuseHolds: true })
      for (const call of met) network.ended(call.id)
      await quiet()
      expect(met.map((call) => call.getSnapshot().status)).toEqual(met.map(() => 'ended'))
      expect(settled()).toBe(promises.length)
      expect(calls.getSnapshot()).toEqual({ all: [], active: undefined })
      expect(unhandled).toEqual([])
    }),
    options,
  )
}, 60_000)
