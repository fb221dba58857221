import { randomId } from '@offhook/core'
import {
  Invitation,
  Inviter,
  type Session,
  type SessionDescriptionHandler,
  SIPExtension,
  URI,
  type UserAgent,
} from 'sip.js'
import {
  type Contact,
  type DigestAuthentication,
  type IncomingInviteRequest,
  IncomingRequestMessage,
  type IncomingResponseMessage,
  type LoggerFactory,
  Parser,
  UserAgentCore,
} from 'sip.js/lib/core/index.js'
import type { SipSocket } from './socket.ts'

/**
 * What speaks SIP for one account, on sip.js' core. Not sip.js' own `UserAgent`: that brings its WebSocket, its media and
 * a public STUN server along, answers MESSAGE unread, and rings before anybody was asked.
 */
export interface Agent {
  readonly uri: URI
  /** Where this phone wants to be called, as it stands in a Contact header. */
  readonly contact: Contact
  readonly core: UserAgentCore
  readonly socket: SipSocket
  /** Prepares a call; nothing is sent yet. */
  inviter(target: URI, extraHeaders: string[]): Inviter
}

/** What an agent needs of the phone around it. */
export interface AgentWorld {
  readonly uri: URI
  /** Our own name, quoted where it must be; empty for none. */
  readonly displayName: string
  readonly socket: SipSocket
  readonly loggers: LoggerFactory
  credentials(): DigestAuthentication
  /** The media of a session. */
  handlerOf(session: Session): SessionDescriptionHandler
  /** Somebody calls; `replaced` is the call of ours to be carried on by it (RFC 3891). */
  incoming(invitation: Invitation, replaced: Session | undefined): void
}

/** Makes an agent that hears what comes on its socket. */
export function createAgent(world: AgentWorld): Agent {
  const { uri, socket, loggers } = world
  const host = `${randomWord(12)}.invalid`
  const contact = contactAt(host)
  const sessions: Record<string, Session> = {}
  const options = ['outbound', 'replaces']
  const core: UserAgentCore = new UserAgentCore(
    {
      ...{ aor: uri, contact, loggerFactory: loggers, viaHost: host, displayName: world.displayName },
      ...{ supportedOptionTags: options, supportedOptionTagsResponse: options, userAgentHeaderFieldValue: 'Offhook' },
      ...{ routeSet: [], sipjsId: randomWord(5), hackViaTcp: false, viaForceRport: false },
      authenticationFactory: world.credentials,
      transportAccessor: () => socket,
    },
    {
      onInvite: (request) => receiveInvite(request),
      // nobody would read it
      onMessage: (request) => void request.reject({ statusCode: 405 }),
      onNotify: (request) => void request.reject({ statusCode: 481 }),
    },
  )
  // what sip.js' sessions need of a user agent, and no more
  const userAgent = {
    ...{ contact, transport: socket, userAgentCore: core, _sessions: sessions },
    getLogger: (category: string) => loggers.getLogger(category),
    configuration: {
      uri,
      // the exchange decides how long a call may ring
      noAnswerTimeout: 3_600,
      sipExtension100rel: SIPExtension.Unsupported,
      sipExtensionReplaces: SIPExtension.Supported,
      sessionDescriptionHandlerFactory: world.handlerOf,
    },
  } as unknown as UserAgent

  const receiveInvite = (request: IncomingInviteRequest) => {
    const invitation = new Invitation(userAgent, request)
    request.delegate = { onCancel: (cancel) => invitation._onCancel(cancel) }
    request.trying()
    const replaced = replacedBy(request.message, core, Object.values(sessions))
    if (typeof replaced !== 'number') return world.incoming(invitation, replaced)
    void invitation.reject({ statusCode: replaced })
  }

  socket.onMessage = (text) => receive(text, { core, host, loggers })
  return {
    ...{ uri, contact, core, socket },
    inviter: (target, extraHeaders) => new Inviter(userAgent, target, { earlyMedia: true, extraHeaders }),
  }
}

/** A Contact that says it is the same phone wherever it connects from (RFC 5626 4.1). */
function contactAt(host: string): Contact {
  const uri = new URI('sip', randomWord(8), host, undefined, { transport: 'ws' })
  const instance = randomId().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
  return {
    ...{ uri, pubGruu: undefined, tempGruu: undefined },
    toString: ({ outbound = false } = {}) => `<${uri}${outbound ? ';ob' : ''}>;+sip.instance="<urn:uuid:${instance}>"`,
  }
}

const randomWord = (length: number) => randomId().slice(0, length)

/** The call that an INVITE is to take the place of, none, or the status to refuse it with (RFC 3891 section 3). */
function replacedBy(
  message: IncomingRequestMessage,
  { dialogs }: UserAgentCore,
  sessions: readonly Session[],
): Session | undefined | number {
  if (!message.hasHeader('Replaces')) return undefined
  const { call_id, replaces_to_tag, replaces_from_tag, early_only } = message.parseHeader('Replaces') ?? {}
  if (call_id === undefined) return 400
  const dialog = dialogs.get(`${call_id}${replaces_to_tag}${replaces_from_tag}`)
  const session = sessions.find((each) => each.dialog?.id === dialog?.id)
  if (dialog === undefined || session === undefined) return 481
  return early_only === true && !dialog.early ? 486 : session
}

const mandatory = ['From', 'To', 'Call-ID', 'CSeq', 'Via']

/** Takes a message from the socket; what is no SIP message, or half of one, or not for us, is passed over (RFC 3261 18). */
function receive(text: string, { core, host, loggers }: { core: UserAgentCore; host: string; loggers: LoggerFactory }) {
  const message = Parser.parseMessage(text, loggers.getLogger('parser'))
  if (message === undefined || !mandatory.every((name) => message.hasHeader(name))) return
  if (message instanceof IncomingRequestMessage) {
    const refusal = isHalf(message) ? 400 : isLoop(message, core) ? 482 : undefined
    if (refusal === undefined) core.receiveIncomingRequestFromTransport(message)
    else core.replyStateless(message, { statusCode: refusal })
    return
  }
  const isOurs = message.getHeaders('Via').length === 1 && message.via.host === host && message.via.port === undefined
  if (isOurs && !isHalf(message)) core.receiveIncomingResponseFromTransport(message)
}

/** Whether the body is shorter than it was sent. */
function isHalf(message: IncomingRequestMessage | IncomingResponseMessage): boolean {
  const length = Number(message.getHeader('Content-Length') ?? 0)
  return new TextEncoder().encode(message.body).length < length
}

/** Whether a call of ours came back to us. */
const isLoop = ({ toTag, callId }: IncomingRequestMessage, { configuration }: UserAgentCore) =>
  !toTag && callId.startsWith(configuration.sipjsId)
