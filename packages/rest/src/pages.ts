import type { Answer } from './http/http.ts'

/** A page of a list, and how to ask for the next. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** Each page, to the last one. */
export async function* pagesOf<Item>(
  ask: (query: { readonly cursor?: string }) => Promise<Answer<Page<Item>>>,
): AsyncGenerator<readonly Item[]> {
  let cursor: string | undefined
  do {
    const { value }: Answer<Page<Item>> = await ask(cursor === undefined ? {} : { cursor })
    yield value.items
    cursor = value.next
  } while (cursor !== undefined)
}

/** What is on all pages. */
export async function allPages<Item>(ask: Parameters<typeof pagesOf<Item>>[0]): Promise<Item[]> {
  const all: Item[] = []
  for await (const items of pagesOf(ask)) all.push(...items)
  return all
}
