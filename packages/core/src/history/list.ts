import { OffhookError, toOffhookError } from '../errors.ts'
import { handled, reached } from '../kernel/promise.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import { type HistoryListStatus, historyListMachine } from './machine.ts'
import { fits } from './record.ts'
import type { CallRecord, HistoryFilter, HistoryPage, HistoryTransport } from './transport.ts'

/** A list of the history as far as it was read. */
export type HistoryListSnapshot = {
  /** Newest first. */
  readonly records: readonly CallRecord[]
  /** Whether there is more to read. */
  readonly hasMore: boolean
} & (
  | { readonly status: Exclude<HistoryListStatus, 'failed'> }
  | { readonly status: 'failed'; readonly error: OffhookError }
)

/** A list of the history that stays up to date by itself until it is closed. */
export interface HistoryList extends Readable<HistoryListSnapshot> {
  /** Reads the next page, or tries again one that failed; resolves when it is there. Nothing happens at the end. */
  more(): Promise<void>
  close(): void
}

/** A list with its way in for news, which never leaves the history slice. */
export interface LiveHistoryList {
  readonly list: HistoryList
  added(record: CallRecord): void
  removed(ids: readonly string[]): void
  /** Begins anew: something may have been missed. What was read stays until the first page is there. */
  reload(): void
  /** Replaces records in place. */
  change(each: (record: CallRecord) => CallRecord): void
}

/** What a list is made of. */
export interface HistoryListWorld {
  readonly transport: HistoryTransport
  readonly filter: HistoryFilter
  readonly pageSize: number
  closed(): void
}

/** Reads a list page by page, and keeps what is told meanwhile. */
export function createHistoryList({ transport, filter, pageSize, closed }: HistoryListWorld): LiveHistoryList {
  const store = createStore<HistoryListSnapshot>({ status: 'loading', records: [], hasMore: false })
  const { getSnapshot, subscribe } = store
  let cursor: string | undefined
  let turn = 0
  // what was told while a page was on its way, which may be older than that
  let news = new Map<string, CallRecord | undefined>()

  const arrive = (page: HistoryPage, isFirst: boolean) => {
    const { records } = getSnapshot()
    const told = [...news.values()].flatMap((record) => (record && fits(record, filter) ? [record] : []))
    const read = [...(isFirst ? [] : records), ...page.records].filter(({ id }) => !news.has(id))
    cursor = page.next
    store.set({ status: 'ready', records: sorted([...read, ...told]), hasMore: page.next !== undefined })
  }

  const read = (command: 'more' | 'reload') => {
    const { status, records, hasMore } = getSnapshot()
    historyListMachine.command(status, command)
    const isFirst = command === 'reload' || cursor === undefined
    const mine = ++turn
    news = new Map()
    store.set({ status: isFirst ? 'loading' : 'loading-more', records, hasMore })
    const asked = transport.page(filter, { limit: pageSize, ...(isFirst || cursor === undefined ? {} : { cursor }) })
    asked.then(
      // a page that was overtaken by another reading, or by the end of the list, is not wanted any more
      (page) => void (turn === mine && arrive(page, isFirst)),
      (thrown) =>
        void (turn === mine && store.set({ ...getSnapshot(), status: 'failed', error: toOffhookError(thrown) })),
    )
  }

  const isRead = (now: HistoryListSnapshot) => {
    if (now.status === 'failed') throw now.error
    return now.status === 'ready'
  }

  const change = (records: readonly CallRecord[]) => store.set({ ...getSnapshot(), records })

  const list: HistoryList = {
    getSnapshot,
    subscribe,
    more() {
      const { status, hasMore } = getSnapshot()
      if (status === 'failed' || (status === 'ready' && hasMore)) read('more')
      return handled(reached(store, isRead))
    },
    close() {
      turn++
      store.set({ ...getSnapshot(), status: 'failed', error: new OffhookError('closed') })
      closed()
    },
  }
  read('reload')
  return {
    list,
    added(record) {
      news.set(record.id, record)
      const rest = getSnapshot().records.filter(({ id }) => id !== record.id)
      change(fits(record, filter) ? sorted([record, ...rest]) : rest)
    },
    removed(ids) {
      for (const id of ids) news.set(id, undefined)
      change(getSnapshot().records.filter(({ id }) => !ids.includes(id)))
    },
    reload: () => read('reload'),
    change: (each) => change(getSnapshot().records.map(each)),
  }
}

/** Newest first, each once: a page may tell again what came as news. */
function sorted(records: readonly CallRecord[]): readonly CallRecord[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  return Object.freeze([...byId.values()].sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1)))
}
