import { type Person, people } from '../people.ts'
import { host, type Setup } from '../setup.ts'
import { section } from './section.ts'

const browserPhone = {
  type: 'endpoint',
  transport: 'transport-ws',
  context: 'internal',
  disallow: 'all',
  allow: 'opus,ulaw',
  webrtc: 'yes',
  dtls_auto_generate_cert: 'yes',
  media_address: host,
  bind_rtp_to_media_address: 'yes',
  direct_media: 'no',
  rtp_symmetric: 'yes',
  dtmf_mode: 'auto',
  // identity travels as P-Asserted-Identity, both ways
  trust_id_inbound: 'yes',
  send_pai: 'yes',
  send_rpid: 'no',
  allow_subscribe: 'yes',
  sub_min_expiry: 30,
  notify_early_inuse_ringing: 'yes',
  allow_transfer: 'yes',
  refer_blind_progress: 'yes',
  inband_progress: 'no',
  timers: 'no',
  // how long a page that vanished may take to come back before its call is ended, in seconds
  rtp_timeout: 30,
  rtp_timeout_hold: 0,
  language: 'en',
}

export const pjsipConf = ({ ports }: Setup) =>
  [
    section('[global]', {
      type: 'global',
      user_agent: 'Asterisk',
      keep_alive_interval: 0,
      endpoint_identifier_order: 'username,ip,anonymous',
    }),
    section('[system]', { type: 'system', timer_t1: 500, timer_b: 32000, disable_tcp_switch: 'yes' }),
    section('[transport-ws]', { type: 'transport', protocol: 'ws', bind: `${host}:${ports.http}` }),
    // Asterisk binds a UDP port in any case; this makes it ours
    section('[transport-udp]', { type: 'transport', protocol: 'udp', bind: `${host}:${ports.sip}` }),
    section('[browser-phone](!)', browserPhone),
    ...people.flatMap(phoneOf),
  ].join('\n')

const phoneOf = ({ user, extension, name }: Person) => [
  section(`[${user}](browser-phone)`, { auth: user, aors: user, callerid: `"${name}" <${extension}>` }),
  // a nonce may be used again for an hour, so that a call need not wait for a challenge
  section(`[${user}]`, { type: 'auth', auth_type: 'userpass', username: user, password: user, nonce_lifetime: 3600 }),
  section(`[${user}]`, {
    type: 'aor',
    max_contacts: 5,
    remove_existing: 'no',
    remove_unavailable: 'no',
    qualify_frequency: 0,
    minimum_expiration: 10,
    default_expiration: 300,
    support_path: 'no',
  }),
]
