import { type RawBuilder, sql } from 'kysely'
import { present } from '../tables.ts'
import type { Db, Tx } from '../world.ts'

/** Something that changed, to be told. */
export interface NewEvent {
  /** For this person; absent: for everybody. */
  readonly person?: string | undefined
  readonly type: string
  /** Of what: the uid of a contact, the id of a person or record. */
  readonly subject?: string | undefined
  readonly data: unknown
}

/** Something that changed, as it is told. Ids rise in the order in which things became true, with gaps. */
export interface StoreEvent extends NewEvent {
  readonly id: number
  readonly at: number
}

/** On which channel the id of the newest event is notified. */
export const channel = 'offhook_outbox'

// whoever holds it writes events; nobody takes anything else after it, so it is never waited for in a circle
const turn = 0x0ff_400c

/**
 * Writes events as the last thing of a transaction. They are written one transaction after the other, up to its end: so an
 * id is never given before an event with a lower one is there for all to see, and who has read up to an id has missed none.
 */
export async function writeEvents(tx: Tx, events: readonly NewEvent[], at: number): Promise<void> {
  if (events.length === 0) return
  const rows = JSON.stringify(
    events.map(({ person = null, type, subject = null, data = null }) => ({ person, type, subject, data })),
  )
  await sql`
    with turn as materialized (select pg_advisory_xact_lock(${sql.lit(turn)})),
    told as (
      insert into outbox (person_id, type, subject, data, at)
      select event.item ->> 'person', event.item ->> 'type', event.item ->> 'subject', event.item -> 'data', ${at}::bigint
      from turn, jsonb_array_elements(${rows}::jsonb) with ordinality as event (item, place)
      order by event.place
      returning id
    )
    select pg_notify(${sql.lit(channel)}, max(id)::text) from told
  `.execute(tx)
}

/** A piece of the outbox after an event. */
export interface Piece {
  /** Whether that event is still there; if not, some after it may be gone too. */
  readonly isKnown: boolean
  /** In order. */
  readonly events: readonly StoreEvent[]
  /** The newest event of all when this was read. */
  readonly newest: number
}

/** Which piece: after which event, how many at most, and whether only what one person is told. */
export interface PieceOptions {
  readonly after: number
  readonly limit: number
  readonly person?: string
}

/** Reads a piece of the outbox, in one statement, so that all it says is true of one moment. */
export async function readEvents(db: Db, { after, limit, person }: PieceOptions): Promise<Piece> {
  const piece = (whose: RawBuilder<unknown>) =>
    sql`(select * from outbox where ${whose} and id > ${after} order by id limit ${limit})`
  // as two ways along an index, however much others were told
  const pieces =
    person === undefined
      ? piece(sql`true`)
      : sql`(${piece(sql`person_id = ${person}`)} union all ${piece(sql`person_id is null`)} order by id limit ${limit})`
  const { rows } = await sql<EventRow & { newest: number; isKnown: boolean }>`
    select event.*, state.*
    from (
      select (select max(id) from outbox) as newest, exists (select 1 from outbox where id = ${after}) as is_known
    ) as state
    left join ${pieces} as event on true
    order by event.id
  `.execute(db)
  const [first] = rows
  return {
    isKnown: first?.isKnown ?? false,
    newest: first?.newest ?? 0,
    // without an event there is still the row of the state
    events: rows.filter(({ id }) => id !== null).map(toEvent),
  }
}

/** Whether more than that many events lie after one. */
export async function hasMore(db: Db, { after, limit, person }: PieceOptions): Promise<boolean> {
  const whose = person === undefined ? sql`true` : sql`(person_id = ${person} or person_id is null)`
  const { rows } = await sql<{ more: boolean }>`
    select exists (select 1 from outbox where ${whose} and id > ${after} offset ${limit}) as more
  `.execute(db)
  return rows[0]?.more ?? false
}

/** The newest event there is; there always is one. */
export async function newestEvent(db: Db): Promise<number> {
  const { newest } = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.max('id').as('newest'))
    .executeTakeFirstOrThrow()
  return newest
}

/**
 * Begins anew with the ids at the time it is now. A power cut may have taken back the newest events of the embedded database,
 * and somebody may have been told of them: their ids must not be given to others.
 */
export async function skipLostIds(db: Db, now: number): Promise<void> {
  await sql`select setval('outbox_id', greatest(nextval('outbox_id'), ${now}::bigint))`.execute(db)
}

/** Takes away the oldest events, those told before a moment; never the newest one, which is where to go on. */
export async function pruneEvents(db: Db, before: number): Promise<void> {
  await sql`
    delete from outbox where id < least(
      (select max(id) from outbox),
      coalesce((select min(id) from outbox where at >= ${before}), (select max(id) from outbox))
    )
  `.execute(db)
}

interface EventRow {
  readonly id: number
  readonly personId: string | null
  readonly type: string
  readonly subject: string | null
  readonly data: unknown
  readonly at: number
}

function toEvent({ id, personId, type, subject, data, at }: EventRow): StoreEvent {
  return { ...present({ person: personId, subject }), id, type, data, at }
}
