import { type CallSink, type CallTransport, type Clock, type ErrorCode, OffhookError } from '@offhook/core'
import { type Invitation, type Session, type SessionDescriptionHandler, URI } from 'sip.js'
import { LoggerFactory } from 'sip.js/lib/core/index.js'
import { type AskSipAccess, checkedServers, type SipAccess } from '../options.ts'
import { quotable } from './address.ts'
import { type Agent, createAgent } from './agent.ts'
import { createDigest, type Digest } from './digest.ts'
import { createPeers, type Peers } from './peers.ts'
import { createServers } from './servers.ts'
import type { SipSocket } from './socket.ts'

/** Whom the phone speaks for. */
export interface SipAccount {
  readonly user: string
  readonly domain: string
  readonly agent: Agent
  readonly digest: Digest
  /** The calls of this account, which outlive the page. */
  readonly calls: CallTransport
}

/** What the accounts need of the phone around them. */
export interface AccountWorld {
  readonly clock: Clock
  readonly socket: SipSocket
  /** The media of a session. */
  handlerOf(session: Session): SessionDescriptionHandler
  incoming(invitation: Invitation, replaced: Session | undefined): void
  /** Makes the calls of an account, which are kept under a name of its own. */
  callsOf(name: string): CallTransport
  /** It is another account from now on; the one before has ended. */
  changed(): void
}

/** The account of a phone: one at a time, and none before it is known. */
export interface Accounts {
  now(): SipAccount | undefined
  /** The account; throws `offline` before it is known. */
  known(): SipAccount
  /** Takes what to register with; throws `bad-option`. */
  take(access: SipAccess): void
  /** The next address to connect to. */
  nextUrl(): string
  /** What makes the peer connections of calls, with the servers that were given last. */
  peers(): Peers
}

/** Keeps the account; the same user in the same domain stays the same one, with its calls. */
export function createAccounts(world: AccountWorld): Accounts {
  const { clock, socket, handlerOf, incoming } = world
  const loggers = new LoggerFactory()
  loggers.builtinEnabled = false
  let listed = ''
  let nextUrl = () => ''
  let account: SipAccount | undefined
  let servers = ''
  let peers = createPeers([], clock)

  const known = () => {
    if (account === undefined) throw new OffhookError('offline')
    return account
  }

  return {
    known,
    now: () => account,
    peers: () => peers,
    // what was tried last is not tried first the next time
    nextUrl: () => nextUrl(),
    take(access) {
      const checked = checkedServers(access)
      const { user, domain = new URL(checked[0].url).hostname, iceServers = [], name = '' } = access
      if (JSON.stringify(checked) !== listed) {
        listed = JSON.stringify(checked)
        nextUrl = createServers(checked)
      }
      if (JSON.stringify(iceServers) !== servers) {
        servers = JSON.stringify(iceServers)
        peers.close()
        peers = createPeers(iceServers, clock)
      }
      if (account?.user === user && account.domain === domain) return
      const digest = createDigest(user, loggers)
      const agent = createAgent({
        ...{ loggers, credentials: digest.factory, socket, handlerOf, incoming },
        uri: new URI('sip', user, domain),
        displayName: quotable(name),
      })
      account = { user, domain, agent, digest, calls: world.callsOf(`${user}@${domain}`) }
      world.changed()
    },
  }
}

/** What an account is known by, `user@domain`; throws `bad-option`. */
export function accountName(access: SipAccess): string {
  const [{ url }] = checkedServers(access)
  return `${access.user}@${access.domain ?? new URL(url).hostname}`
}

/** The agent of whoever it is now, for what outlives the account. */
export function agentOf({ known }: Pick<Accounts, 'known'>, socket: SipSocket): Agent {
  return {
    socket,
    get uri() {
      return known().agent.uri
    },
    get contact() {
      return known().agent.contact
    },
    get core() {
      return known().agent.core
    },
    inviter: (target, extraHeaders) => known().agent.inviter(target, extraHeaders),
  }
}

/** The calls of whoever it is; their calls of before are taken up as soon as that is known. */
export function callsOfAccount(
  { now, known }: Pick<Accounts, 'now' | 'known'>,
  closed: () => void,
): CallTransport & { changed(): void } {
  let sink: CallSink | undefined
  let stop = () => {}
  const changed = () => {
    stop()
    stop = (sink && now()?.calls.open(sink)) ?? (() => {})
  }
  return {
    changed,
    open(given) {
      sink = given
      changed()
      return () => {
        sink = undefined
        changed()
        closed()
      }
    },
    send: async (id, command) => known().calls.send(id, command),
  }
}

// the one who is asked may know it later
const passing: readonly ErrorCode[] = ['unavailable', 'timeout', 'too-many']

/** Asks with what to register, and takes it; what is asked for in vain by a connection that was given up is not taken. */
export function createEntry(ask: AskSipAccess, { take, known }: Pick<Accounts, 'take' | 'known'>) {
  let turn = 0
  const enter = async () => {
    const mine = ++turn
    const access = await ask()
    if (mine !== turn) return
    take(access)
    const { password } = access
    const word = typeof password === 'function' ? await password() : password
    if (mine === turn) known().digest.setPassword(word)
  }
  return {
    cancel: () => void turn++,
    prepare: () =>
      enter().catch((error: unknown) => {
        throw error instanceof OffhookError && passing.includes(error.code) ? new Error(error.code) : error
      }),
  }
}
