import type { Clock } from '../clock.ts'
import type { Logger } from '../log/logger.ts'
import type { StoredLiveCall } from '../store/live-calls.ts'
import type { Store } from '../store/store.ts'
import { finished } from '../switch/journal.ts'
import { type KeptCall, keptCallSchema } from '../switch/kept.ts'
import type { CallKeeper } from '../switch/office.ts'
import type { Clerk } from './clerk.ts'

/** The calls of this process on paper, and those of the one before it. */
export interface Keeper extends CallKeeper {
  /** What the process before this one had when it went, if that was not longer ago than calls are kept. */
  readonly found: readonly KeptCall[]
  /** Writes no more; what is left is for the next process. */
  close(): Promise<void>
}

/** What a keeper needs from outside. */
export interface KeeperOptions {
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Clock
  readonly logger: Logger
  readonly clerk: Pick<Clerk, 'write' | 'record'>
  /** What tells this process from others that have the same store. */
  readonly node: string
  /** How long a call is kept whose parties cannot be reached, milliseconds. */
  readonly graceMs: number
}

const beatMs = 5000

/** Opens the keeper, and takes over what is left of the process before; what is too old of that is written into the history. */
export async function openKeeper(options: KeeperOptions): Promise<Keeper> {
  const { store, clock, logger, clerk, node, graceMs } = options
  const ids = new Set<string>()
  let cancel: (() => void) | undefined

  const beat = () => {
    cancel = clock.after(beatMs, () => {
      cancel = undefined
      if (ids.size === 0) return
      clerk.write('beat', ({ liveCalls }) => liveCalls.beat(node))
      beat()
    })
  }
  const since = clock.now() - graceMs - beatMs
  const { kept, lapsed } = await store.transaction(({ liveCalls }) => liveCalls.take(node, since))
  for (const call of lapsed) end(call, clerk)
  const remove = (id: string) => {
    ids.delete(id)
    clerk.write(`call ${id}`, ({ liveCalls }) => liveCalls.remove(id))
  }
  // what cannot be read is of no use to whoever comes next either
  for (const call of kept) if (!read(call)) remove(call.id)

  return {
    remove,
    found: kept.flatMap((call) => read(call) ?? []),
    put(call) {
      ids.add(call.id)
      clerk.write(
        `call ${call.id}`,
        ({ liveCalls }) => liveCalls.put(node, call),
        () => logger.debug('call.kept', { call: call.id }),
      )
      if (!cancel) beat()
    },
    async close() {
      cancel?.()
      if (ids.size === 0) return
      await store
        .transaction(({ liveCalls }) => liveCalls.release(node))
        .catch(() => logger.warn('calls not released', { calls: ids.size }))
    },
  }
}

const read = ({ call }: StoredLiveCall): KeptCall | undefined => keptCallSchema.safeParse(call).data

/** A call that nobody went on with ended when its process was last heard of. */
function end(stored: StoredLiveCall, clerk: Pick<Clerk, 'record'>): void {
  for (const { personId, entry } of read(stored)?.legs ?? []) {
    if (entry) clerk.record(personId, finished(entry, { reason: 'connection-lost' }, stored.at))
  }
}
