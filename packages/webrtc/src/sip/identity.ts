import type { IncomingCall, Party } from '@offhook/core'
import { Grammar, type NameAddrHeader } from 'sip.js'

/** The headers of a SIP message, as sip.js has them. */
export interface Headers {
  getHeader(name: string): string | undefined
  getHeaders(name: string): string[]
}

/** Who is on the other side: the identity the exchange vouches for (RFC 3325), else what the message says. */
export function partyOf(headers: Headers, fallback: NameAddrHeader): Party {
  const asserted = headers
    .getHeaders('P-Asserted-Identity')
    .map(readAddress)
    .find((read) => read !== undefined)
  return asserted ?? party(fallback)
}

/** Only what the exchange vouches for; undefined when it says nothing. */
export function assertedParty(headers: Headers): Party | undefined {
  return headers
    .getHeaders('P-Asserted-Identity')
    .map(readAddress)
    .find((read) => read !== undefined)
}

/** Everything an INVITE says about a call that comes in. */
export function incomingCall(headers: Headers, from: NameAddrHeader, to: NameAddrHeader, me: string): IncomingCall {
  const dialled = headers.getHeader('P-Called-Party-ID')
  const called = (dialled === undefined ? undefined : readAddress(dialled)?.number) ?? to.uri.user
  return {
    remote: partyOf(headers, from),
    via: [...headers.getHeaders('Diversion'), ...headers.getHeaders('History-Info').reverse()].flatMap((header) => {
      const read = readAddress(header)
      return read === undefined ? [] : [read]
    }),
    autoAnswer: asksToAnswer(headers),
    ...(called === undefined || called === me || !/^[+\d*#]+$/.test(called) ? {} : { dialled: called }),
  }
}

function asksToAnswer(headers: Headers): boolean {
  const callInfo = headers.getHeader('Call-Info') ?? ''
  const alertInfo = headers.getHeader('Alert-Info') ?? ''
  const answerMode = headers.getHeader('Answer-Mode') ?? ''
  return /answer-after\s*=\s*0/i.test(callInfo) || /auto-?answer/i.test(alertInfo) || /^auto/i.test(answerMode)
}

function readAddress(header: string): Party | undefined {
  const read = Grammar.nameAddrHeaderParse(header)
  return read === undefined ? undefined : party(read)
}

function party(address: NameAddrHeader): Party {
  const name = visible(address.displayName ?? '')
  const user = address.uri.user ?? ''
  const isWithheld = /^(anonymous|unknown|restricted|unavailable)$/i.test(user) || user === ''
  return {
    ...(name === '' || isWithheld ? {} : { name }),
    ...(isWithheld ? {} : { number: decoded(user) }),
  }
}

// bidirectional marks in a name can make a screen say something else than was sent
const visible = (text: string) =>
  text
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, 128)

function decoded(user: string): string {
  try {
    return decodeURIComponent(user)
  } catch {
    return user
  }
}
