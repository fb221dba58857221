import type { ForwardingPlan, Schedule } from '@offhook/core'
import { json, present } from './tables.ts'
import { type Db, etagOf, found, type IfMatch, mustMatch, type Tx, type Versioned } from './world.ts'

/** Reads where calls are sent, and the hours of the office. */
export interface Forwardings {
  of(person: string): Promise<Versioned<ForwardingPlan> | undefined>
  /** Everybody's, by person. */
  all(): Promise<ReadonlyMap<string, ForwardingPlan>>
  officeHours(): Promise<Versioned<Schedule>>
}

/** Saves them, each as a whole. */
export interface ForwardingChanges {
  /** Throws `not-found` (the person) or `conflict`. */
  save(person: string, plan: ForwardingPlan, match?: IfMatch): Promise<Versioned<ForwardingPlan>>
  /** Throws `conflict`. */
  saveOfficeHours(hours: Schedule, match?: IfMatch): Promise<Versioned<Schedule>>
}

const office = 'office'
const weekdays = [1, 2, 3, 4, 5]

/** The hours of an office whose administrator has said nothing. */
export const usualOfficeHours: Schedule = {
  timeZone: 'Europe/Amsterdam',
  week: weekdays.map((day) => ({ day, from: '09:00', to: '17:30' })),
  exceptions: [],
}

export const readForwarding = (db: Db): Forwardings => ({
  async of(person) {
    const row = await db
      .selectFrom('forwarding')
      .where('personId', '=', person)
      .select(['rules', 'ownHours', 'version'])
      .executeTakeFirst()
    if (!row) return undefined
    const { version, ...plan } = row
    return { value: present(plan), etag: etagOf(version) }
  },
  async all() {
    const rows = await db.selectFrom('forwarding').select(['personId', 'rules', 'ownHours']).execute()
    return new Map(rows.map(({ personId, ...plan }) => [personId, present(plan)]))
  },
  async officeHours() {
    const { hours, version } = (await officeRow(db)) ?? { hours: usualOfficeHours, version: 0 }
    return { value: hours, etag: etagOf(version) }
  },
})

export const changeForwarding = (tx: Tx): ForwardingChanges => ({
  async save(person, plan, match = {}) {
    const row = await tx
      .selectFrom('forwarding')
      .where('personId', '=', person)
      .select('version')
      .forUpdate()
      .executeTakeFirst()
    const version = found(row, 'person').version
    mustMatch(version, match)
    const { rules, ownHours } = plan
    await tx
      .updateTable('forwarding')
      .where('personId', '=', person)
      .set({ rules: json(rules), ownHours: ownHours ? json(ownHours) : null, version: version + 1 })
      .execute()
    return { value: plan, etag: etagOf(version + 1) }
  },
  async saveOfficeHours(hours, match = {}) {
    // there is a row to wait for, whoever saves first
    await tx
      .insertInto('office')
      .values({ id: office, hours: json(usualOfficeHours), version: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const row = await tx.selectFrom('office').where('id', '=', office).select('version').forUpdate().executeTakeFirst()
    const version = found(row, 'office').version
    mustMatch(version, match)
    await tx
      .updateTable('office')
      .where('id', '=', office)
      .set({ hours: json(hours), version: version + 1 })
      .execute()
    return { value: hours, etag: etagOf(version + 1) }
  },
})

const officeRow = (db: Db) =>
  db.selectFrom('office').where('id', '=', office).select(['hours', 'version']).executeTakeFirst()
