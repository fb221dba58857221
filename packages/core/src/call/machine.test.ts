import { expect, expectTypeOf, test } from 'vitest'
import { IllegalCommandError } from '../errors.ts'
import type { CommandOf } from '../kernel/machine.ts'
import { toMermaid } from '../kernel/machine.ts'
import type { Call, CallCommands } from './call.ts'
import { createStage, quiet } from './fake-network.ts'
import { type CallCommandIn, type CallStatus, callMachine } from './machine.ts'
import type { CallSignal } from './signal.ts'
import type { CallCommand } from './transport.ts'

type Stage = ReturnType<typeof createStage>

const dial = async ({ calls }: Stage) => {
  const call = calls.dial('303')
  await quiet()
  return call
}

/** A call in each status, brought there by the public API and a network. */
const ways: Record<CallStatus, (stage: Stage) => Promise<Call>> = {
  dialing: dial,
  async alerting(stage) {
    const call = await dial(stage)
    stage.network.signal(call.id, { type: 'alerting', earlyMedia: false })
    return call
  },
  ringing: async ({ ring }) => ring('a'),
  async answering({ ring, network }) {
    network.hesitate('answer')
    const call = ring('a')
    call.answer()
    return call
  },
  connected: ({ connect }) => connect('a'),
  async holding({ connect, network }) {
    const call = await connect('a')
    network.hesitate('hold')
    call.hold()
    return call
  },
  async held({ connect }) {
    const call = await connect('a')
    await call.hold()
    return call
  },
  async resuming({ connect, network }) {
    const call = await connect('a')
    await call.hold()
    network.hesitate('resume')
    call.resume()
    return call
  },
  async transferring({ connect, network }) {
    const call = await connect('a')
    network.hesitate('transfer')
    call.transfer('303')
    return call
  },
  async ending({ connect, network }) {
    const call = await connect('a')
    network.hesitate('hangUp')
    call.hangUp()
    return call
  },
  async ended({ connect }) {
    const call = await connect('a')
    await call.hangUp()
    return call
  },
}

const give: Record<keyof CallCommands, (call: Call) => unknown> = {
  answer: (call) => call.answer(),
  decline: (call) => call.decline(),
  hangUp: (call) => call.hangUp(),
  hold: (call) => call.hold(),
  resume: (call) => call.resume(),
  mute: (call) => call.mute(),
  unmute: (call) => call.unmute(),
  sendDigits: (call) => call.sendDigits('1'),
  transfer: (call) => call.transfer('303'),
  consult: (call) => call.consult('303'),
}

const signals: Record<'alerting' | 'connected' | 'held' | 'resumed' | 'transferred' | 'ended', CallSignal> = {
  alerting: { type: 'alerting', earlyMedia: true },
  connected: { type: 'connected' },
  held: { type: 'held' },
  resumed: { type: 'resumed' },
  transferred: { type: 'transferred' },
  ended: { type: 'ended', reason: 'busy', by: 'them' },
}

const all = Object.keys(ways) as CallStatus[]
const commands = Object.keys(give) as (keyof CallCommands)[]
const cells = all.flatMap((status) => commands.map((command) => [command, status] as const))
const isLegal = (status: CallStatus, command: string) => callMachine.allowed(status).includes(command)

async function bring(status: CallStatus) {
  const stage = createStage()
  const call = await ways[status](stage)
  await quiet()
  expect(call.getSnapshot().status).toBe(status)
  return { ...stage, call }
}

test('what is allowed where, written out once more', () => {
  const allowed = Object.fromEntries(all.map((status) => [status, callMachine.allowed(status).join(' ')]))
  expect(allowed).toEqual({
    dialing: 'mute unmute hangUp',
    alerting: 'mute unmute sendDigits hangUp',
    ringing: 'answer decline',
    answering: 'mute unmute hangUp',
    connected: 'mute unmute sendDigits hold consult transfer hangUp',
    holding: 'mute unmute hangUp',
    held: 'mute unmute resume consult transfer hangUp',
    resuming: 'mute unmute hangUp',
    transferring: 'hangUp',
    ending: '',
    ended: '',
  })
})

test('the walk below meets every status, every command and every signal of the table', () => {
  const rows = Object.values(callMachine.table)
  const names = (part: 'commands' | 'signals') => [...new Set(rows.flatMap((row) => Object.keys(row[part])))].sort()
  expect([...all].sort()).toEqual(Object.keys(callMachine.table).sort())
  expect([...commands].sort()).toEqual(names('commands'))
  expect(Object.keys(signals).sort()).toEqual(names('signals'))
})

test.each(cells.filter(([command, status]) => isLegal(status, command)))(
  '%s while %s leads where the table says, and goes to the network',
  async (command, status) => {
    const { call, network } = await bring(status)
    expect(call.can(command)).toBe(true)
    network.hesitate('answer', 'decline', 'hangUp', 'hold', 'resume', 'transfer', 'mute', 'unmute', 'sendDigits')
    const before = network.sent.length
    give[command](call)
    expect(call.getSnapshot().status).toBe(callMachine.command(status, command))
    await quiet()
    const sent = network.sent.slice(before)
    const isHeldFirst = command === 'consult' && status === 'connected'
    const consulted = isHeldFirst ? [`${call.id} hold`] : [expect.stringMatching(/^out\d dial$/)]
    expect(sent).toEqual(command === 'consult' ? consulted : [`${call.id} ${command}`])
  },
)

test.each(cells.filter(([command, status]) => !isLegal(status, command)))(
  '%s while %s is a bug of the app: it throws, names what is allowed, and changes nothing',
  async (command, status) => {
    const { call, network } = await bring(status)
    const before = call.getSnapshot()
    const sent = network.sent.length
    expect(call.can(command)).toBe(false)
    const facts = { code: 'illegal-command', command, status, allowed: callMachine.allowed(status) }
    expect(() => give[command](call)).toThrow(IllegalCommandError)
    expect(() => give[command](call)).toThrow(expect.objectContaining(facts))
    expect(() => callMachine.command(status, command)).toThrow(expect.objectContaining(facts))
    await quiet()
    expect(call.getSnapshot()).toBe(before)
    expect(network.sent).toHaveLength(sent)
  },
)

const news = all.flatMap((status) =>
  (Object.keys(signals) as (keyof typeof signals)[]).map((name) => [name, status] as const),
)

test.each(news)('the news %s while %s leads where the table says, or is late and dropped', async (name, status) => {
  const { call, network } = await bring(status)
  const before = call.getSnapshot()
  const next = callMachine.signal(status, name)
  network.signal(call.id, signals[name])
  if (next === undefined) expect(call.getSnapshot()).toBe(before)
  else expect(call.getSnapshot().status).toBe(next)
})

const pending = {
  answering: ['answer', 'ringing'],
  holding: ['hold', 'connected'],
  resuming: ['resume', 'held'],
  transferring: ['transfer', 'connected'],
  ending: ['hangUp', 'ended'],
} as const satisfies Partial<Record<CallStatus, readonly [CallCommand['type'], CallStatus]>>

test.each(Object.entries(pending))('a refusal while %s leads where the table says', async (status, [command, back]) => {
  const { call, network } = await bring(status as keyof typeof pending)
  network.next(command).refuse()
  await quiet()
  expect(call.getSnapshot().status).toBe(back)
  expect(callMachine.refused(status as CallStatus, 'connected')).toBe(back)
})

test('the table draws the life of a call', () => {
  const lines = toMermaid(callMachine).split('\n')
  expect(lines.slice(0, 3)).toEqual(['stateDiagram-v2', '  [*] --> dialing', '  [*] --> ringing'])
  expect(lines).toContain('  connected --> holding: hold()')
  expect(lines).toContain('  holding --> held: held')
  expect(lines).toContain('  holding --> connected: refused')
  expect(lines).toContain('  transferring --> held: refused')
  expect(lines).toContain('  transferring --> connected: refused')
  expect(lines.at(-1)).toBe('  ended --> [*]')
})

test('types: a call in a known status offers its legal commands only', () => {
  expectTypeOf<CallCommandIn<'ringing'>>().toEqualTypeOf<'answer' | 'decline'>()
  expectTypeOf<CallCommandIn<'held'>>().toEqualTypeOf<
    'mute' | 'unmute' | 'resume' | 'consult' | 'transfer' | 'hangUp'
  >()
  expectTypeOf<CallCommandIn<'ended'>>().toEqualTypeOf<never>()
  expectTypeOf<CommandOf<typeof callMachine.table>>().toEqualTypeOf<keyof CallCommands>()
})
