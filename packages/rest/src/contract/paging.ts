import * as z from 'zod/mini'
import { filled, list, maybe, whole } from './wire.ts'

/** How a list is asked for page by page. */
export const paging = {
  /** The `next` of the page before; whoever makes one up gets `invalid`. */
  cursor: maybe(filled(512)),
  /** How many at most: 1 to 100, default 25. */
  limit: maybe(whole(1, 100)),
}

/** The same for phonebooks, which are read whole. */
export const largePaging = { ...paging, limit: maybe(whole(1, 1000)) }

/** A page: what is on it, and how to ask for the next; also as `Link: <…>; rel="next"` (RFC 8288). */
export const pageOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: list(item), next: maybe(z.string()) })
