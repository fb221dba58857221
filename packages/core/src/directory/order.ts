import type { Contact } from './contact.ts'

/** Contacts in the order of a phonebook; favourites are put first by who reads it. */
export interface Order {
  put(contacts: readonly Contact[]): void
  remove(uids: readonly string[]): void
  /** Those that fit, in order, `limit` of them after the first `offset`. */
  read(fits: (contact: Contact) => boolean, limit: number, offset: number): readonly Contact[]
}

/** A contact and where it stands in the order. */
export interface Entry {
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
      const added = [...new Map(contacts.map((contact) => [contact.uid, entryOf(contact)])).values()]
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

export const byKey = (a: Entry, b: Entry): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

export const entryOf = (contact: Contact): Entry => ({ key: keyOf(contact), contact })

function merged(all: readonly Entry[], added: readonly Entry[]): readonly Entry[] {
  const next: Entry[] = []
  let from = 0
  for (const entry of added) {
    const to = placeOf(entry, all, from)
    for (const other of all.slice(from, to)) next.push(other)
    next.push(entry)
    from = to
  }
  for (const other of all.slice(from)) next.push(other)
  return next
}

/** Where an entry belongs, at `low` or behind it. */
function placeOf(entry: Entry, all: readonly Entry[], low: number): number {
  let high = all.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = all[middle]
    if (other !== undefined && byKey(other, entry) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

const unaccented = /^[ -~]*$/
const marks = /[\p{M}\p{Cf}]/gu
const letters: Readonly<Record<string, string>> = {
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ı: 'i' },
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
}

/** A text without accents, capitals and signs that nobody sees, as people look for it. */
export function plain(text: string): string {
  if (unaccented.test(text)) return text.toLowerCase()
  const apart = text.normalize('NFKD').toLowerCase().replace(marks, '')
  return apart.replace(/[øłđðħıßæœþ]/g, (letter) => letters[letter] ?? letter)
}

/** Where a contact stands: by surname without its particle, then given name; who has neither by the full name. */
export function keyOf({ uid, name: { surname, given = '', full } }: Contact): string {
  return `${plain(surname === undefined ? full : `${surname} ${given}`)}\n${uid}`
}
