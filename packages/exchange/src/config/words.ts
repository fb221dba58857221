import type { Settings } from './schema.ts'

const [seconds, address] = ['seconds', 'an address']

/** Every key of the configuration in words: its shape, with the unit where it has one, and what it is for. */
export const configWords: Readonly<Record<keyof Settings, readonly [shape: string, what: string]>> = {
  host: [address, 'where it listens; `0.0.0.0` for everywhere'],
  port: ['0 to 65535', 'on which it listens; 0 takes a free one'],
  data: ['a folder', 'where everything is kept; without one, and without `databaseUrl`, there are only calls'],
  databaseUrl: ['`postgres://…`', 'the PostgreSQL where everything is kept instead'],
  publicUrl: ['an origin: `https://phone.example.nl`', 'where browsers find it; links in e-mail begin with it'],
  origins: ['list of origins', 'pages from elsewhere that may use the HTTP interface'],
  smtpUrl: ['`smtps://user:password@host`', 'the mail server for letters with a link to a new password'],
  mailFrom: ['an e-mail address', 'who those letters are from'],
  providers: [
    'list of `{ id, name, issuer, clientId, scopes, trustEmail }`',
    'OpenID Connect issuers to sign in with; `trustEmail` only where all its addresses are the company’s own',
  ],
  iceServers: [
    'list of `{ urls, username, credential }` or `{ urls, secret, seconds }`',
    'STUN and TURN servers for browsers; with `secret` each person gets a password for `seconds` (86400)',
  ],
  web: ['a folder', 'a web app to serve'],
  connectSources: ['list of origins', 'what that page may connect to beside this exchange'],
  demo: ['true or false', 'makes the demo people, whose passwords are their names'],
  trace: ['true or false', 'logs SIP messages, without names, numbers, credentials and bodies'],
  logLevel: ['`debug`, `info`, `warn` or `error`', 'this and all that is worse is logged'],
  domain: ['a host name', 'behind the @ of those who have no e-mail address here'],
  country: ['two letters (ISO 3166)', 'by whose habits a number without a country is read'],
  realm: ['text', 'the realm of SIP passwords; an `ha1` is made with it'],
  people: [
    'list of `{ user, extension, name, email, role, password or ha1, callerIds: [{ number, name }] }`',
    'who there is; `role` is `person` or `admin`',
  ],
  gateways: ['list of `{ user, password or ha1 }`', 'who brings calls from outside in, and is nobody to call'],
  noAnswerSeconds: [seconds, 'a call rings that long where nobody set anything else'],
  graceSeconds: [seconds, 'a call is kept that long for a socket that went'],
  ringGraceSeconds: [seconds, 'the same of a call that only rings, for the caller who loads the page anew'],
  transferSeconds: [seconds, 'a phone has that long to take up a transferred call'],
  leaveSeconds: [seconds, 'a phone has that long to leave the call it transferred'],
  nonceSeconds: [seconds, 'a SIP challenge is good that long'],
  lockoutFailures: ['1 or more', 'wrong passwords until there is a pause'],
  lockoutSeconds: [seconds, 'how long that pause is'],
  registrationMinSeconds: [seconds, 'the shortest registration of a telephone'],
  registrationMaxSeconds: [seconds, 'the longest one'],
  maxContacts: ['1 or more', 'telephones of one person at once'],
  maxCalls: ['1 or more', 'calls at once'],
  maxCallsPerPerson: ['1 or more', 'calls of one person at once'],
  maxSockets: ['1 or more', 'SIP sockets at once'],
  signInSeconds: [seconds, 'a socket on which nobody has registered is closed after that'],
  pingSeconds: [seconds, 'how often a socket is asked whether it is still there'],
  messageBytes: ['bytes, 1024 to 1048576', 'the longest SIP message'],
  messagesPerSecond: ['1 or more', 'SIP messages of one socket; four seconds’ worth may come at once'],
}
