import type { Clock } from '../kernel/clock.ts'
import type { NumberPlan } from '../kernel/number-plan.ts'
import { handled } from '../kernel/promise.ts'
import type { Readable } from '../kernel/store.ts'
import type { Contact } from './contact.ts'
import { highlight, type TextRange } from './highlight.ts'
import type { Holdings } from './holdings.ts'
import { ranked } from './order.ts'
import type { SearchIndex } from './search.ts'
import type { LiveSource } from './source.ts'
import type { Book, ContactSource, SearchOptions } from './transport.ts'
import { createWatching, type Watching } from './watch.ts'
import { isFound, soughtIn, wordsOf } from './words.ts'

/** Finds contacts: favourites first, then whom one called lately, then by surname. */
export interface Finding extends Watching {
  /** Finds as one types, among the contacts that are held here; by any word of the name, company or number. */
  search(text: string, options?: Omit<SearchOptions, 'signal'>): readonly Contact[]
  /** The same, and in the phonebooks that are too large to hold; a source that fails gives nothing. */
  find(text: string, options?: SearchOptions): Promise<readonly Contact[]>
  /** Which characters of a text, or of a number as it is written, are what is searched for: for bold letters. */
  highlight(text: string, wanted: string): readonly TextRange[]
  /** Remembers that a contact was called: it comes sooner in a search. */
  used(uid: string): void
}

/** What finding needs of the directory. */
export interface FindingWorld {
  readonly index: SearchIndex
  readonly holdings: Holdings
  readonly numbers: NumberPlan
  readonly live: ReadonlySet<LiveSource>
  readonly clock: Clock
  /** Told of whatever may change what is found. */
  readonly news: readonly Pick<Readable<unknown>, 'subscribe'>[]
  isLoading(): boolean
}

const mostRecent = 20

export function createFinding(world: FindingWorld): Finding {
  const { index, holdings, numbers, live } = world
  let recent: readonly string[] = []

  const search: Finding['search'] = (text, { limit = 20, book } = {}) =>
    index.search(text, { limit, recent, ...(book === undefined ? {} : { book }) })

  /** Whom one called in a book that is not held is known here all the same. */
  const called = (text: string) => {
    const sought = soughtIn(text, numbers)
    const contacts = recent.flatMap((uid) => holdings.rows.get(uid) ?? [])
    return contacts.filter((contact) => isFound(wordsOf(contact, numbers), sought))
  }

  const askedIn = (book: string | undefined) => {
    const isAsked = ({ id, held }: Book) => held === 'asked' && (book === undefined || book === id)
    return [...live].filter((one) => one.books().some(isAsked))
  }
  /** Whom the phonebooks mean that are not held; they are met. */
  const ask = async (text: string, options: SearchOptions) => {
    const answers = await Promise.all(askedIn(options.book).map(({ source }) => answerOf(source, text, options)))
    holdings.meet(answers.flat())
    return answers.flat()
  }
  const merged = (text: string, { limit = 20, book }: SearchOptions, met: readonly Contact[]) => {
    const all = [...search(text, { limit, ...(book === undefined ? {} : { book }) }), ...called(text), ...met]
    const once = new Map(all.map((contact) => [contact.uid, holdings.rows.get(contact.uid) ?? contact]))
    const isIn = (contact: Contact) => book === undefined || book === contact.book
    return ranked([...once.values()].filter(isIn), recent).slice(0, limit)
  }
  const find = async (text: string, options: SearchOptions) =>
    isNothing(text) ? [] : merged(text, options, await ask(text, options))

  const isNothing = (text: string) => soughtIn(text, numbers).length === 0
  const watching = createWatching({
    ...{ clock: world.clock, news: world.news, isLoading: world.isLoading },
    isAsked: ({ text = '', book }) => !isNothing(text) && askedIn(book).length > 0,
    answer({ text = '', book }, met, limit) {
      const where = { limit, ...(book === undefined ? {} : { book }) }
      if (text.trim() === '') return holdings.list(where)
      if (met.length === 0) return search(text, where)
      return merged(
        text,
        where,
        met.flatMap((uid) => holdings.rows.get(uid) ?? []),
      )
    },
    ask: async ({ text = '', book }, options) =>
      (await ask(text, { ...options, ...(book === undefined ? {} : { book }) })).map(({ uid }) => uid),
  })

  return {
    ...watching,
    search,
    highlight: (text, wanted) => highlight(text, wanted, numbers),
    find: (text, options = {}) => handled(find(text, options)),
    used(uid) {
      recent = [uid, ...recent.filter((other) => other !== uid)].slice(0, mostRecent)
      holdings.changed()
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
