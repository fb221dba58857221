import type { NumberPlan } from '../kernel/number-plan.ts'
import { createRows, type Rows } from '../kernel/rows.ts'
import { createStore, type Readable } from '../kernel/store.ts'
import type { Contact } from './contact.ts'
import { createNumberIndex } from './numbers.ts'
import { createOrder, ranked } from './order.ts'
import type { SearchIndex } from './search.ts'

/** Which contacts to list; favourites first. */
export interface ListOptions {
  readonly book?: string
  /** How many at most; default 100. */
  readonly limit?: number
  readonly offset?: number
}

/** Every contact that is held here, and the ways to find one. */
export interface Holdings {
  readonly rows: Rows<Contact>
  /** Told after each change, when it can be found. */
  readonly news: Pick<Readable<unknown>, 'subscribe'>
  /** Tells of a change that is none of a contact. */
  changed(): void
  /** How many are held, those that were only met in a search not counted. */
  count(): number
  put(contacts: readonly Contact[]): void
  remove(uids: readonly string[]): void
  /** Keeps contacts of books that are too large to hold, so that they can be read and subscribed to. */
  meet(contacts: readonly Contact[]): void
  list(options: ListOptions): readonly Contact[]
  /** In the order of a phonebook. */
  favourites(): readonly Contact[]
  /** Whom a number belongs to, in no order. */
  lookup(number: string): readonly Contact[]
}

/** Holds contacts for search, order, numbers and rows alike. */
export function createHoldings(index: SearchIndex, numbers: NumberPlan): Holdings {
  const rows = createRows<Contact>(({ uid }) => uid)
  const order = createOrder()
  const byNumber = createNumberIndex(numbers)
  const held = new Set<string>()
  const starred = new Set<string>()
  const news = createStore(0)
  const changed = () => news.set(news.getSnapshot() + 1)

  const star = ({ uid, favourite }: Contact) => (favourite ? starred.add(uid) : starred.delete(uid))
  const read = (uids: Iterable<string>) => [...uids].flatMap((uid) => rows.get(uid) ?? [])

  const favourites = () => ranked(read(starred), [])

  const put = (contacts: readonly Contact[]) => {
    const fresh = contacts.filter(({ uid }) => !held.has(uid))
    for (const { uid } of fresh) held.add(uid)
    // what was met before and is the same is not changed, but it is new to the indexes
    const others = [...new Set([...fresh, ...rows.put(contacts)])]
    if (others.length === 0) return
    others.forEach(star)
    for (const holder of [order, byNumber]) holder.put(others)
    index.add(others)
    changed()
  }

  return {
    ...{ rows, news, changed },
    count: () => held.size,
    put,
    remove(uids) {
      rows.remove(uids)
      for (const uid of uids) {
        held.delete(uid)
        starred.delete(uid)
      }
      for (const holder of [order, byNumber, index]) holder.remove(uids)
      changed()
    },
    meet(contacts) {
      const [known, others] = [
        contacts.filter(({ uid }) => held.has(uid)),
        contacts.filter(({ uid }) => !held.has(uid)),
      ]
      put(known)
      others.forEach(star)
      rows.put(others)
      byNumber.put(others)
      if (others.length > 0) changed()
    },
    list({ book, limit = 100, offset = 0 }) {
      const isIn = (contact: Contact) => book === undefined || contact.book === book
      const stars = favourites().filter((one) => held.has(one.uid) && isIn(one))
      const first = stars.slice(offset, offset + limit)
      const isOther = (contact: Contact) => !contact.favourite && isIn(contact)
      return [...first, ...order.read(isOther, limit - first.length, Math.max(0, offset - stars.length))]
    },
    favourites,
    lookup: (number) => read(byNumber.find(number)),
  }
}
