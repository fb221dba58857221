import type { CallRecord, HistoryFilter, RecordKind } from '@offhook/core'
import { type Selectable, sql } from 'kysely'
import { pageOf } from './cursor.ts'
import { present, type Tables } from './tables.ts'
import type { Db, Page, Paging, StoreWorld } from './world.ts'

/** A record as the company sees it: whose it is. */
export interface CompanyRecord extends CallRecord {
  readonly personId: string
}

/** Counts and seconds of a stretch of time. */
export interface Figures {
  readonly calls: number
  readonly incoming: number
  readonly outgoing: number
  readonly byKind: Readonly<Record<string, number>>
  /** Seconds of conversation. */
  readonly talkSeconds: number
}

/** From a moment on, and before another one. */
export interface Stretch {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Which records; as core's, with what is absent also undefined. */
export type RecordFilter = { readonly [Key in keyof HistoryFilter]: HistoryFilter[Key] | undefined }

/** Reads call records, newest first. What a person removed is gone for them, and stays for the company. */
export interface History {
  page(person: string, filter: RecordFilter, paging: Paging): Promise<Page<CallRecord>>
  get(person: string, id: string): Promise<CallRecord | undefined>
  /** How many missed calls this person has not seen. */
  unseen(person: string): Promise<number>
  figures(person: string, stretch: Stretch): Promise<Figures>
  companyPage(filter: CompanyFilter, paging: Paging): Promise<Page<CompanyRecord>>
  companyFigures(filter: Stretch & { readonly person?: string | undefined }): Promise<Figures>
}

export interface CompanyFilter extends RecordFilter {
  readonly person?: string | undefined
}

type RecordRow = Selectable<Tables['records']>

export function readHistory(db: Db, { cursors }: Pick<StoreWorld, 'cursors'>): History {
  const ownRecords = (person: string) =>
    db.selectFrom('records').where('personId', '=', person).where('removed', '=', false)

  const read = async <Item>(list: string, query: Records, { paging, item }: Reading<Item>) => {
    const after = paging.cursor === undefined ? undefined : cursors.read(list, paging.cursor)
    const rows = await (after
      ? query.where(sql<boolean>`(started_at, id) < (${after[0]}::bigint, ${after[1]})`)
      : query
    )
      .selectAll()
      .orderBy('startedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(paging.limit + 1)
      .execute()
    return pageOf(rows, paging, { item, next: ({ startedAt, id }) => cursors.write(list, [startedAt, id]) })
  }

  return {
    page: (person, filter, paging) =>
      read(`history ${person}`, filtered(ownRecords(person), filter), { paging, item: toRecord }),
    async get(person, id) {
      const row = await ownRecords(person).where('id', '=', id).selectAll().executeTakeFirst()
      return row && toRecord(row)
    },
    async unseen(person) {
      const { count } = await ownRecords(person)
        .where('kind', '=', 'missed')
        .where('seen', '=', false)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
    figures: (person, stretch) => figuresOf(filtered(ownRecords(person), stretch)),
    companyPage: ({ person, ...filter }, paging) =>
      read('records', filtered(companyRecords(db, person), filter), { paging, item: toCompanyRecord }),
    companyFigures: ({ person, ...stretch }) => figuresOf(filtered(companyRecords(db, person), stretch)),
  }
}

interface Reading<Item> {
  readonly paging: Paging
  item(row: RecordRow): Item
}

type Records = ReturnType<typeof companyRecords>

const companyRecords = (db: Db, person: string | undefined) =>
  db.selectFrom('records').$if(person !== undefined, (query) => query.where('personId', '=', person ?? ''))

function filtered(records: Records, { direction, kinds, from, to, text }: RecordFilter): Records {
  let query = records
  if (direction !== undefined) query = query.where('direction', '=', direction)
  if (kinds !== undefined) query = query.where(sql<boolean>`kind = any(${[...kinds]}::text[])`)
  if (from !== undefined) query = query.where('startedAt', '>=', from)
  if (to !== undefined) query = query.where('startedAt', '<', to)
  if (text !== undefined) query = query.where(sql<boolean>`position(${text.toLowerCase()} in other) > 0`)
  return query
}

async function figuresOf(records: Records): Promise<Figures> {
  const rows = await records
    .groupBy(['direction', 'kind'])
    .select((eb) => [
      'direction',
      'kind',
      eb.fn.countAll<number>().as('calls'),
      sql<number>`coalesce(sum(greatest(0, ended_at - answered_at)), 0)::bigint`.as('talkMs'),
    ])
    .execute()
  const sum = (part: readonly { readonly calls: number }[]) => part.reduce((total, { calls }) => total + calls, 0)
  const kinds = new Set<RecordKind>(rows.map(({ kind }) => kind))
  return {
    calls: sum(rows),
    incoming: sum(rows.filter(({ direction }) => direction === 'incoming')),
    outgoing: sum(rows.filter(({ direction }) => direction === 'outgoing')),
    byKind: Object.fromEntries([...kinds].sort().map((one) => [one, sum(rows.filter(({ kind }) => kind === one))])),
    talkSeconds: Math.round(rows.reduce((total, { talkMs }) => total + talkMs, 0) / 1000),
  }
}

function toCompanyRecord({ fromParty, toParty, other: _, removed: __, ...row }: RecordRow): CompanyRecord {
  return { ...present(row), from: fromParty, to: toParty }
}

function toRecord(row: RecordRow): CallRecord {
  const { personId: _, ...record } = toCompanyRecord(row)
  return record
}
