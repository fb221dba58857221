import type { IncomingMessage } from 'sip.js/lib/core/index.js'
import { supports, tokens } from './headers.ts'

/** How long a session lasts that nobody refreshes, and who does (RFC 4028). */
export interface SessionTerms {
  readonly seconds: number
  /** Whether we are to refresh it, and not the peer. */
  readonly isOurs: boolean
}

type Role = 'uac' | 'uas'

/** The shortest a session may last (RFC 4028, section 5). */
export const leastSeconds = 90

const other: Readonly<Record<Role, Role>> = { uac: 'uas', uas: 'uac' }

/** Reads `Session-Expires`; nothing when there is none that can be read. */
export function readSessionExpires(message: IncomingMessage): { seconds: number; refresher?: Role } | undefined {
  const value = message.getHeader('session-expires') ?? message.getHeader('x') ?? ''
  const [, seconds] = /^\s*(\d{1,9})\s*(?:;|$)/.exec(value) ?? []
  if (seconds === undefined) return undefined
  const [, refresher] = /;\s*refresher\s*=\s*(ua[cs])\s*(?:;|$)/i.exec(value) ?? []
  return { seconds: Number(seconds), ...(refresher && { refresher: refresher.toLowerCase() as Role }) }
}

/** What is agreed on with who invites us: as they wish, and no longer than `longest`; nothing when they know no such thing. */
export function termsForInvite(message: IncomingMessage, longest: number): SessionTerms | undefined {
  if (!supports(message, 'timer')) return undefined
  const { seconds = longest, refresher = 'uac' } = readSessionExpires(message) ?? {}
  const least = Number.parseInt(message.getHeader('min-se') ?? '', 10) || leastSeconds
  const isOurs = refresher === 'uas'
  // we refresh by UPDATE alone, for of descriptions we know nothing
  if (isOurs && !message.getHeaders('allow').flatMap(tokens).includes('update')) return undefined
  return { seconds: Math.max(Math.min(seconds, longest), least, leastSeconds), isOurs }
}

/** What was agreed on by who answered our INVITE. */
export function termsOfAnswer(message: IncomingMessage): SessionTerms | undefined {
  const agreed = readSessionExpires(message)
  return agreed && { seconds: Math.max(agreed.seconds, leastSeconds), isOurs: agreed.refresher !== 'uas' }
}

/** What an INVITE of ours asks for: that the peer refreshes, who knows best whether it is there. */
export const proposedTerms = (seconds: number): string[] => [
  `Session-Expires: ${seconds};refresher=uas`,
  `Min-SE: ${leastSeconds}`,
]

/** Says in a later request of ours (`uac`) or in an answer (`uas`) what is agreed on. */
export function termsHeaders(terms: SessionTerms | undefined, we: Role): string[] {
  if (!terms) return []
  const refresher = terms.isOurs ? we : other[we]
  const header = `Session-Expires: ${terms.seconds};refresher=${refresher}`
  // who asks must then know of it (RFC 4028, section 9)
  return we === 'uas' && refresher === 'uac' ? [header, 'Require: timer'] : [header]
}
