import type { signInRoutes } from '@offhook/rest/contract'
import type { Clock } from '../clock.ts'
import type { Settings } from '../config/schema.ts'
import type { CredentialsDesk } from '../office/credentials.ts'
import type { Handlers } from './handler.ts'
import { iceServersFor } from './ice-servers.ts'

/** What SIP credentials are made with. */
export interface SipAccessWorld {
  readonly desk: CredentialsDesk
  readonly clock: Clock
  /** Where browsers find this exchange (default: where the request went), and their STUN and TURN servers. */
  readonly settings: Pick<Settings, 'publicUrl' | 'iceServers'>
}

/** With what a telephone registers. */
export const sipAccessHandlers = ({
  desk,
  clock,
  settings: { publicUrl, iceServers },
}: SipAccessWorld): Handlers<keyof Pick<typeof signInRoutes, 'sipAccess'>> => ({
  sipAccess: {
    async run({ who, request }) {
      const url = new URL(publicUrl ?? request.origin)
      const { uri, path, username, password, expiresAt } = desk.issueSipCredentials({
        ...{ user: who.user, session: who.session, domain: url.hostname },
      })
      return {
        ...{ uri, user: username, password, expiresAt },
        servers: [`${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}${path}`],
        iceServers: iceServersFor(iceServers, { user: username, now: clock.now() }),
        expiresIn: Math.max(0, Math.floor((expiresAt - clock.now()) / 1000)),
      }
    },
  },
})
