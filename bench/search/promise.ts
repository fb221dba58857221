import type { Contact } from '@offhook/core'

// What `phone.directory.search` promises, as plainly as it can be written: slow, and by nothing that is measured.

const foreignLetters: Readonly<Record<string, string>> = {
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
}
const fold = (text: string) =>
  [...text.normalize('NFKD').toLowerCase()]
    .filter((letter) => !/[\p{M}\p{Cf}]/u.test(letter))
    .map((letter) => foreignLetters[letter] ?? letter)
    .join('')
const words = (text: string) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
const isParticle = (word: string) => /^(van|de|der|den|te|ter|ten|in|op|von|la|vd|'t|’t)$/.test(word)

/** A word is found by its own letters, and a name also when it is written in one: O'Brien as obrien, van der Berg as vdberg. */
function nameWords(name: string): readonly string[] {
  const chunks = fold(name).split(/\s+/)
  const inOne = (from: readonly string[]) => from.flatMap((chunk) => words(chunk)).join('')
  const joined = chunks.flatMap((chunk, at) => {
    let first = at
    while (first > 0 && isParticle(chunks[first - 1] ?? '')) first--
    const before = chunks.slice(first, at)
    if (isParticle(chunk) || before.length === 0) return [inOne([chunk])]
    const initials = before.map((particle) => inOne([particle]).charAt(0)).join('')
    return [inOne([chunk]), inOne([...before, chunk]), ...(before.length > 1 ? [initials + inOne([chunk])] : [])]
  })
  return [...words(name), ...joined].filter((word) => word !== '')
}

/** Everything of a number by whose beginning it is found, and what is only found by five digits or more of it. */
export function numberForms(number: string): { readonly any: readonly string[]; readonly long: readonly string[] } {
  const [dialled = '', extension] = number.split(';ext=')
  const behind = extension === undefined ? [] : [extension]
  if (!dialled.startsWith('+')) return { any: [dialled, ...behind], long: [] }
  const digits = dialled.slice(1)
  const international = [dialled, `00${digits}`, ...behind]
  if (!digits.startsWith('31')) return { any: international, long: [digits] }
  const national = digits.slice(2)
  return { any: [...international, `0${national}`, `+310${national}`], long: [digits, national] }
}

/** What is looked for: words of letters, and numbers with the spaces taken out. */
export function lookedFor(text: string): readonly string[] {
  const found: string[] = []
  for (const piece of fold(text.replace('(0)', '')).match(/[\p{L}\p{N}+*#]+/gu) ?? []) {
    const last = found.at(-1)
    const goesOn = /^[\d*#]+$/.test(piece) && last !== undefined && /^[+\d*#]+$/.test(last)
    if (goesOn) found[found.length - 1] = last + piece
    else if (/^[+\d*#]+$/.test(piece)) found.push(piece)
    else found.push(...words(piece))
  }
  return found
}

export const namesOf = ({ name, organizations }: Contact): readonly string[] =>
  [name.full, ...organizations.map((one) => one.name)].flatMap(nameWords)

/** Where a contact stands: favourites first, then who was called lately, then the phonebook by surname and given name. */
export function ranks(contacts: readonly Contact[], recent: readonly string[]): ReadonlyMap<string, number> {
  const keyed = contacts.map(({ uid, name, favourite }) => {
    const key = name.surname === undefined ? name.full : `${name.surname} ${name.given ?? ''}`
    const lately = recent.indexOf(uid)
    const group = favourite ? -1 : lately === -1 ? recent.length : lately
    return { uid, group, key: `${fold(key)}\n${uid}` }
  })
  keyed.sort((a, b) => a.group - b.group || (a.key < b.key ? -1 : 1))
  return new Map(keyed.map(({ uid }, rank) => [uid, rank]))
}

/** Answers as promised: the uids of the first `limit`, and how many there are. */
export function createOracle(contacts: readonly Contact[], recent: readonly string[], limit: number) {
  const rank = ranks(contacts, recent)
  const inOrder = [...contacts].sort((a, b) => (rank.get(a.uid) ?? 0) - (rank.get(b.uid) ?? 0))
  const all = inOrder.map((contact) => {
    const forms = contact.phones.map(({ number }) => numberForms(number))
    const any = [...namesOf(contact), ...forms.flatMap((one) => one.any)]
    return { uid: contact.uid, any, long: forms.flatMap((one) => one.long) }
  })
  return (text: string): { readonly first: readonly string[]; readonly count: number } => {
    const wanted = lookedFor(text)
    const found = all.filter(({ any, long }) =>
      wanted.every((begin) => {
        const others = /^\d{5,}$/.test(begin) ? long : []
        return any.some((word) => word.startsWith(begin)) || others.some((word) => word.startsWith(begin))
      }),
    )
    return wanted.length === 0
      ? { first: [], count: 0 }
      : { first: found.slice(0, limit).map(({ uid }) => uid), count: found.length }
  }
}
