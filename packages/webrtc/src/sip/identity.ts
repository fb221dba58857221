import type { IncomingCall, Party } from '@offhook/core'
import { type Address, readAddress, readAddresses } from './address.ts'

/** The headers of a SIP message, as sip.js has them. */
export interface Headers {
  getHeader(name: string): string | undefined
  getHeaders(name: string): string[]
}

/** Who is on the other side: the identity the exchange vouches for (RFC 3325), else what the message says. */
export function partyOf(headers: Headers): Party {
  return assertedParty(headers) ?? party(readAddress(headers.getHeader('From') ?? ''))
}

/** Only what the exchange vouches for; undefined when it says nothing. */
export function assertedParty(headers: Headers): Party | undefined {
  // often a SIP address and a tel number of the same person; the name may stand with either
  const all = readAddresses(headers.getHeaders('P-Asserted-Identity')).filter(({ user }) => user !== '')
  const [first] = all
  if (first === undefined) return undefined
  return party({ name: all.find(({ name }) => name !== '')?.name ?? '', user: first.user })
}

/** Everything an INVITE says about a call that comes in. */
export function incomingCall(headers: Headers, me: string): IncomingCall {
  const called = readAddress(headers.getHeader('P-Called-Party-ID') ?? headers.getHeader('To') ?? '')?.user
  // the last entry of a history is whom it was sent to now: us
  const history = readAddresses(headers.getHeaders('History-Info')).toReversed()
  const passedOn = [...readAddresses(headers.getHeaders('Diversion')), ...history].filter(({ user }) => user !== me)
  return {
    remote: partyOf(headers),
    via: passedOn.slice(0, mostVia).map(party),
    autoAnswer: asksToAnswer(headers),
    ...(called === undefined || called === me || !/^[+\d*#]{1,64}$/.test(called) ? {} : { dialled: called }),
  }
}

// more than anybody reads, and than any honest call has
const mostVia = 10

function asksToAnswer(headers: Headers): boolean {
  const callInfo = headers.getHeader('Call-Info') ?? ''
  const alertInfo = headers.getHeader('Alert-Info') ?? ''
  const answerMode = headers.getHeader('Answer-Mode') ?? ''
  return /answer-after\s*=\s*0/i.test(callInfo) || /auto-?answer/i.test(alertInfo) || /^auto/i.test(answerMode)
}

const withheld = /^(?:anonymous|unknown|restricted|unavailable|)$/i

function party({ name, user }: Address = { name: '', user: '' }): Party {
  const number = visible(user)
  if (withheld.test(number)) return {}
  const shown = visible(name)
  return { ...(shown === '' ? {} : { name: shown }), number }
}

const longest = 128

/** Bidirectional marks in a name can make a screen say something else than was sent, and line breaks can break it. */
function visible(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim()
  return [...plain].slice(0, longest).join('')
}
