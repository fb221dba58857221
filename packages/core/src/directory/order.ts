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

/** A stretch that grows longer than this is cut in two. */
const longest = 1_024
/** To take away so many one by one takes longer than to look at all. */
const many = 1_000

/** Keeps the order in stretches, so that it takes as long to put one among 100,000 as among a thousand. */
export function createOrder(): Order {
  const byUid = new Map<string, Entry>()
  let stretches: Entry[][] = [[]]

  /** The stretch that has an entry or should have it, and its place in there. */
  const placeOf = (entry: Entry) => {
    const at = Math.max(0, firstBehind(stretches, (stretch) => isBehind(stretch[0], entry)) - 1)
    const stretch = stretches[at] ?? []
    return { at, stretch, place: firstBehind(stretch, (other) => byKey(other, entry) >= 0) }
  }
  const take = (uid: string) => {
    const entry = byUid.get(uid)
    if (entry === undefined) return
    byUid.delete(uid)
    const { at, stretch, place } = placeOf(entry)
    stretch.splice(place, 1)
    if (stretch.length === 0 && stretches.length > 1) stretches.splice(at, 1)
  }
  const put = (entry: Entry) => {
    take(entry.contact.uid)
    byUid.set(entry.contact.uid, entry)
    const { at, stretch, place } = placeOf(entry)
    stretch.splice(place, 0, entry)
    if (stretch.length > longest) stretches.splice(at + 1, 0, stretch.splice(longest / 2))
  }

  return {
    put: (contacts) => contacts.forEach((contact) => void put(entryOf(contact))),
    remove(uids) {
      if (uids.length < many) return uids.forEach(take)
      for (const uid of uids) byUid.delete(uid)
      const left = stretches.map((stretch) => stretch.filter(({ contact }) => byUid.has(contact.uid)))
      stretches = left.filter(({ length }) => length > 0)
      if (stretches.length === 0) stretches = [[]]
    },
    read(fits, limit, offset) {
      const found: Contact[] = []
      let skipped = 0
      for (const stretch of stretches) {
        for (const { contact } of stretch) {
          if (found.length >= limit) return found
          if (fits(contact) && skipped++ >= offset) found.push(contact)
        }
      }
      return found
    },
  }
}

export const byKey = (a: Entry, b: Entry): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** Favourites first, then those called lately (uids, the last one first), then the rest; each in their order. */
export function ranked(contacts: readonly Contact[], recent: readonly string[]): readonly Contact[] {
  const places = new Map(recent.map((uid, place) => [uid, place]))
  const placeOf = ({ favourite, uid }: Contact) => (favourite ? -1 : (places.get(uid) ?? recent.length))
  const entries = contacts.map((contact) => ({ ...entryOf(contact), place: placeOf(contact) }))
  return entries.sort((a, b) => a.place - b.place || byKey(a, b)).map(({ contact }) => contact)
}

export const entryOf = (contact: Contact): Entry => ({ key: keyOf(contact), contact })

const isBehind = (first: Entry | undefined, entry: Entry) => first !== undefined && byKey(first, entry) > 0

/** Where the first one stands for which `isBehind` holds; it holds for all that follow. */
function firstBehind<T>(all: readonly T[], isBehind: (one: T) => boolean): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const one = all[middle]
    if (one === undefined || isBehind(one)) high = middle
    else low = middle + 1
  }
  return low
}

const unaccented = /^[ -~]*$/
const marks = /[\p{M}\p{Cf}]/gu
const letters: Readonly<Record<string, string>> = {
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ς: 'σ' },
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
}

/** A text without accents, capitals and signs that nobody sees, as people look for it. */
export function plain(text: string): string {
  if (unaccented.test(text)) return text.toLowerCase()
  const apart = text.normalize('NFKD').toLowerCase().replace(marks, '')
  return apart.replace(/[øłđðħıςßæœþ]/g, (letter) => letters[letter] ?? letter)
}

/** Where a contact stands: by surname without its particle, then given name; who has neither by the full name. */
export function keyOf({ uid, name: { surname, given = '', full } }: Contact): string {
  return `${plain(surname === undefined ? full : `${surname} ${given}`)}\n${uid}`
}
