import type { Selectable } from 'kysely'
import { json, type Tables } from './tables.ts'
import type { StoreWorld, Tx } from './world.ts'

/** A call that talks, as the switch wrote it down. */
export type StoredLiveCall = Pick<Selectable<Tables['liveCalls']>, 'id' | 'at' | 'call'>

/** Calls that talk, each with the node that has it: a process of the exchange, by where it listens. */
export interface LiveCallChanges {
  put(node: string, call: { readonly id: string }): Promise<void>
  remove(id: string): Promise<void>
  /** The node lives, and has its calls still. */
  beat(node: string): Promise<void>
  /** The node stops: whoever starts next may have its calls. */
  release(node: string): Promise<void>
  /**
   * Gives the node its own calls, those that were released, and those of nodes that are not heard of any more. Those last
   * known to live before `since` are taken away, and told apart.
   */
  take(node: string, since: number): Promise<{ kept: readonly StoredLiveCall[]; lapsed: readonly StoredLiveCall[] }>
}

const released = ''

// three times as long as a node takes to say that it lives
const silenceMs = 15_000

export function changeLiveCalls(tx: Tx, { now }: Pick<StoreWorld, 'now'>): LiveCallChanges {
  return {
    async put(node, { id, ...call }) {
      const values = { node, at: now(), call: json<unknown>({ id, ...call }) }
      await tx
        .insertInto('liveCalls')
        .values({ id, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute()
    },
    async remove(id) {
      await tx.deleteFrom('liveCalls').where('id', '=', id).execute()
    },
    async beat(node) {
      await tx.updateTable('liveCalls').where('node', '=', node).set({ at: now() }).execute()
    },
    async release(node) {
      await tx.updateTable('liveCalls').where('node', '=', node).set({ node: released, at: now() }).execute()
    },
    async take(node, since) {
      // two that start at once wait for each other here, and the second one finds nothing left
      const mine = await tx
        .selectFrom('liveCalls')
        .where((eb) => eb.or([eb('node', 'in', [node, released]), eb('at', '<', now() - silenceMs)]))
        .select(['id', 'at', 'call'])
        .orderBy('id')
        .forUpdate()
        .execute()
      const kept = mine.filter(({ at }) => at >= since)
      const lapsed = mine.filter(({ at }) => at < since)
      const idsOf = (some: typeof mine) => some.map(({ id }) => id)
      if (lapsed.length > 0) await tx.deleteFrom('liveCalls').where('id', 'in', idsOf(lapsed)).execute()
      if (kept.length > 0) {
        await tx.updateTable('liveCalls').where('id', 'in', idsOf(kept)).set({ node, at: now() }).execute()
      }
      return { kept, lapsed }
    },
  }
}
