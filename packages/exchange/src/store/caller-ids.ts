import type { CallerId, CallerIdList } from '@offhook/core'
import type { Selectable } from 'kysely'
import { StoreError } from './errors.ts'
import { byPerson, present, type Tables } from './tables.ts'
import { type Db, found, type Tx } from './world.ts'

/** Reads the numbers a person may show. */
export interface CallerIds {
  of(person: string): Promise<CallerIdList>
  /** Those of everybody who has any, by person. */
  all(): Promise<ReadonlyMap<string, CallerIdList>>
}

export interface CallerIdChanges {
  /** Replaces what this person may show; a standard that is not on the list any more is none. Throws `not-found` (the person). */
  allow(person: string, allowed: readonly CallerId[]): Promise<CallerIdList>
  /** Which is shown from now on; `null`: the company decides. Throws `not-found`, `not-allowed` for one not on the list. */
  choose(person: string, number: string | null): Promise<CallerIdList>
}

export const readCallerIds = (db: Db): CallerIds => ({
  of: (person) => listOf(db, person),
  async all() {
    const rows = await db.selectFrom('callerIds').selectAll().orderBy('personId').orderBy('place').execute()
    return new Map([...byPerson(rows)].map(([person, own]) => [person, toList(own)]))
  },
})

export function changeCallerIds(tx: Tx): CallerIdChanges {
  // the chosen number is part of the profile; and two who change it at once do so one after the other
  const touch = async (person: string) => {
    const { numUpdatedRows } = await tx
      .updateTable('people')
      .where('id', '=', person)
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .executeTakeFirst()
    found(numUpdatedRows || undefined, 'person')
  }

  const choose = async (person: string, number: string | null) => {
    await tx.updateTable('callerIds').where('personId', '=', person).set({ isStandard: false }).execute()
    if (number === null) return
    const { numUpdatedRows } = await tx
      .updateTable('callerIds')
      .where('personId', '=', person)
      .where('number', '=', number)
      .set({ isStandard: true })
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new StoreError('not-allowed', 'This person may not show that number.')
  }
  return {
    async allow(personId, allowed) {
      await touch(personId)
      const { standard } = await listOf(tx, personId)
      await tx.deleteFrom('callerIds').where('personId', '=', personId).execute()
      const rows = allowed.map(({ number, name = null }, place) => ({ personId, number, name, place }))
      if (rows.length > 0) await tx.insertInto('callerIds').values(rows).execute()
      if (allowed.some(({ number }) => number === standard)) await choose(personId, standard ?? null)
      return listOf(tx, personId)
    },
    async choose(person, number) {
      await touch(person)
      await choose(person, number)
      return listOf(tx, person)
    },
  }
}

async function listOf(db: Db, person: string): Promise<CallerIdList> {
  const rows = await db
    .selectFrom('callerIds')
    .where('personId', '=', person)
    .select(['number', 'name', 'isStandard'])
    .orderBy('place')
    .execute()
  return toList(rows)
}

type CallerIdRow = Pick<Selectable<Tables['callerIds']>, 'number' | 'name' | 'isStandard'>

function toList(rows: readonly CallerIdRow[]): CallerIdList {
  const standard = rows.find(({ isStandard }) => isStandard)?.number
  const allowed = rows.map(({ number, name }) => present({ number, name }))
  return { allowed, ...(standard !== undefined && { standard }) }
}
