import { OffhookError } from '../errors.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { type NumberPlan, netherlands } from '../kernel/number-plan.ts'
import { type Live, type Part, part } from '../kernel/part.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import type { Contact } from './contact.ts'
import { createEditing, type Editing } from './edit.ts'
import { createFinding, type Finding } from './find.ts'
import { createHoldings, type ListOptions } from './holdings.ts'
import { createMatching, type Matching } from './match.ts'
import { createSearchIndex, type SearchIndex, type SearchIndexOptions } from './search.ts'
import { type LiveSource, openSource } from './source.ts'
import type { Book, ContactSource } from './transport.ts'

/** What is to be seen of the phonebooks without searching. */
export interface DirectorySnapshot {
  /** `loading` until every source was read once, or failed. */
  readonly status: 'loading' | 'ready'
  readonly books: readonly Book[]
  /** How many contacts are held here. */
  readonly count: number
  readonly favourites: readonly Contact[]
  /** What keeps sources from being read now; what was read before stays. */
  readonly failures: readonly OffhookError[]
}

/** Every phonebook there is: the company's, the own one, a CRM's. */
export interface Directory extends Readable<DirectorySnapshot>, Finding, Editing, Matching {
  /** A stretch of a phonebook, or of all of them: favourites first, then by surname. */
  list(options?: ListOptions): readonly Contact[]
  /** One contact, by uid. */
  of(uid: string): Readable<Contact | undefined>
  /** Adds a source of your own, for example a CRM; the function it returns takes it away with its contacts. */
  addSource(source: ContactSource): () => void
}

/** The world a directory lives in, each with a default. */
export interface DirectoryOptions {
  readonly numbers?: NumberPlan
  readonly clock?: Clock
  readonly createIndex?: (world: SearchIndexOptions) => SearchIndex
}

/** Composes the contacts of all sources. */
export function createDirectory(
  sources: readonly ContactSource[],
  { numbers = netherlands, clock = systemClock, createIndex = createSearchIndex }: DirectoryOptions = {},
): Live<Directory> {
  const index = createIndex({ numbers, clock })
  const holdings = createHoldings(index, numbers)
  const live = new Set<LiveSource>()
  const store = createStore<DirectorySnapshot>({ status: 'loading', books: [], count: 0, favourites: [], failures: [] })
  let isClosed = false

  const refresh = () => {
    const all = [...live]
    store.set({
      status: all.some((one) => one.status() === 'loading') ? 'loading' : 'ready',
      books: all.flatMap((one) => one.books()),
      count: holdings.count(),
      favourites: holdings.favourites(),
      failures: all.flatMap((one) => one.error() ?? []),
    })
  }

  const addSource = (source: ContactSource) => {
    if (isClosed) throw new OffhookError('closed')
    const opened = openSource(source, { holdings, clock, changed: refresh })
    live.add(opened)
    refresh()
    return () => {
      if (!live.delete(opened)) return
      opened.close()
      refresh()
    }
  }

  const world = {
    ...{ index, holdings, numbers, live, clock, isClosed: () => isClosed, changed: refresh },
    isLoading: () => store.getSnapshot().status === 'loading',
    news: [holdings.news, store],
  }
  const slice: Directory = {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    list: (options = {}) => holdings.list(options),
    of: holdings.rows.row,
    addSource,
    ...createFinding(world),
    ...createEditing(world),
    ...createMatching(world),
  }
  for (const source of sources) addSource(source)

  const close = () => {
    isClosed = true
    for (const one of [...live]) one.close()
    live.clear()
    index.close()
  }
  return { slice, close }
}

/** The phonebooks as a part of a phone: `createPhone({ directory: directoryPart([backend, crm]) })`. */
export const directoryPart = (
  sources: readonly ContactSource[],
  options: Pick<DirectoryOptions, 'createIndex'> = {},
): Part<Directory> => part(({ numbers, clock }) => createDirectory(sources, { ...options, numbers, clock }))
