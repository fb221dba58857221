import uFuzzy from '@leeoniya/ufuzzy'
import { type Contact, type ContactSink, createDirectory, createSearchIndex } from '@offhook/core'
import { Index } from 'flexsearch'
import Fuse from 'fuse.js'
import MiniSearch from 'minisearch'
import { lookedFor, namesOf, numberForms, ranks } from './promise.ts'

/** A library made to keep the promise as well as it can. */
export interface Searcher {
  /** Takes all contacts in; pauses as often as the library can. */
  build(contacts: readonly Contact[]): Promise<void>
  /** The uids of the first 20, in the promised order. */
  search(text: string): readonly string[]
  /** The same, in the order in which the library would rather have them. */
  inOwnOrder?(text: string): readonly string[]
  /** Replaces a contact by its successor. */
  replace(contact: Contact): void
}

/** What a bundle must import to have it. */
export interface Library {
  readonly create: (recent: readonly string[]) => Searcher
  readonly bundle?: string
}

const most = 20
const slice = 500
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

async function bySlices(contacts: readonly Contact[], take: (some: readonly Contact[]) => void): Promise<void> {
  for (let at = 0; at < contacts.length; at += slice) {
    take(contacts.slice(at, at + slice))
    await pause()
  }
}

/** Every library is given the words already folded, and numbers in every way they are written. */
const wordsOf = (contact: Contact) => [
  ...new Set([
    ...namesOf(contact),
    ...contact.phones.flatMap(({ number }) => Object.values(numberForms(number)).flat()),
  ]),
]

/** Libraries rank in their own way; those that found it are put in the promised order here. */
function createRanking(contacts: readonly Contact[], recent: readonly string[]) {
  const rank = ranks(contacts, recent)
  return (uids: Iterable<string>): readonly string[] => {
    const best: { readonly uid: string; readonly place: number }[] = []
    for (const uid of uids) {
      const place = rank.get(uid) ?? Number.MAX_SAFE_INTEGER
      const last = best[most - 1]
      if (last !== undefined && place >= last.place) continue
      const at = best.findIndex((one) => one.place > place)
      best.splice(at === -1 ? best.length : at, 0, { uid, place })
      if (best.length > most) best.pop()
    }
    return best.map(({ uid }) => uid)
  }
}

type Ranking = ReturnType<typeof createRanking>

const miniSearch = (recent: readonly string[]): Searcher => {
  const documentOf = (contact: Contact) => ({ id: contact.uid, words: wordsOf(contact).join(' ') })
  const index = new MiniSearch({
    fields: ['words'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
    searchOptions: { prefix: true, combineWith: 'AND', tokenize: (text) => [...lookedFor(text)] },
  })
  let ranking: Ranking
  return {
    async build(contacts) {
      ranking = createRanking(contacts, recent)
      await index.addAllAsync(contacts.map(documentOf), { chunkSize: slice })
    },
    search: (text) => ranking(index.search(text).map(({ id }) => id)),
    inOwnOrder: (text) =>
      index
        .search(text)
        .slice(0, most)
        .map(({ id }) => id),
    replace: (contact) => index.replace(documentOf(contact)),
  }
}

const flexSearch = (recent: readonly string[]): Searcher => {
  // an encoder of our own, so that it folds nothing a second time; texts to add and texts to find come in differently
  let encode = (text: string): string[] => text.split(' ')
  const index = new Index({ tokenize: 'forward', encode: (text: string) => encode(text) })
  let ranking: Ranking
  const find = (text: string, limit: number) => {
    encode = (typed) => [...lookedFor(typed)]
    const found = index.search(text, { limit })
    encode = (words) => words.split(' ')
    return found.map((id) => `c${id}`)
  }
  const add = (contact: Contact) => index.add(Number(contact.uid.slice(1)), wordsOf(contact).join(' '))
  return {
    async build(contacts) {
      ranking = createRanking(contacts, recent)
      await bySlices(contacts, (some) => some.forEach(add))
    },
    search: (text) => ranking(find(text, 1_000_000)),
    inOwnOrder: (text) => find(text, most),
    replace: (contact) => void index.update(Number(contact.uid.slice(1)), wordsOf(contact).join(' ')),
  }
}

const fuzzy = (recent: readonly string[]): Searcher => {
  // a tilde before each word makes it find beginnings only, which it otherwise does for few results only
  const begun = (words: readonly string[]) => words.map((word) => `~${word.replace('+', 'p')}`).join(' ')
  const search = new uFuzzy({ alpha: 'a-z~' })
  const places = new Map<string, number>()
  let [uids, texts]: [string[], string[]] = [[], []]
  return {
    async build(contacts) {
      const rank = ranks(contacts, recent)
      const inOrder = [...contacts].sort((a, b) => (rank.get(a.uid) ?? 0) - (rank.get(b.uid) ?? 0))
      uids = inOrder.map(({ uid }) => uid)
      for (const [at, uid] of uids.entries()) places.set(uid, at)
      texts = []
      await bySlices(inOrder, (some) => texts.push(...some.map((contact) => begun(wordsOf(contact)))))
    },
    search(text) {
      const [found] = search.search(texts, begun(lookedFor(text)), 4, 0)
      return [...(found ?? [])]
        .sort((a, b) => a - b)
        .slice(0, most)
        .map((at) => uids[at] ?? '')
    },
    replace(contact) {
      texts[places.get(contact.uid) ?? 0] = begun(wordsOf(contact))
    },
  }
}

const fuse = (recent: readonly string[]): Searcher => {
  const documentOf = (contact: Contact) => ({ uid: contact.uid, words: wordsOf(contact).join(' ') })
  const index = new Fuse<{ uid: string; words: string }>([], {
    ...{ keys: ['words'], threshold: 0, ignoreLocation: true, includeScore: false, shouldSort: false },
    ...{ useTokenSearch: true, tokenMatch: 'all', tokenize: (text: string) => text.split(' ') },
  })
  let ranking: Ranking
  return {
    async build(contacts) {
      ranking = createRanking(contacts, recent)
      await bySlices(contacts, (some) => {
        for (const contact of some) index.add(documentOf(contact))
      })
    },
    search: (text) => ranking(index.search(lookedFor(text).join(' ')).map(({ item }) => item.uid)),
    inOwnOrder: (text) => index.search(lookedFor(text).join(' '), { limit: most }).map(({ item }) => item.uid),
    replace(contact) {
      index.remove(({ uid }) => uid === contact.uid)
      index.add(documentOf(contact))
    },
  }
}

/** What anybody writes first: the words of everybody in a list in order, and a loop. */
const loop = (recent: readonly string[]): Searcher => {
  const places = new Map<string, number>()
  let all: { uid: string; words: readonly string[] }[] = []
  const entryOf = (contact: Contact) => ({ uid: contact.uid, words: wordsOf(contact) })
  return {
    async build(contacts) {
      const rank = ranks(contacts, recent)
      const inOrder = [...contacts].sort((a, b) => (rank.get(a.uid) ?? 0) - (rank.get(b.uid) ?? 0))
      for (const [at, { uid }] of inOrder.entries()) places.set(uid, at)
      all = []
      await bySlices(inOrder, (some) => all.push(...some.map(entryOf)))
    },
    search(text) {
      const wanted = lookedFor(text)
      const found: string[] = []
      for (const { uid, words } of wanted.length === 0 ? [] : all) {
        if (!wanted.every((begin) => words.some((word) => word.startsWith(begin)))) continue
        if (found.push(uid) === most) break
      }
      return found
    },
    replace(contact) {
      all[places.get(contact.uid) ?? 0] = entryOf(contact)
    },
  }
}

const ownIndex = (recent: readonly string[]): Searcher => {
  const index = createSearchIndex()
  return {
    build: (contacts) => bySlices(contacts, index.add),
    search: (text) => index.search(text, { limit: most, recent }).map(({ uid }) => uid),
    replace: (contact) => index.add([contact]),
  }
}

/** The whole of `phone.directory`: order, numbers and rows are in its build and its memory too, and all comes at once. */
const ownDirectory = (recent: readonly string[]): Searcher => {
  const sinks: ContactSink[] = []
  const { slice: directory } = createDirectory([
    {
      open(sink) {
        sinks.push(sink)
        return () => {}
      },
    },
  ])
  const tell = (run: (sink: ContactSink) => void) => sinks.forEach(run)
  return {
    build: (contacts) =>
      new Promise((resolve) => {
        const ids = [...new Set(contacts.map(({ book }) => book))]
        for (const uid of [...recent].reverse()) directory.used(uid)
        directory.subscribe(() => directory.getSnapshot().status === 'ready' && resolve())
        tell((sink) => {
          sink.begin()
          sink.books(ids.map((id) => ({ id, name: id, kind: 'external', readOnly: true, held: 'whole' })))
          sink.contacts(contacts)
          sink.complete()
        })
      }),
    search: (text) => directory.search(text).map(({ uid }) => uid),
    replace: (contact) => tell((sink) => sink.contacts([contact])),
  }
}

export const libraries: Readonly<Record<string, Library>> = {
  'Offhook, the index': { create: ownIndex, bundle: `export { createSearchIndex } from '@offhook/core'` },
  'Offhook, the whole directory': { create: ownDirectory, bundle: `export { createDirectory } from '@offhook/core'` },
  MiniSearch: { create: miniSearch, bundle: `export { default } from 'minisearch'` },
  FlexSearch: { create: flexSearch, bundle: `export { Index } from 'flexsearch'` },
  uFuzzy: { create: fuzzy, bundle: `export { default } from '@leeoniya/ufuzzy'` },
  'Fuse.js': { create: fuse, bundle: `export { default } from 'fuse.js'` },
  'a loop over words': { create: loop },
  // the machine may have had more or less to do at the beginning
  'Offhook, the index, again': { create: ownIndex },
}
