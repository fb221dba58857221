import { StoreError } from './errors.ts'
import { json } from './tables.ts'
import { found, type StoreWorld, type Tx } from './world.ts'

/** A write that somebody may ask for twice and means once (Idempotency-Key). */
export interface OnceRequest {
  readonly person: string
  readonly key: string
  /** What was asked, hashed: the same key with another request is refused. */
  readonly fingerprint: string
}

/** For how long an answer is given again. */
export const answerMs = 24 * 3_600_000

/**
 * Claims a request for this transaction; answers what was answered before, if it was. Somebody who asks at the same time
 * waits until this transaction is over. Throws `duplicate` when the key belongs to another request.
 */
export async function claim(
  tx: Tx,
  { person: personId, key, fingerprint }: OnceRequest,
  { now }: Pick<StoreWorld, 'now'>,
): Promise<{ readonly answer: unknown } | undefined> {
  const at = now()
  const claimed = await tx
    .insertInto('answers')
    .values({ personId, key, fingerprint, at })
    .onConflict((conflict) =>
      conflict
        .columns(['personId', 'key'])
        .doUpdateSet({ fingerprint, at, answer: null })
        .where('answers.at', '<=', at - answerMs),
    )
    .returning('key')
    .executeTakeFirst()
  if (claimed) return undefined
  const earlier = await tx
    .selectFrom('answers')
    .where('personId', '=', personId)
    .where('key', '=', key)
    .select(['fingerprint', 'answer'])
    .executeTakeFirst()
  const { fingerprint: asked, answer } = found(earlier, 'answer')
  if (asked === fingerprint) return { answer }
  throw new StoreError('duplicate', 'That Idempotency-Key belongs to another request.', { what: 'idempotency-key' })
}

/** Keeps the answer of a claimed request: anything that can be JSON. */
export async function keep(tx: Tx, { person, key }: OnceRequest, answer: unknown): Promise<void> {
  await tx
    .updateTable('answers')
    .where('personId', '=', person)
    .where('key', '=', key)
    .set({ answer: json(answer) })
    .execute()
}
