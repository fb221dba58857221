import { host, operator, type Setup } from '../setup.ts'
import { section } from './section.ts'

/** One server carries SIP over WebSocket (/ws) and the REST interface (/ari). */
export const httpConf = ({ ports }: Setup) =>
  section('[general]', {
    enabled: 'yes',
    bindaddr: host,
    bindport: ports.http,
    sessionlimit: 500,
    session_inactivity: 30000,
    session_keep_alive: 15000,
  })

export const managerConf = ({ ports, secret }: Setup) =>
  [
    section('[general]', { enabled: 'yes', webenabled: 'no', bindaddr: host, port: ports.ami, displayconnects: 'no' }),
    section(`[${operator}]`, { secret, read: 'all', write: 'all', writetimeout: 5000 }),
  ].join('\n')

export const ariConf = ({ secret }: Setup) =>
  [
    section('[general]', { enabled: 'yes', pretty: 'no' }),
    section(`[${operator}]`, { type: 'user', read_only: 'no', password: secret }),
  ].join('\n')
