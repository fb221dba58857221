import { OffhookError } from '@offhook/core'

/** A stretch of a list: what comes after the one that the cursor names. Throws `invalid` for a cursor that was made up. */
export function pageAt<Item>(
  all: readonly Item[],
  { cursor, limit = 25 }: { readonly cursor?: string; readonly limit?: number },
  idOf: (item: Item) => string,
): { readonly items: readonly Item[]; readonly next?: string } {
  const after = cursor === undefined ? -1 : all.findIndex((item) => cursorTo(idOf(item)) === cursor)
  if (cursor !== undefined && after < 0) throw madeUp()
  const items = all.slice(after + 1, after + 1 + limit)
  const last = items.at(-1)
  return { items, ...(last !== undefined && after + 1 + limit < all.length && { next: cursorTo(idOf(last)) }) }
}

/** A cursor in which nothing can be read. */
export const cursorTo = (id: string): string =>
  `after-${Array.from(new TextEncoder().encode(id), (byte) => byte.toString(16).padStart(2, '0')).join('')}`

/** What a cursor is after; throws `invalid`. */
export function idIn(cursor: string): string {
  const hex = /^after-((?:[\da-f]{2})+)$/.exec(cursor)?.[1]
  if (hex === undefined) throw madeUp()
  return new TextDecoder().decode(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
}

const madeUp = () =>
  new OffhookError('invalid', {
    problems: [{ pointer: '?cursor', code: 'bad-value', detail: 'This is not the next of any page.' }],
  })
