import type { NumberPlan } from '../kernel/number-plan.ts'
import { handled } from '../kernel/promise.ts'
import type { Readable } from '../kernel/store.ts'
import type { Contact } from './contact.ts'
import type { Holdings } from './holdings.ts'
import { dialledAs } from './numbers.ts'
import type { LiveSource } from './source.ts'
import type { BookKind, ContactSource } from './transport.ts'

/** Anything with another side that may have a number: a call. */
export type HasRemote = Readable<{ readonly remote: { readonly name?: string; readonly number?: string } }>

/** Who is behind a number. */
export interface Matching {
  /** Whom a number belongs to, among the contacts that are held here; favourites and the own phonebook first. */
  lookup(number: string): readonly Contact[]
  /** The same, and in the phonebooks that are too large to hold. */
  identify(number: string): Promise<Contact | undefined>
  /** The contact of the other side of a call, as both change; phonebooks too large to hold are asked too. */
  match(call: HasRemote): Readable<Contact | undefined>
}

/** What matching needs of the directory. */
export interface MatchingWorld {
  readonly holdings: Holdings
  readonly numbers: NumberPlan
  readonly live: ReadonlySet<LiveSource>
}

const kinds: Readonly<Record<BookKind, number>> = { personal: 0, internal: 1, external: 2, crm: 3 }

export function createMatching({ holdings, numbers, live }: MatchingWorld): Matching {
  const kindOf = (book: string) => {
    for (const one of live) for (const { id, kind } of one.books()) if (id === book) return kinds[kind]
    return Number.MAX_SAFE_INTEGER
  }
  const place = ({ favourite, book }: Contact) => (favourite ? -1 : kindOf(book))
  const lookup = (number: string) => [...holdings.lookup(number)].sort((a, b) => place(a) - place(b))

  const ask = async ({ source }: { source: ContactSource }, number: string) => {
    try {
      holdings.meet((await source.lookup?.(number, {})) ?? [])
    } catch {
      // who a caller is can stay unknown; that a source fails is told in the snapshot
    }
  }

  const identify = async (number: string): Promise<Contact | undefined> => {
    const dialled = dialledAs(number, numbers)
    for (const one of live) one.settle()
    const [known] = lookup(number)
    if (known !== undefined || dialled === undefined) return known
    const asked = [...live].filter((one) => one.books().some(({ held }) => held === 'asked'))
    await Promise.all(asked.map((one) => ask(one, dialled)))
    return lookup(number)[0]
  }

  const match = (call: HasRemote): Readable<Contact | undefined> => {
    let asked: string | undefined
    const number = () => call.getSnapshot().remote.number
    const look = () => {
      const now = number()
      if (now === undefined || now === asked) return
      asked = now
      handled(identify(now))
    }
    look()
    return {
      getSnapshot() {
        const now = number()
        return now === undefined ? undefined : lookup(now)[0]
      },
      subscribe(listener) {
        const stops = [
          call.subscribe(() => {
            look()
            listener()
          }),
          holdings.news.subscribe(listener),
        ]
        return () => {
          for (const stop of stops) stop()
        }
      },
    }
  }

  return { lookup, identify: (number) => handled(identify(number)), match }
}
