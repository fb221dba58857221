import { OffhookError } from '../errors.ts'
import { parseTarget } from '../kernel/number.ts'
import type { NumberPlan } from '../kernel/number-plan.ts'
import type { Contact } from './contact.ts'

/** Whom a number belongs to. */
export interface NumberIndex {
  put(contacts: readonly Contact[]): void
  remove(uids: readonly string[]): void
  /** The uids of those who have a number, however it is written. */
  find(number: string): readonly string[]
}

/** Makes an index of numbers as they are dialled (E.164 where that is certain); an extension behind a number is ignored. */
export function createNumberIndex(numbers: NumberPlan): NumberIndex {
  // most numbers are one contact's, and a set for each would be most of the memory
  const uidsByNumber = new Map<string, string | Set<string>>()
  const numbersByUid = new Map<string, readonly string[]>()

  const forget = (uid: string) => {
    for (const number of numbersByUid.get(uid) ?? []) {
      const uids = uidsByNumber.get(number)
      if (typeof uids === 'object') uids.delete(uid)
      if (uids === uid || (typeof uids === 'object' && uids.size === 0)) uidsByNumber.delete(number)
    }
    numbersByUid.delete(uid)
  }

  const noteOne = (number: string, uid: string) => {
    const uids = uidsByNumber.get(number)
    if (typeof uids === 'object') uids.add(uid)
    else uidsByNumber.set(number, uids === undefined || uids === uid ? uid : new Set([uids, uid]))
  }

  const note = ({ uid, phones }: Contact) => {
    forget(uid)
    const dialled = phones.flatMap(({ number }) => dialledAs(number, numbers) ?? [])
    if (dialled.length > 0) numbersByUid.set(uid, dialled)
    for (const number of dialled) noteOne(number, uid)
  }

  return {
    put(contacts) {
      for (const contact of contacts) note(contact)
    },
    remove(uids) {
      for (const uid of uids) forget(uid)
    },
    find(number) {
      const uids = uidsByNumber.get(dialledAs(number, numbers) ?? '') ?? []
      return typeof uids === 'string' ? [uids] : [...uids]
    },
  }
}

/** A number as it is dialled, or undefined for what is none. */
export function dialledAs(number: string, numbers: NumberPlan): string | undefined {
  // most are written so already, and there are many
  if (/^\+[1-9]\d{7,14}$/.test(number)) return number
  try {
    return parseTarget(number, numbers).dial
  } catch (error) {
    if (error instanceof OffhookError) return undefined
    throw error
  }
}
