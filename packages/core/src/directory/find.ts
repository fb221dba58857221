import type { NumberPlan } from '../kernel/number-plan.ts'
import { handled } from '../kernel/promise.ts'
import type { Contact } from './contact.ts'
import type { Holdings } from './holdings.ts'
import { ranked } from './order.ts'
import type { SearchIndex } from './search.ts'
import type { LiveSource } from './source.ts'
import type { Book, ContactSource, SearchOptions } from './transport.ts'
import { isFound, soughtIn, wordsOf } from './words.ts'

/** Finds contacts: favourites first, then whom one called lately, then by surname. */
export interface Finding {
  /** Finds as one types, among the contacts that are held here; by any word of the name, company or number. */
  search(text: string, options?: Omit<SearchOptions, 'signal'>): readonly Contact[]
  /** The same, and in the phonebooks that are too large to hold; a source that fails gives nothing. */
  find(text: string, options?: SearchOptions): Promise<readonly Contact[]>
  /** Remembers that a contact was called: it comes sooner in a search. */
  used(uid: string): void
}

/** What finding needs of the directory. */
export interface FindingWorld {
  readonly index: SearchIndex
  readonly holdings: Holdings
  readonly numbers: NumberPlan
  readonly live: ReadonlySet<LiveSource>
}

const mostRecent = 20

export function createFinding({ index, holdings, numbers, live }: FindingWorld): Finding {
  let recent: readonly string[] = []

  const search: Finding['search'] = (text, { limit = 20, book } = {}) =>
    index.search(text, { limit, recent, ...(book === undefined ? {} : { book }) })

  /** Whom one called in a book that is not held is known here all the same. */
  const called = (text: string) => {
    const sought = soughtIn(text, numbers)
    const contacts = recent.flatMap((uid) => holdings.rows.get(uid) ?? [])
    return contacts.filter((contact) => isFound(wordsOf(contact, numbers), sought))
  }

  const find = async (text: string, options: SearchOptions) => {
    const { limit = 20, book } = options
    if (soughtIn(text, numbers).length === 0) return []
    const isAsked = ({ id, held }: Book) => held === 'asked' && (book === undefined || book === id)
    const asked = [...live].filter((one) => one.books().some(isAsked))
    const answers = await Promise.all(asked.map(({ source }) => answerOf(source, text, options)))
    holdings.meet(answers.flat())
    const all = [...search(text, options), ...called(text), ...answers.flat()]
    const once = new Map(all.map((contact) => [contact.uid, holdings.rows.get(contact.uid) ?? contact]))
    const isIn = (contact: Contact) => book === undefined || book === contact.book
    return ranked([...once.values()].filter(isIn), recent).slice(0, limit)
  }

  return {
    search,
    find: (text, options = {}) => handled(find(text, options)),
    used(uid) {
      recent = [uid, ...recent.filter((other) => other !== uid)].slice(0, mostRecent)
    },
  }
}

/** What a source answers, or nothing when it fails or cannot be asked. */
async function answerOf(source: ContactSource, text: string, options: SearchOptions): Promise<readonly Contact[]> {
  try {
    return (await source.search?.(text, options)) ?? []
  } catch {
    return []
  }
}
