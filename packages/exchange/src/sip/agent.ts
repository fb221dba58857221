import { type Transport, URI, UserAgentCore } from 'sip.js/lib/core/index.js'
import { version } from '../version.ts'
import { silentSipLog } from './message.ts'

/** The SIP options that a peer may require of us (RFC 3261, section 19.2). */
export const understoodOptions: readonly string[] = ['replaces', 'timer']

/** The exchange as one device knows it: a SIP user agent, its own address, and the host in it. */
export interface Agent {
  readonly core: UserAgentCore
  readonly contact: URI
  readonly domain: string
}

/** A user agent of ours for a peer that reaches us at `host`, which may have a port. */
export function createAgent(host: string, transport: Transport): Agent {
  const { domain, contact } = ourAddress(host)
  return { core: new UserAgentCore(coreConfiguration(contact, host, transport)), contact, domain }
}

function ourAddress(host: string): { domain: string; contact: URI } {
  const port = /:(\d+)$/.exec(host)?.[1]
  const domain = port === undefined ? host : host.slice(0, -port.length - 1)
  const contact = new URI('sip', 'exchange', domain, port === undefined ? undefined : Number(port), { transport: 'ws' })
  return { domain, contact }
}

function coreConfiguration(contact: URI, host: string, transport: Transport): UserAgentCore['configuration'] {
  return {
    aor: contact,
    contact: { uri: contact, pubGruu: undefined, tempGruu: undefined, toString: () => `<${contact}>` },
    displayName: '',
    loggerFactory: silentSipLog(),
    hackViaTcp: false,
    routeSet: [],
    sipjsId: '',
    supportedOptionTags: [...understoodOptions],
    supportedOptionTagsResponse: [...understoodOptions],
    userAgentHeaderFieldValue: `Offhook/${version}`,
    viaForceRport: false,
    viaHost: host,
    authenticationFactory: () => undefined,
    transportAccessor: () => transport,
  }
}
