import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js'
import type { SessionPassword } from '../office/credentials.ts'
import type { People, Person } from '../people/people.ts'
import { type Credentials, challenge, madeFor, parseCredentials, provesPassword } from './digest.ts'
import { decoded, warning } from './headers.ts'
import type { Lockout } from './lockout.ts'
import type { Nonces } from './nonces.ts'

/** What the gate makes of a request: a person, or an answer to send instead. */
export type Admission =
  | { readonly person: Person; readonly session?: string | undefined }
  | { readonly statusCode: number; readonly headers: readonly string[]; readonly guessed: boolean }

/** Decides who sent a request that belongs to no call yet. */
export interface Gate {
  admit(message: IncomingRequestMessage, address: string): Admission
}

// compared with when nobody has the name, so that both refusals take the same time
const nobodysHa1 = '00000000000000000000000000000000'

/** A gate that asks every request for a digest and lets it in only in its own name. */
export function createGate({
  people,
  passwordsOf = () => [],
  realm,
  nonces,
  lockout,
}: {
  people: People
  /** What a user may sign in with beside the password of the configuration. */
  passwordsOf?: (user: string) => readonly SessionPassword[]
  realm: string
  nonces: Nonces
  lockout: Lockout
}): Gate {
  const ask = (method: string, { stale = false, guessed = false } = {}): Admission => {
    const [statusCode, header] = method === 'REGISTER' ? [401, 'WWW-Authenticate'] : [407, 'Proxy-Authenticate']
    return { statusCode, headers: [`${header}: ${challenge(realm, nonces.create(), stale)}`], guessed }
  }

  const judge = (message: IncomingRequestMessage, credentials: Credentials, address: string): Admission => {
    const { username, nonce, nc } = credentials
    const wait = lockout.wait(address, username)
    if (wait > 0) {
      const headers = [`Retry-After: ${wait}`, warning('Too many wrong passwords, try again later')]
      return { statusCode: 403, headers, guessed: false }
    }
    const worth = nonces.check(nonce)
    if (worth !== 'good') return ask(message.method, { stale: worth === 'stale' })
    const person = people.signingInAs(username)
    const passwords = [{ ha1: person?.ha1 ?? nobodysHa1, session: undefined }, ...passwordsOf(username)]
    const proven = passwords.find(({ ha1 }) => provesPassword(credentials, message.method, ha1))
    if (!person || !proven || credentials.realm !== realm || !message.ruri || !madeFor(credentials, message.ruri)) {
      lockout.failed(address, username)
      return ask(message.method, { guessed: true })
    }
    if (!nonces.spend(nonce, Number.parseInt(nc, 16))) return ask(message.method, { stale: true })
    lockout.succeeded(address, username)
    if (!speaksFor(person, message)) return refusal('From is not the person who signed in')
    return { person, session: proven.session }
  }

  return {
    admit(message, address) {
      // a client that answers from the last nonce may not know yet under which name it is asked for here
      const headers = ['authorization', 'proxy-authorization']
      const value = headers.map((name) => message.getHeader(name)).find((text) => text !== undefined)
      const credentials = value === undefined ? undefined : parseCredentials(value)
      return credentials ? judge(message, credentials, address) : ask(message.method)
    },
  }
}

const refusal = (text: string): Admission => ({ statusCode: 403, headers: [warning(text)], guessed: false })

/** Whether the From of a request names the person, by user name or by extension; a gateway speaks for who calls. */
function speaksFor(person: Person, message: IncomingRequestMessage): boolean {
  if (person.isGateway) return true
  const user = decoded(message.from.uri.user)?.toLowerCase()
  return user === person.user || user === person.extension
}
