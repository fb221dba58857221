import type { Contact } from './contact.ts'

/** Contacts in the order of a phonebook; favourites are put first by who reads it. */
export interface Order {
  put(contacts: readonly Contact[]): void
  remove(uids: readonly string[]): void
  /** Those that fit, in order, `limit` of them after the first `offset`. */
  read(fits: (contact: Contact) => boolean, limit: number, offset: number): readonly Contact[]
}

interface Entry {
  readonly key: string
  readonly contact: Contact
}

/** Keeps the order while contacts come in by the thousand: each page is merged into it, and nothing is sorted twice. */
export function createOrder(): Order {
  const keys = new Map<string, string>()
  let entries: readonly Entry[] = []

  const without = (uids: ReadonlySet<string>) =>
    uids.size === 0 ? entries : entries.filter(({ contact }) => !uids.has(contact.uid))

  return {
    put(contacts) {
      const added = [...new Map(contacts.map((contact) => [contact.uid, { key: keyOf(contact), contact }])).values()]
      const known = new Set(added.map(({ contact }) => contact.uid).filter((uid) => keys.has(uid)))
      for (const { key, contact } of added) keys.set(contact.uid, key)
      entries = merged(without(known), added.sort(byKey))
    },
    remove(uids) {
      entries = without(new Set(uids.filter((uid) => keys.delete(uid))))
    },
    read(fits, limit, offset) {
      const found: Contact[] = []
      let skipped = 0
      for (const { contact } of entries) {
        if (!fits(contact)) continue
        if (skipped++ < offset) continue
        if (found.length === limit) break
        found.push(contact)
      }
      return found
    },
  }
}

const byKey = (a: Entry, b: Entry) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

function merged(a: readonly Entry[], b: readonly Entry[]): readonly Entry[] {
  const all: Entry[] = []
  let at = 0
  for (const entry of b) {
    for (let next = a[at]; next !== undefined && byKey(next, entry) <= 0; next = a[++at]) all.push(next)
    all.push(entry)
  }
  for (let next = a[at]; next !== undefined; next = a[++at]) all.push(next)
  return all
}

const marks = /\p{M}/gu

/** A text without accents and capitals, as people look for it. */
export const plain = (text: string): string => text.normalize('NFD').replace(marks, '').toLowerCase()

/** Where a contact stands: by surname without its particle, then given name; who has neither by the full name. */
export function keyOf({ uid, name: { surname, given = '', full } }: Contact): string {
  return `${plain(surname === undefined ? full : `${surname} ${given}`)}\n${uid}`
}
