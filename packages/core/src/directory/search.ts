import type { Contact } from './contact.ts'

/** How a search index is asked. */
export interface IndexQuery {
  /** How many at most. */
  readonly limit: number
  readonly book?: string
}

/** Finds contacts as one types; every answer is synchronous. */
export interface SearchIndex {
  /** Adds contacts, or replaces those with the same uid. */
  add(contacts: readonly Contact[]): void
  remove(uids: readonly string[]): void
  /** Favourites first, the best match first. */
  search(text: string, query: IndexQuery): readonly Contact[]
  /** Forgets everything. */
  clear(): void
}
