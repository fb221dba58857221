import { type SipAccess as Granted, signInRoutes } from '../contract/sign-in.ts'
import type { Http } from '../http/http.ts'

/** With what a telephone registers: `sipTransport(() => backend.sip())`. */
export interface SipAccess {
  /** SIP over WebSocket (RFC 7118): `wss://…`; the first is tried first. */
  readonly url: readonly string[]
  readonly user: string
  /** A password for a short time; each time it is asked for, a fresh one. */
  readonly password: () => Promise<string>
  readonly domain: string
  readonly iceServers: { urls: string[]; username?: string; credential?: string }[]
}

/** Asks what to register with; rejects with `signed-out`, `unavailable` and what else a request can. */
export async function sipAccess(http: Http): Promise<SipAccess> {
  const ask = async () => (await http.call(signInRoutes.sipAccess, {})).value
  const granted = await ask()
  let first: string | undefined = granted.password
  return {
    ...{ url: granted.servers, user: granted.user, domain: domainOf(granted) },
    async password() {
      const unused = first
      first = undefined
      return unused ?? (await ask()).password
    },
    iceServers: granted.iceServers.map(({ urls, ...rest }) => ({ urls: [...urls], ...rest })),
  }
}

/** The part of `sip:alice@example.nl` after the person, without a port or parameters. */
const domainOf = ({ uri }: Granted) =>
  uri
    .replace(/^[^@]*@/, '')
    .replace(/[;?].*$/, '')
    .replace(/:\d+$/, '')
