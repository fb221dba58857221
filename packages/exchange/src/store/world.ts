import { randomUUID } from 'node:crypto'
import type { NumberPlan } from '@offhook/core'
import type { Kysely, Transaction } from 'kysely'
import type { Cursors } from './cursor.ts'
import { StoreError } from './errors.ts'
import type { Tables } from './tables.ts'

/** Where something is read. */
export type Db = Kysely<Tables>

/** Where something is written: nothing is, outside of a transaction. */
export type Tx = Transaction<Tables>

/** What the parts of the store share. */
export interface StoreWorld {
  now(): number
  id(): string
  readonly cursors: Cursors
  readonly limits: Limits
  /** How numbers without a country are read. */
  readonly numbers: NumberPlan
}

/** How many there may be. */
export interface Limits {
  /** Contacts in the personal book of one person. */
  readonly personalContacts: number
  /** Contacts in a book of the company. */
  readonly sharedContacts: number
  /** Devices of one person. */
  readonly devices: number
}

/** As many as anybody will have. */
export const usualLimits: Limits = { personalContacts: 10_000, sharedContacts: 1_000_000, devices: 100 }

/** An id that nobody can guess. */
export const createId = (): string => randomUUID()

/** Something two may change at once: a change says on which version it is based. */
export interface Versioned<Value> {
  readonly value: Value
  /** The version, for ETag and If-Match. */
  readonly etag: string
}

/** On which version a change is based; absent: on whichever there is. */
export interface IfMatch {
  readonly etag?: string
}

/** A piece of a list, and how to ask for the next. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** Which piece of a list. */
export interface Paging {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** Somebody who reads or writes, and what they may. */
export interface Viewer {
  readonly id: string
  readonly role: 'person' | 'admin'
}

/** The version of a row as the outside knows it. */
export const etagOf = (version: number): string => String(version)

/** Throws `conflict` when a change is based on another version than there is. */
export function mustMatch(version: number, { etag }: IfMatch): void {
  if (etag !== undefined && etag !== etagOf(version)) throw new StoreError('conflict', 'It was changed meanwhile.')
}

/** What must be there; throws `not-found`. */
export function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new StoreError('not-found', `There is no such ${what}.`, { what })
  return value
}
