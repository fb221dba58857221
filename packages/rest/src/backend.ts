import {
  accountPart,
  type BackendParts,
  type Clock,
  callerIdsPart,
  directoryPart,
  forwardingPart,
  historyPart,
  OffhookError,
  presencePart,
  type SearchIndex,
  settingsPart,
  systemClock,
} from '@offhook/core'
import type * as z from 'zod/mini'
import { accountTransport } from './account/transport.ts'
import { callerIdsTransport } from './caller-ids/transport.ts'
import { type Capabilities, capabilityRoutes } from './contract/capabilities.ts'
import { signInRoutes } from './contract/sign-in.ts'
import { directorySource } from './directory/source.ts'
import { createEchoes } from './events/echoes.ts'
import { createFeed } from './events/feed.ts'
import { whenAwake } from './events/wake.ts'
import { forwardingTransport } from './forwarding/transport.ts'
import { historyTransport } from './history/transport.ts'
import { createHttp, type Http } from './http/http.ts'
import { presenceTransport } from './presence/transport.ts'
import { createSession } from './session/session.ts'
import type { IdentitySource, TokenSource } from './session/token.ts'
import { settingsTransport } from './settings/transport.ts'
import { type SipAccess, sipAccess } from './sip/access.ts'
import type { Wire } from './wire.ts'

/** Where the server is, who one is there, and the world around. */
export interface BackendOptions {
  /** `https://phone.example.nl`, without a path unless everything is under one. */
  readonly url: string
  /** Where tokens come from; default: `phone.account.signIn`. */
  readonly token?: TokenSource
  /** Keeps the session over a reload, in a cookie that scripts cannot read; page and server must be of one site. Default false. */
  readonly remember?: boolean
  /** Lets people sign in with an issuer of the server: `openIdConnect()` of `@offhook/rest/oidc`. */
  readonly provider?: IdentitySource
  /** How long one try of a request may take, milliseconds; default 15,000. */
  readonly timeout?: number
  /** Makes the index of the phonebooks; default: that of `@offhook/core`. */
  readonly createIndex?: () => SearchIndex
  readonly fetch?: typeof fetch
  readonly clock?: Clock
  /** Calls back when it is worth connecting at once; default: when the browser is online again, or the page is looked at. */
  readonly wake?: (listener: () => void) => () => void
}

/** What a server can do. */
export type ServerCapabilities = z.output<typeof Capabilities>

/** A server: every part of a phone that is not a call, and what to make calls with. */
export interface Backend extends BackendParts {
  /** What to register with, once somebody is signed in: `sipTransport(() => backend.sip())`. */
  sip(): Promise<SipAccess>
  /** What this server can do. */
  capabilities(): Promise<ServerCapabilities>
}

/** Connects to a server: `createPhone(createBackend({ url }))`. Nothing is sent until a phone is made. Throws `bad-option`. */
export function createBackend(options: BackendOptions): Backend {
  const wire = createWire(options)
  const { createIndex, provider } = options
  return {
    account: accountPart(accountTransport(wire, provider)),
    presence: presencePart(presenceTransport(wire)),
    directory: directoryPart([directorySource(wire)], createIndex === undefined ? {} : { createIndex }),
    history: historyPart(historyTransport(wire)),
    forwarding: forwardingPart(forwardingTransport(wire)),
    settings: settingsPart(settingsTransport(wire)),
    callerIds: callerIdsPart(callerIdsTransport(wire)),
    sip: () => sipAccess(wire.http),
    capabilities: async () => (await wire.http.call(capabilityRoutes.capabilities, {})).value,
  }
}

function createWire(options: BackendOptions): Wire {
  const { token: source, provider, remember = false, timeout = 15_000, clock = systemClock, wake = whenAwake } = options
  const url = checkedUrl(options.url)
  const http: Http = createHttp({
    ...{ url, clock, timeout, hasCookie: remember },
    fetch: options.fetch ?? ((...request) => fetch(...request)),
    token: (refused) => session.token(refused),
    over: (refused) => session.over(refused),
    era: () => session.era(),
  })
  const session = createSession({
    ...{ clock, source, provider, remember },
    // a refresh token whose answer was lost is taken once more, if that is soon
    exchange: async (body) =>
      (await http.call(signInRoutes.signIn, { body, isRepeatable: body.grant === 'refresh' })).value,
  })
  const feed = createFeed({ http, clock, wake })
  const echoes = createEchoes({ clock, feed })
  const enter = createLife({ session, feed })
  return {
    ...{ http, session, feed, echoes, clock, url },
    isRemembered: remember,
    follow(sinks, sink, follower) {
      sinks.add(sink)
      const unfollow = feed.follow(follower)
      const leave = enter()
      return () => {
        if (!sinks.delete(sink)) return
        unfollow()
        leave()
      }
    },
  }
}

/** Looks for a session when the first one comes in, reads news while somebody is signed in, and stops when the last one goes. */
function createLife({ session, feed }: Pick<Wire, 'session' | 'feed'>): () => () => void {
  let users = 0
  let life = new AbortController()
  let reading: AbortController | undefined

  const follow = () => {
    const isSignedIn = session.getSnapshot().status === 'signed-in' && users > 0
    if (isSignedIn && reading === undefined) {
      reading = new AbortController()
      feed.run(reading.signal)
    }
    if (!isSignedIn) {
      reading?.abort()
      reading = undefined
    }
    if (session.getSnapshot().status === 'signed-out') feed.forget()
  }
  session.subscribe(follow)

  return () => {
    if (users++ === 0) {
      life = new AbortController()
      session.resume(life.signal).catch(() => {})
      follow()
    }
    return () => {
      if (--users > 0) return
      life.abort()
      follow()
    }
  }
}

function checkedUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, '')
  throw new OffhookError('bad-option', { message: 'url: an address is needed, as in https://phone.example.nl.' })
}
