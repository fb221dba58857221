import { createHmac, timingSafeEqual } from 'node:crypto'
import { StoreError } from './errors.ts'
import type { Page, Paging } from './world.ts'

type Key = string | number | boolean

/** Turns the place where a page ended into a text, and back. */
export interface Cursors {
  write(list: string, place: readonly Key[]): string
  /** Throws `bad-cursor` for what was not written for this list. */
  read(list: string, cursor: string): readonly Key[]
}

const macBytes = 12

/** Cursors nobody can make up: each is signed for the list it belongs to, which names whose it is. */
export function createCursors(secret: string): Cursors {
  const sign = (list: string, text: string) =>
    createHmac('sha256', secret).update(`${list}\n${text}`).digest().subarray(0, macBytes)
  return {
    write(list, place) {
      const text = JSON.stringify(place)
      return Buffer.concat([sign(list, text), Buffer.from(text)]).toString('base64url')
    },
    read(list, cursor) {
      const bytes = Buffer.from(cursor, 'base64url')
      const mac = bytes.subarray(0, macBytes)
      const text = bytes.subarray(macBytes).toString()
      if (mac.length < macBytes || !timingSafeEqual(mac, sign(list, text))) {
        throw new StoreError('bad-cursor', 'That is not the cursor of a page of this list.')
      }
      return JSON.parse(text) as readonly Key[] // signed: it was written here
    },
  }
}

/** A page of rows of which one more was asked for than fits on it. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  { limit }: Paging,
  { item, next }: { item(row: Row): Item; next(last: Row): string },
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const items = shown.map(item)
  return rows.length > limit && last !== undefined ? { items, next: next(last) } : { items }
}
