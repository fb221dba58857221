import { AsyncLocalStorage } from 'node:async_hooks'
import type { KyselyPlugin } from 'kysely'
import { claim, keep, type OnceRequest } from './answers.ts'
import { closedError, isContention } from './database/failures.ts'
import { type NewEvent, writeEvents } from './events/outbox.ts'
import { writingTo } from './parts.ts'
import type { Store, Writing } from './store.ts'
import type { Db, StoreWorld, Tx } from './world.ts'

const mostTries = 3

/** The two ways to write, and the way to read that is closed to who is writing. */
export interface Transactions extends Pick<Store, 'transaction' | 'once'> {
  readonly outside: Db
}

/** The world of the parts, and whether the store was closed. */
export interface TransactionWorld extends StoreWorld {
  isClosed(): boolean
}

/** Makes transactions on a database. */
export function createTransactions(db: Db, { isClosed, ...world }: TransactionWorld): Transactions {
  const inside = new AsyncLocalStorage<true>()

  // the embedded database has one connection, and would wait for itself
  const mustBeOutside = () => {
    if (isClosed()) throw closedError()
    if (inside.getStore()) throw new Error('Inside of a transaction, read and write with what the transaction gives.')
  }
  const guard: KyselyPlugin = {
    transformQuery({ node }) {
      mustBeOutside()
      return node
    },
    transformResult: async ({ result }) => result,
  }

  const attempt = <Result>(work: (writing: Writing, tx: Tx) => Promise<Result>) =>
    db.transaction().execute((tx) =>
      inside.run(true, async () => {
        const told: NewEvent[] = []
        const result = await work(
          writingTo(tx, world, (event) => told.push(event)),
          tx,
        )
        await writeEvents(tx, told, world.now())
        return result
      }),
    )

  const transact: typeof attempt = async (work) => {
    mustBeOutside()
    for (let left = mostTries; ; left -= 1) {
      try {
        return await attempt(work)
      } catch (error) {
        if (left <= 1 || !isContention(error)) throw error
      }
    }
  }

  return {
    outside: db.withPlugin(guard),
    transaction: (work) => transact(work),
    once: <Answer>(request: OnceRequest, work: (writing: Writing) => Promise<Answer>) =>
      transact(async (writing, tx) => {
        const earlier = await claim(tx, request, world)
        // it was kept here, when it was this answer
        if (earlier) return earlier.answer as Answer
        const answer = await work(writing)
        await keep(tx, request, answer)
        return answer
      }),
  }
}
