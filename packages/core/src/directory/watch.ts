import type { Clock } from '../kernel/clock.ts'
import { guarded, type Readable, same } from '../kernel/store.ts'
import type { Contact } from './contact.ts'
import type { DirectoryQuery } from './transport.ts'

/** The contacts that answer a question, as they are now. */
export interface DirectoryAnswer {
  /** `loading` until the phonebooks were read; `asking` while one that is too large to hold has not answered. */
  readonly status: 'loading' | 'asking' | 'ready'
  readonly contacts: readonly Contact[]
  /** Whether there are more than the limit. */
  readonly hasMore: boolean
}

/** Questions whose answers stay true. */
export interface Watching {
  /**
   * The contacts a text may mean or, without a text, a phonebook in its order: favourites first. The answer is true as long
   * as somebody subscribes: contacts that come, change and go, stars, whom one calls, and the phonebooks that are too large
   * to hold, which are asked when nobody typed for a moment.
   */
  watch(query?: DirectoryQuery): Readable<DirectoryAnswer>
}

/** What watching needs of the directory. */
export interface WatchingWorld {
  readonly clock: Clock
  /** Told of whatever may change an answer. */
  readonly news: readonly Pick<Readable<unknown>, 'subscribe'>[]
  isLoading(): boolean
  /** Whether a phonebook that is asked may know more. */
  isAsked(query: DirectoryQuery): boolean
  /** The answer of what is held and what was met by these uids; `limit` at most. */
  answer(query: DirectoryQuery, met: readonly string[], limit: number): readonly Contact[]
  /** Asks the phonebooks that are not held; the uids of whom they mean. */
  ask(
    query: DirectoryQuery,
    options: { readonly limit: number; readonly signal: AbortSignal },
  ): Promise<readonly string[]>
}

// who types on is not kept waiting for an answer that nobody wants any more
const patience = 150

export const createWatching = (world: WatchingWorld): Watching => ({
  watch: (query = {}) => watch(query, world),
})

function watch(query: DirectoryQuery, world: WatchingWorld): Readable<DirectoryAnswer> {
  const { limit = 100 } = query
  const listeners = new Set<() => void>()
  let told: DirectoryAnswer | undefined
  let isFresh = false
  let end = () => {}

  const getSnapshot = () => {
    if (isFresh && told !== undefined) return told
    const contacts = world.answer(query, asking.met(), limit + 1)
    const status = world.isLoading() ? 'loading' : asking.isDone() ? 'ready' : 'asking'
    const next = { status, contacts: contacts.slice(0, limit), hasMore: contacts.length > limit } as const
    if (told === undefined || !same(told, next, 2)) told = Object.freeze(next)
    // what nobody is told of may be another at the next look
    isFresh = listeners.size > 0
    return told
  }
  const changed = () => {
    const before = told
    isFresh = false
    if (getSnapshot() === before) return
    for (const listener of [...listeners]) if (listeners.has(listener)) guarded(listener)
  }
  const asking = createAsking(query, world, changed)

  return {
    getSnapshot,
    subscribe(listener) {
      const entry = () => listener()
      if (listeners.size === 0) {
        // only what is another answer than that of now is told
        getSnapshot()
        end = asking.begin()
      }
      listeners.add(entry)
      return () => {
        if (!listeners.delete(entry) || listeners.size > 0) return
        end()
        isFresh = false
      }
    },
  }
}

/** Asks the phonebooks that are not held, once for as long as somebody wants to know. */
function createAsking(query: DirectoryQuery, world: WatchingWorld, changed: () => void) {
  const { clock, news } = world
  const limit = (query.limit ?? 100) + 1
  let met: readonly string[] = []
  let isAnswered = false

  const begin = () => {
    const life = new AbortController()
    let cancel: (() => void) | undefined
    const ask = async () => {
      const uids = await world.ask(query, { limit, signal: life.signal })
      if (life.signal.aborted) return
      met = uids
      isAnswered = true
      changed()
    }
    // that there is such a phonebook may be known later than somebody looks
    const look = () => {
      if (world.isAsked(query)) cancel ??= clock.after(patience, () => void ask())
    }
    const heard = () => {
      look()
      changed()
    }
    const stops = news.map(({ subscribe }) => subscribe(heard))
    look()
    return () => {
      life.abort()
      cancel?.()
      for (const stop of stops) stop()
    }
  }
  return { begin, met: () => met, isDone: () => isAnswered || !world.isAsked(query) }
}
