import { OffhookError, toOffhookError } from '../errors.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { type Live, type Part, part } from '../kernel/part.ts'
import { handled } from '../kernel/promise.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import { createHistoryList, type HistoryList, type LiveHistoryList } from './list.ts'
import type {
  CallRecord,
  HistoryCommand,
  HistoryFigures,
  HistoryFilter,
  HistoryRange,
  HistoryTransport,
} from './transport.ts'

/** What is to be seen of the history without reading it. */
export interface HistorySnapshot {
  /** Missed calls that were not seen; undefined until it is known. */
  readonly unseenMissed: number | undefined
}

/** How a list is read. */
export interface HistoryListOptions {
  /** 1 to 100; default 25. */
  readonly pageSize?: number
}

/** The calls there were. */
export interface History extends Readable<HistorySnapshot> {
  /** Begins to read a list; it stays up to date until it is closed. Throws `closed`. */
  list(filter?: HistoryFilter, options?: HistoryListOptions): HistoryList
  /** Counts the calls begun in a stretch of time. */
  figures(range?: HistoryRange): Promise<HistoryFigures>
  /** Takes a record away; rejects with `not-found`. */
  remove(record: string | Pick<CallRecord, 'id'>): Promise<void>
  /** Takes all records away. */
  clear(): Promise<void>
  /** Everything up to now was seen. */
  markSeen(): Promise<void>
}

/** The world the history lives in, each with a default. */
export interface HistoryOptions {
  readonly clock?: Clock
}

/** Keeps the lists of the history that are read. */
export function createHistory(
  transport: HistoryTransport,
  { clock = systemClock }: HistoryOptions = {},
): Live<History> {
  const store = createStore<HistorySnapshot>({ unseenMissed: undefined })
  const lists = new Set<LiveHistoryList>()
  let isClosed = false

  const each = (act: (list: LiveHistoryList) => void) => {
    for (const list of [...lists]) act(list)
  }
  const seen = (until: number) =>
    each(({ change }) => change((record) => (record.startedAt <= until ? { ...record, seen: true } : record)))

  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> => {
    if (isClosed) throw new OffhookError('closed')
    const asked = async () => question()
    const failed = (thrown: unknown): never => {
      throw toOffhookError(thrown)
    }
    return handled(asked().catch(failed))
  }
  const send = (command: HistoryCommand) => ask(() => transport.send(command))

  const stop = transport.open({
    added: (record) => each(({ added }) => added(record)),
    removed: (ids) => each(({ removed }) => removed(ids)),
    missed(count, seenUntil) {
      store.set({ unseenMissed: count })
      if (seenUntil !== undefined) seen(seenUntil)
    },
    reset: () => each(({ reload }) => reload()),
  })

  const slice: History = {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    list(filter = {}, { pageSize = 25 } = {}) {
      if (isClosed) throw new OffhookError('closed')
      const live: LiveHistoryList = createHistoryList({
        ...{ transport, filter, pageSize },
        closed: () => void lists.delete(live),
      })
      lists.add(live)
      return live.list
    },
    figures: (range = {}) => ask(() => transport.figures(range)),
    remove: (record) => send({ type: 'remove', id: typeof record === 'string' ? record : record.id }),
    clear: () => send({ type: 'clear' }),
    markSeen: () => send({ type: 'seen', until: clock.now() }),
  }
  const close = () => {
    isClosed = true
    stop()
    each(({ list }) => list.close())
  }
  return { slice, close }
}

/** The history as a part of a phone: `createPhone({ history: historyPart(transport) })`. */
export const historyPart = (transport: HistoryTransport): Part<History> =>
  part((world) => createHistory(transport, world))
