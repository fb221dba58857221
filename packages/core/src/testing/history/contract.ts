import type { History } from '../../history/history.ts'
import type { HistoryList } from '../../history/list.ts'
import type { CallRecord, RecordKind } from '../../history/transport.ts'
import { type OfficeCase, type OfficePerson, type OfficeWorld, refusal, same } from '../office/world.ts'

/** A call of a person that is to be in their history. */
export interface PastCall {
  readonly direction: 'incoming' | 'outgoing'
  readonly kind: RecordKind
  readonly startedAt: number
  /** The number of the other side. */
  readonly number: string
  readonly name?: string
  /** How long they talked, milliseconds. */
  readonly talked?: number
}

/** The histories of two people, empty at first. */
export interface HistoryWorld extends OfficeWorld<History> {
  /** A call of a person is over. */
  happened(person: OfficePerson, call: PastCall): Promise<void>
}

const recordsOf = (list: HistoryList) => list.getSnapshot().records
const numbers = (list: HistoryList) =>
  recordsOf(list).map(({ direction, from, to }) => (direction === 'incoming' ? from : to).number)
const read = (world: HistoryWorld, list: HistoryList) =>
  world.until(() => list.getSnapshot().status === 'ready', 'the list is read')

const call = (number: string, startedAt: number, more: Partial<PastCall> = {}): PastCall => ({
  ...{ direction: 'incoming', kind: 'answered', number, startedAt },
  ...more,
})

/** So many calls, the last one newest, each a second after the one before. */
async function calls(world: HistoryWorld, count: number): Promise<void> {
  const begin = world.now() - count * 1_000
  for (let at = 0; at < count; at++) await world.happened('alice', call(`+3120000${1000 + at}`, begin + at * 1_000))
}

const tells = async (world: HistoryWorld) => {
  const { alice, bob } = world
  const startedAt = world.now() - 60_000
  await world.happened('alice', call('+31201234567', startedAt, { name: 'Jan Jansen', talked: 30_000 }))
  const list = alice.list()
  await read(world, list)
  const [record] = recordsOf(list)
  same(record?.from, { ...record?.from, name: 'Jan Jansen', number: '+31201234567' }, 'who called')
  same([record?.direction, record?.kind, record?.startedAt], ['incoming', 'answered', startedAt], 'what kind of call')
  same((record?.endedAt ?? 0) - (record?.answeredAt ?? 0), 30_000, 'how long they talked')
  const other = bob.list()
  await read(world, other)
  same(recordsOf(other).length, 0, 'what a colleague has')
  list.close()
  other.close()
}

const pages = async (world: HistoryWorld) => {
  await calls(world, 25)
  const list = world.alice.list({}, { pageSize: 10 })
  await read(world, list)
  same([recordsOf(list).length, list.getSnapshot().hasMore], [10, true], 'the first page')
  await list.more()
  same([recordsOf(list).length, list.getSnapshot().hasMore], [20, true], 'two pages')
  await list.more()
  same([recordsOf(list).length, list.getSnapshot().hasMore], [25, false], 'all pages')
  const times = recordsOf(list).map(({ startedAt }) => startedAt)
  same(
    times,
    [...times].sort((a, b) => b - a),
    'the order',
  )
  same(new Set(numbers(list)).size, 25, 'how many different calls')
  await list.more()
  same(recordsOf(list).length, 25, 'after the end')
  list.close()
}

const live = async (world: HistoryWorld) => {
  await calls(world, 12)
  const all = world.alice.list({}, { pageSize: 5 })
  const missed = world.alice.list({ kinds: ['missed'] })
  await read(world, all)
  await read(world, missed)
  await world.happened('alice', call('+31209999999', world.now(), { kind: 'missed' }))
  await world.until(() => numbers(all)[0] === '+31209999999', 'the newest call is there by itself')
  await world.until(() => recordsOf(missed).length === 1, 'it is in the list of missed calls')
  await world.happened('alice', call('+31208888888', world.now() + 1, { direction: 'outgoing' }))
  await world.until(() => numbers(all)[0] === '+31208888888', 'the next one too')
  same(recordsOf(missed).length, 1, 'the missed calls after an outgoing one')
  while (all.getSnapshot().hasMore) await all.more()
  same(recordsOf(all).length, 14, 'everything, each once')
  all.close()
  missed.close()
}

const filters = async (world: HistoryWorld) => {
  const now = world.now() - 100_000
  await world.happened('alice', call('+31201111111', now, { name: 'Anna de Wit' }))
  await world.happened('alice', call('+31202222222', now + 1_000, { kind: 'missed' }))
  await world.happened('alice', call('+31203333333', now + 2_000, { direction: 'outgoing' }))
  await world.happened('alice', call('+31204444444', now + 3_000, { direction: 'outgoing', kind: 'cancelled' }))
  const expected: [Parameters<History['list']>[0], readonly string[]][] = [
    [{ direction: 'outgoing' }, ['+31204444444', '+31203333333']],
    [{ kinds: ['missed', 'cancelled'] }, ['+31204444444', '+31202222222']],
    [{ from: now + 1_000, to: now + 3_000 }, ['+31203333333', '+31202222222']],
    [{ text: 'de wit' }, ['+31201111111']],
    [{ text: '2222' }, ['+31202222222']],
    [{ direction: 'incoming', kinds: ['cancelled'] }, []],
  ]
  for (const [filter, wanted] of expected) {
    const list = world.alice.list(filter)
    await read(world, list)
    same(numbers(list), wanted, `the calls for ${JSON.stringify(filter)}`)
    list.close()
  }
}

const counts = async (world: HistoryWorld) => {
  const now = world.now() - 100_000
  await world.happened('alice', call('+31201111111', now, { talked: 30_000 }))
  await world.happened('alice', call('+31202222222', now + 1_000, { kind: 'missed' }))
  await world.happened('alice', call('+31203333333', now + 2_000, { direction: 'outgoing', talked: 12_000 }))
  const none = { declined: 0, cancelled: 0, failed: 0, elsewhere: 0, voicemail: 0 }
  same(
    await world.alice.figures(),
    { calls: 3, incoming: 2, outgoing: 1, byKind: { answered: 2, missed: 1, ...none }, talkSeconds: 42 },
    'the figures',
  )
  const { calls, byKind, talkSeconds } = await world.alice.figures({ from: now + 1_000, to: now + 2_000 })
  same([calls, byKind.missed, talkSeconds], [1, 1, 0], 'those of a stretch of time')
  same((await world.bob.figures()).calls, 0, 'those of a colleague')
}

const removes = async (world: HistoryWorld) => {
  const { alice, bob } = world
  await calls(world, 3)
  const list = alice.list()
  const window = (await world.another()).list()
  await read(world, list)
  await read(world, window)
  const [newest, middle] = recordsOf(list)
  if (newest === undefined || middle === undefined) throw new Error('There are no calls.')
  await alice.remove(middle)
  same(recordsOf(list).length, 2, 'as soon as it is true')
  await world.until(() => recordsOf(window).length === 2, 'the other window has it too')
  same((await refusal(() => alice.remove(middle), 'removing it again')).code, 'not-found', 'the error')
  same((await refusal(() => bob.remove(newest), 'removing what is not mine')).code, 'not-found', 'the error')
  await alice.clear()
  await world.until(() => recordsOf(window).length === 0, 'everything is gone')
  same(recordsOf(list).length, 0, 'here too')
  list.close()
  window.close()
}

const missedCalls = async (world: HistoryWorld) => {
  const { alice } = world
  await world.until(() => alice.getSnapshot().unseenMissed === 0, 'nothing was missed yet')
  const startedAt = world.now() - 10_000
  await world.happened('alice', call('+31201111111', startedAt, { kind: 'missed' }))
  await world.happened('alice', call('+31202222222', startedAt + 1, { kind: 'elsewhere' }))
  await world.happened('alice', call('+31203333333', startedAt + 2, { kind: 'missed' }))
  await world.until(() => alice.getSnapshot().unseenMissed === 2, 'two calls were missed; one was answered elsewhere')
  const list = alice.list({ kinds: ['missed'] })
  const window = await world.another()
  await read(world, list)
  same(
    recordsOf(list).map(({ seen }: CallRecord) => seen),
    [false, false],
    'what was seen',
  )
  await alice.markSeen()
  same(alice.getSnapshot().unseenMissed, 0, 'what is left to see')
  same(
    recordsOf(list).map(({ seen }) => seen),
    [true, true],
    'what was seen now',
  )
  await world.until(() => window.getSnapshot().unseenMissed === 0, 'the other window knows')
  list.close()
}

/** What every transport of the history does. */
export const historyContract: readonly OfficeCase<HistoryWorld>[] = [
  { id: 'H1', name: 'a call is in the history of who had it, with name, number and times', run: tells },
  { id: 'H1', name: 'the history is read page by page, newest first, each call once', run: pages },
  { id: 'H1', name: 'a call that ends meanwhile is there by itself, and no call is there twice', run: live },
  { id: 'H1', name: 'the history is filtered by direction, kind, time, name and number', run: filters },
  { id: 'W4', name: 'calls are counted, by direction and kind, with the time people talked', run: counts },
  { id: 'H1', name: 'an entry is removed, by its owner only', run: removes },
  {
    id: 'H1',
    name: 'missed calls are counted until they are seen; those answered elsewhere are not',
    run: missedCalls,
  },
]
