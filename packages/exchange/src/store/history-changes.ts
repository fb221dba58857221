import type { CallRecord } from '@offhook/core'
import { json } from './tables.ts'
import { found, type StoreWorld, type Tx } from './world.ts'

/** A call that is over, as one of those who took part saw it. */
export interface NewRecord extends Omit<CallRecord, 'id' | 'seen'> {
  /** Made unless given; the same id again replaces what was written, not whether it was seen. */
  readonly id?: string
  readonly personId: string
}

/** Writes call records. */
export interface HistoryChanges {
  /** Missed calls are new to the person, the others were seen. */
  add(record: NewRecord): Promise<CallRecord>
  /** The same of calls that were never written before, in one go; at most some hundreds. */
  addMany(records: readonly Omit<NewRecord, 'id'>[]): Promise<void>
  /** For this person; throws `not-found`. */
  remove(person: string, id: string): Promise<void>
  /** Takes everything away for this person; answers how many. */
  clear(person: string): Promise<number>
  /** Everything begun up to a moment was seen by this person; answers how many were new to them. */
  see(person: string, until: number): Promise<number>
}

export function changeHistory(tx: Tx, { id: createId }: Pick<StoreWorld, 'id'>): HistoryChanges {
  return {
    async add({ id = createId(), personId, from, to, ...record }) {
      const values = valuesOf({ from, to, ...record })
      const written = await tx
        .insertInto('records')
        .values({ ...values, id, personId, seen: isSeen(record) })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values).where('records.personId', '=', personId))
        .returning('seen')
        .executeTakeFirst()
      return { ...record, id, from, to, seen: found(written, 'record').seen }
    },
    async addMany(records) {
      const rows = records.map(({ personId, ...record }) => ({
        ...{ ...valuesOf(record), personId },
        ...{ id: createId(), seen: isSeen(record) },
      }))
      if (rows.length > 0) await tx.insertInto('records').values(rows).execute()
    },
    async remove(person, id) {
      const { numUpdatedRows } = await tx
        .updateTable('records')
        .where('id', '=', id)
        .where('personId', '=', person)
        .where('removed', '=', false)
        .set({ removed: true })
        .executeTakeFirst()
      found(numUpdatedRows || undefined, 'record')
    },
    async clear(person) {
      const { numUpdatedRows } = await tx
        .updateTable('records')
        .where('personId', '=', person)
        .where('removed', '=', false)
        .set({ removed: true })
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },
    async see(person, until) {
      const { numUpdatedRows } = await tx
        .updateTable('records')
        .where('personId', '=', person)
        .where('kind', '=', 'missed')
        .where('seen', '=', false)
        .where('removed', '=', false)
        .where('startedAt', '<=', until)
        .set({ seen: true })
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },
  }
}

const isSeen = ({ kind }: Pick<NewRecord, 'kind'>) => kind !== 'missed'

function valuesOf({ from, to, ...record }: Omit<NewRecord, 'id' | 'personId'>) {
  const { name = '', number = '' } = record.direction === 'incoming' ? from : to
  const { answeredAt = null, reason = null, callerId = null } = record
  return {
    ...{ ...record, answeredAt, reason, callerId },
    ...{ fromParty: json(from), toParty: json(to), via: json(record.via), devices: json(record.devices) },
    other: `${name}\n${number}`.toLowerCase(),
  }
}
