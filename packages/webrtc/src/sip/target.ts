import type { DialTarget } from '@offhook/core'
import { URI } from 'sip.js'

/** The SIP URI of what is dialled; an address goes where it says, anything else to our own domain. */
export function uriOf({ dial, kind }: DialTarget, domain: string): URI {
  if (kind !== 'address') return new URI('sip', dial, domain)
  const [name = '', host = domain, port] = dial.split(/[@:]/)
  return new URI('sip', escaped(name), host, port === undefined ? undefined : Number(port))
}

/** sip.js unescapes a user before it escapes it, and throws on a percent sign that escapes nothing. */
function escaped(user: string): string {
  try {
    decodeURIComponent(user)
    return user
  } catch {
    return encodeURIComponent(user)
  }
}
