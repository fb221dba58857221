import type { Paging } from '../store/world.ts'

const usualLimit = 25

/** Which piece of a list is asked for. */
export const pagingOf = ({
  cursor,
  limit = usualLimit,
}: {
  readonly cursor?: string
  readonly limit?: number
}): Paging => ({
  ...{ cursor, limit },
})
