import type { RingDevice, RingSettings, SettingsChanges } from '@offhook/core'
import { type Selectable, sql } from 'kysely'
import { StoreError } from './errors.ts'
import { byPerson, present, type Tables } from './tables.ts'
import { type Db, etagOf, found, type IfMatch, mustMatch, type StoreWorld, type Tx, type Versioned } from './world.ts'

/** A device as it is kept; whether it can be reached now, its registration says. */
export interface StoredDevice extends Omit<RingDevice, 'state'> {
  /** What tells it from the other devices of its person (`+sip.instance`). */
  readonly instance: string
}

/** How a person's calls ring. */
export interface StoredSettings extends Omit<RingSettings, 'devices'> {
  readonly devices: readonly StoredDevice[]
}

export interface Settings {
  of(person: string): Promise<Versioned<StoredSettings> | undefined>
  /** Everybody's, by person. */
  all(): Promise<ReadonlyMap<string, StoredSettings>>
}

/** Changes how calls ring, and remembers devices. */
export interface SettingsEdits {
  /** Reads, and lets nobody else change them until the transaction is over; throws `not-found`. */
  lock(person: string): Promise<Versioned<StoredSettings>>
  /** Throws `not-found` (the person) or `conflict`. */
  update(person: string, changes: SettingsChanges, match?: IfMatch): Promise<Versioned<StoredSettings>>
  /** A device was there; answers it. One that was never seen rings. Throws `limit`. */
  seen(person: string, device: SeenDevice): Promise<StoredDevice>
  /** Throws `not-found`. */
  ring(person: string, device: string, rings: boolean): Promise<Versioned<StoredSettings>>
  /** Throws `not-found`. */
  forget(person: string, device: string): Promise<void>
}

export type SeenDevice = Pick<StoredDevice, 'instance' | 'name' | 'kind'>

const deviceColumns = ['id', 'instance', 'name', 'kind', 'rings', 'lastSeen'] as const

const byName = sql`name collate "C"`

export const readSettings = (db: Db): Settings => ({
  of: (person) => settingsOf(db, person),
  async all() {
    const rows = await db.selectFrom('settings').selectAll().execute()
    const devices = await db
      .selectFrom('devices')
      .select([...deviceColumns, 'personId'])
      .orderBy(byName)
      .orderBy('id')
      .execute()
    const owned = byPerson(devices)
    return new Map(
      rows.map(({ personId, version: _, ...settings }) => {
        const own = (owned.get(personId) ?? []).map(({ personId: __, ...device }) => toDevice(device))
        return [personId, { ...settings, devices: own }]
      }),
    )
  },
})

export function changeSettings(tx: Tx, { now, id, limits }: Pick<StoreWorld, 'now' | 'id' | 'limits'>): SettingsEdits {
  const read = async (person: string) => found(await settingsOf(tx, person), 'person')

  /** Settings and devices are one document for who changes them: one after the other. */
  const lock = async (person: string) => {
    const row = await tx
      .selectFrom('settings')
      .where('personId', '=', person)
      .select('version')
      .forUpdate()
      .executeTakeFirst()
    return found(row, 'person').version
  }
  const touch = (person: string, changes: SettingsChanges) =>
    tx
      .updateTable('settings')
      .where('personId', '=', person)
      .set((eb) => ({ ...changes, version: eb('version', '+', 1) }))
      .execute()

  return {
    async lock(person) {
      await lock(person)
      return read(person)
    },
    async update(person, changes, match = {}) {
      mustMatch(await lock(person), match)
      await touch(person, changes)
      return read(person)
    },
    async seen(personId, device) {
      await lock(personId)
      const { devices } = (await read(personId)).value
      const isNew = devices.every(({ instance }) => instance !== device.instance)
      if (isNew && devices.length >= limits.devices) {
        throw new StoreError('limit', `A person has at most ${limits.devices} devices.`)
      }
      const { name, kind } = device
      const row = await tx
        .insertInto('devices')
        .values({ ...device, id: id(), personId, lastSeen: now() })
        .onConflict((conflict) =>
          conflict.columns(['personId', 'instance']).doUpdateSet({ name, kind, lastSeen: now() }),
        )
        .returning(deviceColumns)
        .executeTakeFirstOrThrow()
      if (isNew) await touch(personId, {})
      return toDevice(row)
    },
    async ring(person, device, rings) {
      await lock(person)
      const { numUpdatedRows } = await tx
        .updateTable('devices')
        .where('id', '=', device)
        .where('personId', '=', person)
        .set({ rings })
        .executeTakeFirst()
      found(numUpdatedRows || undefined, 'device')
      await touch(person, {})
      return read(person)
    },
    async forget(person, device) {
      await lock(person)
      const { numDeletedRows } = await tx
        .deleteFrom('devices')
        .where('id', '=', device)
        .where('personId', '=', person)
        .executeTakeFirst()
      found(numDeletedRows || undefined, 'device')
      await touch(person, {})
    },
  }
}

async function settingsOf(db: Db, person: string): Promise<Versioned<StoredSettings> | undefined> {
  const row = await db.selectFrom('settings').where('personId', '=', person).selectAll().executeTakeFirst()
  if (!row) return undefined
  const devices = await db
    .selectFrom('devices')
    .where('personId', '=', person)
    .select(deviceColumns)
    .orderBy(byName)
    .orderBy('id')
    .execute()
  const { personId: _, version, ...settings } = row
  return { value: { ...settings, devices: devices.map(toDevice) }, etag: etagOf(version) }
}

const toDevice = (row: Omit<Selectable<Tables['devices']>, 'personId'>): StoredDevice => present(row)
