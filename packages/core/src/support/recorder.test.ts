import { expect, test } from 'vitest'
import type { Call } from '../call/call.ts'
import { createPhone, type PhoneTransports } from '../phone.ts'
import { createManualClock, createNetwork, replayBundle } from '../testing/index.ts'
import { createSupportRecorder, type SupportBundle } from './recorder.ts'

const settle = async () => {
  for (let each = 0; each < 20; each++) await new Promise<void>((resolve) => setTimeout(resolve))
}

/** Writes down each status of each call of a phone, as it comes. */
function statusesOf(phone: {
  readonly calls: { subscribe(run: () => void): () => void; getSnapshot(): { all: readonly Call[] } }
}) {
  const seen: string[] = []
  const known = new Set<Call>()
  const look = () => {
    for (const call of phone.calls.getSnapshot().all) {
      if (known.has(call)) continue
      known.add(call)
      const note = () => {
        const line = `${call.id} ${call.getSnapshot().status}`
        if (seen.at(-1) !== line && !seen.slice(-6).includes(line)) seen.push(line)
      }
      call.subscribe(note)
      note()
    }
  }
  phone.calls.subscribe(look)
  return seen
}

async function day() {
  const clock = createManualClock(1_700_000_000_000)
  const network = createNetwork({ clock })
  const recorder = createSupportRecorder({ clock })
  const { hardware: _, ...transports } = network.join('alice')
  const alice = createPhone(recorder.watch<PhoneTransports>(transports), { clock })
  const bob = createPhone(network.join('bob'), { clock })
  await Promise.all([alice.connection.connect(), bob.connection.connect()])
  const seen = statusesOf(alice)
  return { clock, network, recorder, alice, bob, seen }
}

/** A call with everything in it, and one that is refused. */
async function story({ network, alice, bob, clock }: Awaited<ReturnType<typeof day>>) {
  const call = alice.call('202')
  await settle()
  await bob.calls.getSnapshot().all[0]?.answer()
  await settle()
  clock.advance(5_000)
  await call.sendDigits('12,9')
  network.refuseNext('hold')
  await call.hold().catch(() => {})
  await call.hold()
  network.dialIn({ to: 'alice', from: { name: 'Piet Jansen', number: '+31201234567' } })
  await settle()
  await alice.calls.getSnapshot().all[1]?.answer()
  await settle()
  await call.hangUp()
  await alice.calls
    .getSnapshot()
    .all[0]?.transfer('203')
    .catch(() => {})
  await settle()
  network.cut('alice')
  await settle()
}

test('a bundle is what happened, without names, numbers and digits', async () => {
  const world = await day()
  await story(world)
  world.recorder.note('the customer said it went silent')
  world.recorder.trace('out INVITE sip:[redacted] SIP/2.0')
  const text = JSON.stringify(world.recorder.bundle())
  for (const personal of ['Bob', 'Piet', 'Jansen', '201234567', '"202"', '"203"', '12,9'])
    expect(text).not.toContain(personal)
  const kinds = new Set(world.recorder.bundle().entries.map(({ kind }) => kind))
  for (const kind of ['incoming', 'signal', 'command', 'settled', 'asked', 'connection', 'note', 'trace']) {
    expect(kinds).toContain(kind)
  }
  const digits = world.recorder
    .bundle()
    .entries.find((one) => one.kind === 'command' && one.command.type === 'sendDigits')
  expect(digits).toMatchObject({ command: { digits: '00,0' } })
})

test('C15 a bundle is replayed: another phone goes through the same statuses', async () => {
  const world = await day()
  await story(world)
  const bundle: SupportBundle = JSON.parse(JSON.stringify(world.recorder.bundle()))
  const replay = replayBundle(bundle)
  const again = statusesOf(replay.phone)
  await replay.toEnd()
  expect(again).toEqual(world.seen)
  expect(world.seen.length).toBeGreaterThan(10)
  expect(replay.phone.connection.getSnapshot().status).toBe(world.alice.connection.getSnapshot().status)
})

test('the same party has the same name all through a bundle', async () => {
  const world = await day()
  for (let turn = 0; turn < 2; turn++) {
    const far = world.network.dialIn({ to: 'alice', from: { name: 'Piet Jansen', number: '+31201234567' } })
    await settle()
    await far.hangUp()
    await settle()
  }
  const remotes = world.recorder.bundle().entries.flatMap((one) => (one.kind === 'incoming' ? [one.call.remote] : []))
  expect(remotes).toHaveLength(2)
  expect(remotes[0]).toEqual(remotes[1])
})

test('the oldest are forgotten, and how many is told', () => {
  const recorder = createSupportRecorder({ size: 10 })
  for (let at = 0; at < 35; at++) recorder.note(`${at}`)
  const { entries, forgotten } = recorder.bundle()
  expect(entries.map((one) => (one.kind === 'note' ? one.text : ''))).toEqual(
    Array.from({ length: 10 }, (_, at) => `${25 + at}`),
  )
  expect(forgotten).toBe(25)
})

test.each([null, {}, { version: 2, entries: [] }, { version: 1, entries: 'x' }])(
  'what is no bundle is refused: %j',
  (wrong) => {
    expect(() => Reflect.apply(replayBundle, undefined, [wrong])).toThrow(/no support bundle/)
  },
)
