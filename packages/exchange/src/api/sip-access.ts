import type { signInRoutes } from '@offhook/rest/contract'
import type { Clock } from '../clock.ts'
import type { CredentialsDesk } from '../office/credentials.ts'
import type { Handlers } from './handler.ts'

/** What SIP credentials are made with. */
export interface SipAccessWorld {
  readonly desk: CredentialsDesk
  readonly clock: Clock
  /** Where browsers find this exchange; default: where the request went. */
  readonly publicUrl: string | undefined
}

/** With what a telephone registers. */
export const sipAccessHandlers = ({
  desk,
  clock,
  publicUrl,
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
        iceServers: [],
        expiresIn: Math.max(0, Math.floor((expiresAt - clock.now()) / 1000)),
      }
    },
  },
})
