import type {
  BookKind,
  CallRecord,
  ContactFields,
  ForwardingRule,
  PersonStatus,
  RecordKind,
  RecordParty,
  RingDeviceKind,
  Role,
  Schedule,
  Theme,
} from '@offhook/core'
import { type ColumnType, type Generated, type RawBuilder, sql } from 'kysely'

/** A column of JSON: written with `json`, as the drivers differ on lists. */
type Json<Value> = ColumnType<Value, RawBuilder<Value>, RawBuilder<Value>>

/** Only ever compared, never read. */
type Unread<Value> = ColumnType<never, Value, Value>

type Counted = Generated<number>

/** Every table, as the queries see it. */
export interface Tables {
  people: {
    id: string
    userName: string
    extension: string
    email: string
    name: string
    initials: string
    mobile: string | null
    picture: string | null
    language: string
    theme: Theme
    role: Role
    passwordHash: string | null
    version: Counted
    createdAt: number
    leftAt: ColumnType<number | null, undefined, number | null>
    isConfigured: Generated<boolean>
  }
  identities: { issuer: string; subject: string; personId: string }
  pictures: { id: string; personId: string; type: string; bytes: Uint8Array }
  sessions: { id: string; personId: string; createdAt: number; usedAt: number; expiresAt: number }
  refreshTokens: { hash: string; sessionId: string; usedAt: number | null }
  passwordResets: { hash: string; personId: string; expiresAt: number }
  presence: { personId: string; status: PersonStatus; note: string | null; until: number | null; since: number }
  settings: {
    personId: string
    callWaiting: Generated<boolean>
    simultaneousRing: Generated<boolean>
    ringer: Generated<boolean>
    version: Counted
  }
  devices: {
    id: string
    personId: string
    instance: string
    name: string
    kind: RingDeviceKind
    rings: Generated<boolean>
    lastSeen: number | null
  }
  callerIds: { personId: string; number: string; name: string | null; place: number; isStandard: Generated<boolean> }
  forwarding: {
    personId: string
    rules: ColumnType<readonly ForwardingRule[], RawBuilder<unknown> | undefined, RawBuilder<unknown>>
    ownHours: ColumnType<Schedule | null, RawBuilder<unknown> | null | undefined, RawBuilder<unknown> | null>
    version: Counted
  }
  office: { id: string; hours: Json<Schedule>; version: Counted }
  books: { id: string; name: string; kind: BookKind; owner: string | null; size: Counted }
  contacts: {
    uid: string
    bookId: string
    fields: Json<ContactFields>
    sortKey: string
    words: Unread<RawBuilder<unknown>>
    numbers: Unread<readonly string[]>
    version: Counted
    updatedAt: number
  }
  favourites: { personId: string; contactUid: string }
  records: {
    id: string
    personId: string
    direction: CallRecord['direction']
    kind: RecordKind
    startedAt: number
    answeredAt: number | null
    endedAt: number
    fromParty: Json<RecordParty>
    toParty: Json<RecordParty>
    via: Json<readonly RecordParty[]>
    devices: Json<readonly string[]>
    reason: string | null
    callerId: string | null
    other: string
    seen: boolean
    removed: Generated<boolean>
  }
  outbox: {
    id: Generated<number>
    personId: string | null
    type: string
    subject: string | null
    data: Json<unknown>
    at: number
  }
  answers: {
    personId: string
    key: string
    fingerprint: string
    answer: ColumnType<unknown, RawBuilder<unknown> | undefined, RawBuilder<unknown> | null>
    at: number
  }
  attempts: { key: string; count: number; until: number }
  liveCalls: { id: string; node: string; at: number; call: Json<unknown> }
  secrets: { name: string; value: string }
}

/** A value for a column of JSON. */
export const json = <Value>(value: Value): RawBuilder<Value> => sql<Value>`${JSON.stringify(value)}::jsonb`

/** A row without the columns that are null. */
export type Present<Row> = {
  [Column in keyof Row as null extends Row[Column] ? never : Column]: Row[Column]
} & { [Column in keyof Row as null extends Row[Column] ? Column : never]?: NonNullable<Row[Column]> }

/** What is null in a row is absent in the program. */
export function present<Row extends object>(row: Row): Present<Row> {
  const entries = Object.entries(row).filter(([, value]) => value !== null)
  return Object.fromEntries(entries) as Present<Row> // what was left out is optional there
}

/** Rows by whose they are, in their order. */
export function byPerson<Row extends { readonly personId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>()
  for (const row of rows) {
    const own = grouped.get(row.personId)
    if (own) own.push(row)
    else grouped.set(row.personId, [row])
  }
  return grouped
}
