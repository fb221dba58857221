import type { LoggerFactory } from 'sip.js/lib/core/index.js'
import { DigestAuthentication, type OutgoingRequestMessage } from 'sip.js/lib/core/index.js'

/** A challenge as sip.js reads it (RFC 3261 20.44). */
interface Challenge {
  readonly algorithm?: string
  readonly realm?: string
  readonly nonce?: string
  readonly qop?: string | readonly string[]
}

/** Digest credentials (RFC 3261 22.4) that remember the last challenge. */
export interface Digest {
  /** What sip.js asks for at a challenge. */
  factory(): DigestAuthentication
  /** Puts credentials in a request before they are asked for, from the last nonce: it saves a round trip. */
  preempt(request: OutgoingRequestMessage): void
  /** Notes with which header credentials are to be sent, as a challenge passes by. */
  challenged(message: string): void
  /** Why the last challenge could not be answered, if so. */
  obstacle(): string | undefined
  setPassword(password: string): void
}

/** Makes the credentials of one account; one nonce is counted on for every request that uses it (`nc`). */
export function createDigest(user: string, loggers: LoggerFactory): Digest {
  let password = ''
  // a registrar asks with 401; for calls an exchange may ask as a proxy, with 407
  let header = 'Authorization'
  let last: { challenge: Challenge; credentials: DigestAuthentication } | undefined
  let obstacle: string | undefined

  const credentialsFor = (challenge: Challenge) => {
    const isSame = last?.challenge.nonce === challenge.nonce && last?.challenge.realm === challenge.realm
    return (isSame && last?.credentials) || new DigestAuthentication(loggers, undefined, user, password)
  }

  const remembering = {
    authenticate(request: OutgoingRequestMessage, challenge: Challenge, body?: string) {
      const credentials = credentialsFor(challenge)
      const isDone = credentials.authenticate(request, challenge, body)
      obstacle = isDone ? undefined : obstacleOf(challenge)
      last = isDone ? { challenge, credentials } : undefined
      return isDone
    },
    toString: () => last?.credentials.toString() ?? '',
  }

  return {
    // sip.js uses only these two methods of its class; the rest of it is private and so not to be had by structure
    factory: () => remembering as unknown as DigestAuthentication,
    preempt(request) {
      const name = request.method === 'REGISTER' ? 'Authorization' : header
      if (last?.credentials.authenticate(request, last.challenge)) request.setHeader(name, remembering.toString())
    },
    challenged(message) {
      const status = /^SIP\/2\.0 (401|407) /.exec(message)?.[1]
      if (status === undefined || /^CSeq:\s*\d+\s+REGISTER/im.test(message)) return
      header = status === '401' ? 'Authorization' : 'Proxy-Authorization'
    },
    obstacle: () => obstacle,
    setPassword(next) {
      if (next !== password) last = undefined
      password = next
    },
  }
}

function obstacleOf({ algorithm, qop }: Challenge): string {
  const asked = algorithm !== undefined && algorithm !== 'MD5' ? `the algorithm ${algorithm}` : `a protection (${qop})`
  return `The exchange asks for a password by ${asked}, which this phone does not know; it knows MD5 with qop auth.`
}
