import type { LoggerFactory } from 'sip.js/lib/core/index.js'
import { DigestAuthentication, type OutgoingRequestMessage } from 'sip.js/lib/core/index.js'

type Challenge = Parameters<DigestAuthentication['authenticate']>[1]

/** Digest credentials (RFC 3261 22.4) that remember the last challenge. */
export interface Digest {
  /** What sip.js asks for at a challenge. */
  factory(): DigestAuthentication
  /** Puts credentials in a request before they are asked for, from the last nonce: it saves a round trip. */
  preempt(request: OutgoingRequestMessage): void
  /** Notes with which header credentials are to be sent, as a challenge passes by. */
  challenged(message: string): void
  setPassword(password: string): void
}

/** Makes the credentials of one account; one nonce is counted on for every request that uses it (`nc`). */
export function createDigest(user: string, loggers: () => LoggerFactory): Digest {
  let password = ''
  // a registrar asks with 401; for calls an exchange may ask as a proxy, with 407
  let header = 'Authorization'
  let last: { challenge: Challenge; credentials: DigestAuthentication } | undefined

  const credentialsFor = (challenge: Challenge) => {
    const isSame = last?.challenge.nonce === challenge.nonce
    const credentials = (isSame && last?.credentials) || new DigestAuthentication(loggers(), undefined, user, password)
    last = { challenge, credentials }
    return credentials
  }

  const remembering = {
    authenticate: (request: OutgoingRequestMessage, challenge: Challenge, body?: string) =>
      credentialsFor(challenge).authenticate(request, challenge, body),
    toString: () => last?.credentials.toString() ?? '',
  }

  return {
    // sip.js uses only these two methods of its class; the rest of it is private and so not to be had by structure
    factory: () => remembering as unknown as DigestAuthentication,
    preempt(request) {
      if (last?.credentials.authenticate(request, last.challenge)) request.setHeader(header, remembering.toString())
    },
    challenged(message) {
      const status = /^SIP\/2\.0 (401|407) /.exec(message)?.[1]
      if (status !== undefined && !/^CSeq:\s*\d+\s+REGISTER/im.test(message))
        header = status === '401' ? 'Authorization' : 'Proxy-Authorization'
    },
    setPassword(next) {
      if (next !== password) last = undefined
      password = next
    },
  }
}
