import { createHash } from 'node:crypto'
import { Grammar, type URI } from 'sip.js/lib/core/index.js'
import { decoded } from './headers.ts'
import { sameText } from './nonces.ts'

/** What a client answers to a challenge (RFC 7616, section 3.4). */
export interface Credentials {
  readonly username: string
  readonly realm: string
  readonly nonce: string
  readonly uri: string
  readonly response: string
  readonly cnonce: string
  readonly nc: string
}

const parameter = /([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi
const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** Reads an `Authorization` or `Proxy-Authorization` value; nothing when it is not a digest with qop=auth. */
export function parseCredentials(value: string): Credentials | undefined {
  if (!/^digest\s/i.test(value)) return undefined
  const found = new Map<string, string>()
  for (const [, name = '', text, token] of value.matchAll(parameter)) {
    found.set(name.toLowerCase(), text === undefined ? (token ?? '') : text.replace(/\\(.)/g, '$1'))
  }
  const get = (name: string) => found.get(name) ?? ''
  if (get('qop').toLowerCase() !== 'auth' || !/^[0-9a-f]{8}$/i.test(get('nc'))) return undefined
  if (!/^(md5)?$/i.test(get('algorithm'))) return undefined
  return {
    username: get('username'),
    realm: get('realm'),
    nonce: get('nonce'),
    uri: get('uri'),
    response: get('response').toLowerCase(),
    cnonce: get('cnonce'),
    nc: get('nc'),
  }
}

/** Whether these credentials prove that their sender knows the password behind `ha1`. */
export function provesPassword(credentials: Credentials, method: string, ha1: string): boolean {
  const { nonce, nc, cnonce, uri, response } = credentials
  const ha2 = md5(`${method}:${uri}`)
  return sameText(response, md5(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${ha2}`))
}

/** Whether credentials were made for this Request-URI; clients differ in how they write the same address. */
export function madeFor(credentials: Credentials, target: URI): boolean {
  const uri = Grammar.URIParse(credentials.uri)
  return uri?.host === target.host && decoded(uri.user) === decoded(target.user)
}

/** The challenge of a 401 or a 407. */
export function challenge(realm: string, nonce: string, stale: boolean): string {
  return `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5, qop="auth"${stale ? ', stale=true' : ''}`
}
