import { createHash } from 'node:crypto'
import type { PersonSettings } from '../config/schema.ts'

/** How a party is shown to the other one. */
export interface Identity {
  readonly name: string
  readonly number: string
}

/** Somebody with an extension who signs in to the exchange. */
export interface Person {
  /** The SIP user name: lower case, unique, what the person signs in with. */
  readonly user: string
  readonly extension: string
  readonly name: string
  /** MD5 of `user:realm:password` (RFC 7616, section 3.4.2); the password itself is not kept. */
  readonly ha1: string
  readonly callerIds: readonly Identity[]
}

/** Who there is. */
export interface People {
  readonly count: number
  /** The person who signs in with this user name. */
  signingInAs(user: string): Person | undefined
  /** The person that a dialled name or extension reaches. */
  reachedBy(dialled: string): Person | undefined
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** The people of a configuration, ready to be looked up. */
export function createPeople(settings: readonly PersonSettings[], realm: string): People {
  const byUser = new Map<string, Person>()
  const byDialled = new Map<string, Person>()
  for (const entry of settings) {
    const person = toPerson(entry, realm)
    byUser.set(person.user, person)
    byDialled.set(person.user, person)
    byDialled.set(person.extension, person)
  }
  return {
    count: byUser.size,
    signingInAs: (user) => byUser.get(user.toLowerCase()),
    reachedBy: (dialled) => byDialled.get(dialled.toLowerCase()),
  }
}

function toPerson(entry: PersonSettings, realm: string): Person {
  return {
    user: entry.user.toLowerCase(),
    extension: entry.extension,
    name: entry.name,
    ha1: entry.ha1?.toLowerCase() ?? md5(`${entry.user}:${realm}:${entry.password ?? ''}`),
    callerIds: entry.callerIds.map(({ number, name }) => ({ number, name: name ?? entry.name })),
  }
}
