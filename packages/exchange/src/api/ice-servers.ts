import { createHmac } from 'node:crypto'
import type { SipAccess } from '@offhook/rest/contract'
import type { IceServerSettings } from '../config/schema.ts'

/** As a browser takes them. */
type IceServers = SipAccess['iceServers']

const usualSeconds = 86_400

/**
 * The STUN and TURN servers for one person. Where a secret is shared with the TURN server, user name and password are made
 * with it and good for a time (draft-uberti-behave-turn-rest-00, section 2.2: HMAC-SHA1 of `expiry:user`, in base64).
 */
export const iceServersFor = (
  servers: readonly IceServerSettings[],
  { user, now }: { readonly user: string; readonly now: number },
): IceServers =>
  servers.map(({ urls, username, credential, secret, seconds = usualSeconds }) => {
    if (secret === undefined) return { urls, ...(username && { username }), ...(credential && { credential }) }
    const name = `${Math.floor(now / 1000) + seconds}:${user}`
    return { urls, username: name, credential: createHmac('sha1', secret).update(name).digest('base64') }
  })
