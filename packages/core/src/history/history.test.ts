import { expect, test, vi } from 'vitest'
import { OffhookError } from '../errors.ts'
import { createManualClock } from '../testing/index.ts'
import { createHistory } from './history.ts'
import { otherSide, talkTime } from './record.ts'
import type { CallRecord, HistoryCommand, HistoryFilter, HistoryPage, HistorySink } from './transport.ts'

const record = (id: string, startedAt: number, more: Partial<CallRecord> = {}): CallRecord => ({
  ...{
    id,
    direction: 'incoming',
    kind: 'answered',
    startedAt,
    endedAt: startedAt + 10,
    via: [],
    devices: [],
    seen: false,
  },
  ...{ from: { number: '+31201234567' }, to: { number: '201' } },
  ...more,
})

interface Asked {
  readonly filter: HistoryFilter
  readonly cursor: string | undefined
  answer(page: HistoryPage): Promise<void>
  fail(error: Error): Promise<void>
}

const turn = () => new Promise<void>((resolve) => void setTimeout(resolve, 0))

/** A history on a transport that the test is: it answers pages when it likes. */
function staged() {
  const clock = createManualClock(1_000)
  const asked: Asked[] = []
  const commands: HistoryCommand[] = []
  const stopped = vi.fn()
  let sink: HistorySink | undefined
  const { slice, close } = createHistory(
    {
      open(given) {
        sink = given
        return stopped
      },
      page: (filter, { cursor }) =>
        new Promise((resolve, reject) => {
          const then = (settle: () => void) => {
            settle()
            return turn()
          }
          asked.push({
            ...{ filter, cursor },
            answer: (page) => then(() => resolve(page)),
            fail: (error) => then(() => reject(error)),
          })
        }),
      figures: () => Promise.reject(new Error('nobody asks here')),
      send: async (command) => void commands.push(command),
    },
    { clock },
  )
  if (sink === undefined) throw new Error('The transport was not opened.')
  const next = () => {
    const one = asked.shift()
    if (one === undefined) throw new Error('Nothing was asked.')
    return one
  }
  return { history: slice, close, commands, next, asked, stopped, tell: sink }
}

const ids = (list: { getSnapshot(): { readonly records: readonly CallRecord[] } }) =>
  list.getSnapshot().records.map(({ id }) => id)

test('H1 a call that ends while its page is on the way is there once', async () => {
  const { history, next, tell } = staged()
  const list = history.list()
  const page = next()
  tell.added(record('c', 3))
  await page.answer({ records: [record('c', 3), record('b', 2)] })
  expect(ids(list)).toEqual(['c', 'b'])
})

test('H1 a call that ends after its page was made, and before it arrives, is not lost', async () => {
  const { history, next, tell } = staged()
  const list = history.list()
  const page = next()
  tell.added(record('c', 3))
  await page.answer({ records: [record('b', 2)] })
  expect(ids(list)).toEqual(['c', 'b'])
})

test('H1 what was removed while its page was on the way does not come back', async () => {
  const { history, next, tell } = staged()
  const list = history.list()
  const page = next()
  tell.removed(['b'])
  await page.answer({ records: [record('c', 3), record('b', 2)] })
  expect(ids(list)).toEqual(['c'])
})

test('H1 a record that changed does not fit its list any more and leaves it', async () => {
  const { history, next, tell } = staged()
  const list = history.list({ kinds: ['missed'] })
  await next().answer({ records: [record('a', 1, { kind: 'missed' })] })
  tell.added(record('a', 1, { kind: 'elsewhere' }))
  expect(ids(list)).toEqual([])
})

test('H1 a page that fails says so, keeps what was read, and is asked again', async () => {
  const { history, next } = staged()
  const list = history.list({}, { pageSize: 1 })
  await next().answer({ records: [record('b', 2)], next: 'cursor' })
  const more = list.more()
  const error = new OffhookError('unavailable')
  await next().fail(error)
  await expect(more).rejects.toBe(error)
  expect(list.getSnapshot()).toEqual({ status: 'failed', error, records: [record('b', 2)], hasMore: true })
  const again = list.more()
  expect(list.getSnapshot().status).toBe('loading-more')
  const page = next()
  expect(page.cursor).toBe('cursor')
  await page.answer({ records: [record('a', 1)] })
  await again
  expect([ids(list), list.getSnapshot().hasMore]).toEqual([['b', 'a'], false])
})

test('H1 a first page that fails is asked again from the beginning', async () => {
  const { history, next } = staged()
  const list = history.list()
  await next().fail(new Error('cut'))
  expect(list.getSnapshot()).toMatchObject({ status: 'failed', records: [], error: { code: 'refused' } })
  list.more()
  const page = next()
  expect([page.cursor, list.getSnapshot().status]).toEqual([undefined, 'loading'])
  await page.answer({ records: [record('a', 1)] })
  expect(list.getSnapshot().status).toBe('ready')
})

test('H1 more asks once, however often it is called meanwhile', async () => {
  const { history, next, asked } = staged()
  const list = history.list({}, { pageSize: 1 })
  const first = list.more()
  await next().answer({ records: [record('b', 2)], next: 'cursor' })
  await first
  const both = Promise.all([list.more(), list.more()])
  expect(asked).toHaveLength(1)
  await next().answer({ records: [record('a', 1)] })
  await both
  await list.more()
  expect(asked).toHaveLength(0)
})

test('H1 when something may have been missed a list begins anew, and an old page counts no more', async () => {
  const { history, next, tell } = staged()
  const list = history.list({}, { pageSize: 1 })
  await next().answer({ records: [record('b', 2)], next: 'cursor' })
  list.more()
  const old = next()
  tell.reset()
  expect([list.getSnapshot().status, ids(list)]).toEqual(['loading', ['b']])
  await old.answer({ records: [record('a', 1)] })
  expect(ids(list)).toEqual(['b'])
  await next().answer({ records: [record('z', 9)] })
  expect([list.getSnapshot().status, ids(list)]).toEqual(['ready', ['z']])
})

test('H1 what was seen is seen in every list', async () => {
  const { history, next, tell, commands } = staged()
  const list = history.list()
  await next().answer({ records: [record('b', 2_000), record('a', 1)] })
  await history.markSeen()
  expect(commands).toEqual([{ type: 'seen', until: 1_000 }])
  tell.missed(1, 1_000)
  expect(history.getSnapshot()).toEqual({ unseenMissed: 1 })
  expect(list.getSnapshot().records.map(({ seen }) => seen)).toEqual([false, true])
})

test('H1 a closed list hears nothing more, and who waits for it is told', async () => {
  const { history, next, tell } = staged()
  const list = history.list()
  const page = next()
  const more = list.more()
  list.close()
  await expect(more).rejects.toMatchObject({ code: 'closed' })
  await page.answer({ records: [record('a', 1)] })
  tell.added(record('b', 2))
  expect(ids(list)).toEqual([])
})

test('closing closes every list and stops the transport', () => {
  const { history, close, stopped } = staged()
  const list = history.list()
  close()
  expect(stopped).toHaveBeenCalledTimes(1)
  expect(list.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'closed' } })
  expect(() => history.list()).toThrow(expect.objectContaining({ code: 'closed' }))
  expect(() => history.clear()).toThrow(expect.objectContaining({ code: 'closed' }))
})

test('H1 the other side of a call, and how long they talked', () => {
  expect(otherSide(record('a', 1))).toEqual({ number: '+31201234567' })
  expect(otherSide(record('a', 1, { direction: 'outgoing' }))).toEqual({ number: '201' })
  expect([talkTime(record('a', 1)), talkTime(record('a', 1, { answeredAt: 4 }))]).toEqual([0, 7])
})
