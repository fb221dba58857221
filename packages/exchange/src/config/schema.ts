import { statSync } from 'node:fs'
import { numberPlans } from '@offhook/core'
import * as z from 'zod'

type Country = keyof typeof numberPlans

// a control character in a name would become a line of its own in a SIP header
const printable = z.string().regex(/^[^\p{Cc}]+$/u, 'must be text without control characters')
const seconds = z.number().min(0).max(86_400)
const positiveSeconds = z.number().positive().max(86_400)
const count = z.number().int().min(1).max(1_000_000)

const callerId = z.strictObject({
  number: z.string().regex(/^\+?[0-9*]{1,32}$/, 'must be 1 to 32 digits, with a + in front if need be'),
  name: printable.max(200).optional(),
})

const user = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/, 'must be 1 to 64 letters, digits or . _ + -')
const password = z.string().min(1).optional()
const ha1 = z
  .string()
  .regex(/^[0-9a-fA-F]{32}$/, 'must be 32 hexadecimal digits')
  .optional()
const hasOnePassword = (it: { password?: unknown; ha1?: unknown }) =>
  (it.password === undefined) !== (it.ha1 === undefined)
const onePassword = { message: 'needs a password or an ha1, and not both' }

/** What brings calls from outside in, a session border controller or another exchange, and is nobody to call. */
const gateway = z.strictObject({ user, password, ha1 }).refine(hasOnePassword, onePassword)

const person = z
  .strictObject({
    user,
    extension: z.string().regex(/^\+?[0-9*]{1,32}$/, 'must be 1 to 32 digits'),
    name: printable.max(200),
    /** Signs in with it; made of the user name and the domain when absent. */
    email: z
      .string()
      .max(254)
      .regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address')
      .optional(),
    role: z.enum(['person', 'admin']).optional(),
    password,
    ha1,
    callerIds: z.array(callerId).default([]),
  })
  .refine(hasOnePassword, onePassword)

const people = z.array(person).superRefine((list, context) => {
  const taken = new Map<string, number>()
  for (const [index, entry] of list.entries()) {
    for (const key of ['user', 'extension', 'email'] as const) {
      const value = entry[key]?.toLowerCase()
      if (value === undefined) continue
      const other = taken.get(value)
      if (other !== undefined && other !== index) {
        context.addIssue({ code: 'custom', path: [index, key], message: `is already taken by people[${other}]` })
      }
      taken.set(value, index)
    }
  }
})

const origin = /^https?:\/\/[^\s/;,]+$/

const provider = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 lower-case letters, digits or -'),
  name: printable.max(64),
  issuer: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  scopes: z.array(z.string().min(1)).default(['openid', 'profile', 'email']),
  /** Whether an address nobody verified is believed: only for an issuer whose addresses are all the company's own. */
  trustEmail: z.boolean().default(false),
})

// STUN and TURN servers as browsers take them (RFC 7064, RFC 7065)
const iceUrl = /^(stuns?:[^\s?]+|turns?:[^\s?]+(\?transport=(udp|tcp))?)$/
const longestTurnSeconds = 7 * 86_400

const iceServer = z
  .strictObject({
    urls: z.array(z.string().regex(iceUrl, 'must begin with stun:, stuns:, turn: or turns:')).min(1).max(8),
    username: printable.max(256).optional(),
    credential: printable.max(256).optional(),
    /** Known to the TURN server too: each person gets a user name and password for a time, made with it. */
    secret: z.string().min(1).optional(),
    /** How long those are good. */
    seconds: z.number().int().min(60).max(longestTurnSeconds).optional(),
  })
  .superRefine(({ urls, username, credential, secret, seconds }, { addIssue }) => {
    const refuse = (key: string, message: string) => addIssue({ code: 'custom', path: [key], message })
    const isTurn = urls.some((url) => url.startsWith('turn'))
    const isKnown = username !== undefined && credential !== undefined
    if ((username === undefined) !== (credential === undefined)) refuse('credential', 'goes with a username')
    if (isTurn && isKnown === (secret !== undefined)) {
      refuse('secret', 'is needed for turn:, or else a username and a credential')
    }
    if (!isTurn && (secret ?? username ?? credential) !== undefined)
      refuse('urls', 'name no turn: server to sign in to')
    if (secret === undefined && seconds !== undefined) refuse('seconds', 'goes with a secret')
  })

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Every key of the configuration, with its default. */
export const configSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535).default(4870),
  /** The folder everything is kept in; without one, and without `databaseUrl`, nothing is kept and there are only calls. */
  data: z.string().min(1).optional(),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  /** Where browsers find this exchange; links in e-mail begin with it. */
  publicUrl: z.string().regex(origin, 'must be an origin, such as https://phone.example.nl').optional(),
  /** The origins of pages from elsewhere that may use the HTTP interface. */
  origins: z.array(z.string().regex(origin, 'must be an origin')).default([]),
  /** The mail server that passwords are reset through: `smtps://user:password@mail.example.nl`. */
  smtpUrl: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  mailFrom: printable.max(254).optional(),
  /** OpenID Connect issuers one can sign in with. */
  providers: z.array(provider).default([]),
  /** Where browsers find out how they are reached, and what relays for those who are not. */
  iceServers: z.array(iceServer).max(8).default([]),
  web: z.string().min(1).refine(isFolder, 'is not a folder').optional(),
  connectSources: z.array(z.string().regex(/^(wss?|https?):\/\/[^\s;,]+$/, 'must be an origin')).default([]),
  demo: z.boolean().default(false),
  trace: z.boolean().default(false),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  domain: z
    .string()
    .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/, 'must be a host name')
    .optional(),
  /** By whose habits numbers are read that are written without a country: `020 …` (ISO 3166). */
  country: z.enum(Object.keys(numberPlans) as [Country, ...Country[]]).default('NL'),
  realm: z
    .string()
    .regex(/^[^"\\\p{Cc}]+$/u, 'must be text without quotes')
    .default('offhook'),
  people: people.default([]),
  /** Who brings calls from outside in; who calls is who they say it is. */
  gateways: z.array(gateway).default([]),
  noAnswerSeconds: positiveSeconds.default(60),
  graceSeconds: seconds.default(30),
  ringGraceSeconds: seconds.default(10),
  sessionSeconds: z.number().int().min(90).max(86_400).default(1800),
  transferSeconds: positiveSeconds.default(10),
  leaveSeconds: seconds.default(3),
  nonceSeconds: positiveSeconds.default(600),
  lockoutFailures: count.default(5),
  lockoutSeconds: positiveSeconds.default(30),
  registrationMinSeconds: z.number().int().min(1).max(86_400).default(30),
  registrationMaxSeconds: z.number().int().min(1).max(86_400).default(3600),
  maxContacts: count.default(10),
  maxCalls: count.default(500),
  maxCallsPerPerson: count.default(10),
  maxSockets: count.default(1000),
  signInSeconds: positiveSeconds.default(60),
  pingSeconds: positiveSeconds.default(30),
  messageBytes: z.number().int().min(1024).max(1_048_576).default(65_536),
  messagesPerSecond: count.default(50),
})

/** The configuration as somebody writes it: every key may be left out. */
export type ExchangeConfig = z.input<typeof configSchema>

/** The configuration with every default filled in. */
export type Settings = z.output<typeof configSchema>

/** One of the people as the configuration writes them. */
export type PersonInput = z.input<typeof person>

/** An OpenID Connect issuer with defaults filled in. */
export type ProviderSettings = z.output<typeof provider>

/** A STUN or TURN server as the configuration has it. */
export type IceServerSettings = z.output<typeof iceServer>

/** A way in from outside with defaults filled in. */
export type GatewaySettings = z.output<typeof gateway>

/** One of the people with defaults filled in. */
export type PersonSettings = z.output<typeof person>
