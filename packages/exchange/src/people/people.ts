import { createHash } from 'node:crypto'
import type { GatewaySettings, PersonSettings, Settings } from '../config/schema.ts'

/** How a party is shown to the other one. */
export interface Identity {
  readonly name: string
  readonly number: string
}

/** Somebody with an extension who signs in to the exchange. */
export interface Person {
  /** Which of the people of the store; the user name where nothing is kept. */
  readonly id: string
  /** The SIP user name: lower case, unique, what the person signs in with. */
  readonly user: string
  readonly extension: string
  readonly name: string
  /** MD5 of `user:realm:password` (RFC 7616, section 3.4.2); absent: signs in only with what a session was given. */
  readonly ha1?: string | undefined
  /** The numbers they may show beside their own. */
  readonly callerIds: readonly Identity[]
  /** What is shown when nothing is chosen for a call; absent: themselves. */
  readonly standard?: Identity | undefined
  /** A way in from outside: its callers are who it says they are, and it has no calls of its own to keep. */
  readonly isGateway?: boolean
}

/** Who there is. */
export interface People {
  readonly count: number
  /** The person who signs in with this user name. */
  signingInAs(user: string): Person | undefined
  /** The person that a dialled name or extension reaches. */
  reachedBy(dialled: string): Person | undefined
}

/** The MD5 of `user:realm:password`, which is all that is kept of a password. */
export const ha1Of = (user: string, realm: string, password: string): string =>
  createHash('md5').update(`${user}:${realm}:${password}`).digest('hex')

/** The people of a configuration, ready to be looked up. */
export function createPeople(
  settings: readonly PersonSettings[],
  { realm, gateways }: Pick<Settings, 'realm' | 'gateways'>,
): People {
  const waysIn = gatewaysOf(gateways, realm)
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
    signingInAs: (user) => byUser.get(user.toLowerCase()) ?? waysIn.get(user.toLowerCase()),
    reachedBy: (dialled) => byDialled.get(dialled.toLowerCase()),
  }
}

/** What a password of the configuration is compared with. */
export const configuredHa1 = ({ user, ha1, password = '' }: GatewaySettings, realm: string): string =>
  ha1?.toLowerCase() ?? ha1Of(user, realm, password)

/** The ways in from outside, by user name. */
export const gatewaysOf = (gateways: readonly GatewaySettings[], realm: string): ReadonlyMap<string, Person> =>
  new Map(
    gateways.map((gateway) => {
      const user = gateway.user.toLowerCase()
      const known = { id: user, user, extension: user, name: user, callerIds: [], isGateway: true }
      return [user, { ...known, ha1: configuredHa1(gateway, realm) }]
    }),
  )

function toPerson(entry: PersonSettings, realm: string): Person {
  const user = entry.user.toLowerCase()
  return {
    id: user,
    user,
    extension: entry.extension,
    name: entry.name,
    ha1: configuredHa1(entry, realm),
    callerIds: entry.callerIds.map(({ number, name }) => ({ number, name: name ?? entry.name })),
  }
}
