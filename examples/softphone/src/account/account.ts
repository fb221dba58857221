import { type Person, people } from '../colleagues/people.ts'

/** With what one signs in; the password lives in memory only. */
export interface SipAccount {
  readonly user: string
  readonly password: string
  /** The address of the exchange: SIP over WebSocket. */
  readonly exchange: string
}

/** The exchange that served this page. */
export function ownExchange({ protocol, host }: Pick<Location, 'protocol' | 'host'>): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/sip`
}

/** The account of a demo person: in demo mode the exchange takes the user name as the password, and says so. */
export const demoAccount = ({ user }: Person, exchange: string): SipAccount => ({ user, password: user, exchange })

/** The demo person a link names with `?as=alice`. */
export function personInLink(search: string): Person | undefined {
  const user = new URLSearchParams(search).get('as')
  return people.find((person) => person.user === user)
}

/** The same link with another person, or without one; never with a password. */
export function linkAs(href: string, person: Person | undefined): string {
  const url = new URL(href)
  url.searchParams.delete('as')
  if (person) url.searchParams.set('as', person.user)
  return url.pathname + url.search + url.hash
}
