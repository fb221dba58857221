// A company on an exchange of its own, and people who ask it over HTTP as any client does.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from '@offhook/rest/contract'
import { type Clock, systemClock } from '../clock.ts'
import type { ExchangeConfig } from '../config/schema.ts'
import { createExchange } from '../exchange.ts'
import type { Logger } from '../log/logger.ts'
import { freshFolder } from '../store/testing/fresh-folder.ts'

/** A clock that can be put forward; what is to be done later is done in real time. */
export interface ShiftedClock extends Clock {
  shift(ms: number): void
}

/** A clock that shows the right time until it is put forward. */
function createShiftedClock(): ShiftedClock {
  let shifted = 0
  return {
    now: () => Date.now() + shifted,
    after: systemClock.after,
    shift(ms) {
      shifted += ms
    },
  }
}

/** What was answered: JSON as it came, or undefined. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // tests look into it
  readonly body: Json
}

/** What tests look for in answers; each has some of it. */
export interface Json {
  readonly [other: string]: unknown
  readonly items: readonly Json[]
  readonly errors: readonly Json[]
  readonly devices: readonly Json[]
  readonly allowed: readonly Json[]
  readonly providers: readonly Json[]
  readonly name: Json
  readonly person: Json
  readonly data: Json
  readonly uid: string
  readonly id: string
  readonly next: string
  readonly code: string
  readonly etag: string
}

/** What may go with a question. */
export interface Question {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Somebody who asks. */
export interface Client {
  ask(line: string, question?: Question): Promise<Answer>
}

/** Somebody who is signed in. */
export interface SignedIn extends Client {
  readonly session: Session
  readonly id: string
}

const people = ['alice', 'bob', 'carol'].map((user, at) => ({
  ...{ user, extension: String(201 + at), name: `${user[0]?.toUpperCase()}${user.slice(1)} van Dam`, password: user },
  email: `${user}@example.nl`,
  callerIds: [{ number: '+31201234500' }, { number: `+3120123450${at + 1}`, name: 'Direct' }],
}))

/** A company of alice, bob, carol and the administrator dora, whose passwords are their names. */
export async function openCompany(config: ExchangeConfig = {}, logger?: Logger) {
  const data = config.data ?? (await dataFolder(config))
  const clock = createShiftedClock()
  const dora = { user: 'dora', extension: '299', name: 'Dora Prins', password: 'dora', email: 'dora@example.nl' }
  const exchange = createExchange(
    { port: 0, data, people: [...people, { ...dora, role: 'admin' }], lockoutFailures: 5, ...config },
    { clock, ...(logger && { logger }) },
  )
  const { url } = await exchange.start()
  const ask = (line: string, question: Question = {}) => send(url, line, question)
  const asWith = (session: Session): SignedIn => ({
    ...{ session, id: session.personId },
    ask: (line, { headers, ...question } = {}) =>
      ask(line, { ...question, headers: { authorization: `Bearer ${session.accessToken}`, ...headers } }),
  })
  return {
    ...{ url, data, clock, ask },
    /** Somebody with a session of their own. */
    async signIn(user: string, password = user): Promise<SignedIn> {
      const credentials = { grant: 'password', email: `${user}@example.nl`, password }
      const { status, body } = await ask('POST /v1/sign-in', { body: credentials })
      if (status !== 200) throw new Error(`${user} could not sign in: ${JSON.stringify(body)}`)
      return asWith(body as unknown as Session)
    },
    as: asWith,
    /** The letters that were sent, in demo mode. */
    async letters(): Promise<readonly string[]> {
      const folder = join(data, 'mail')
      const names = await readdir(folder).catch(() => [])
      const whole = names.filter((name) => name.endsWith('.eml')).sort()
      return Promise.all(whole.map((name) => readFile(join(folder, name), 'utf8')))
    },
    async close() {
      await exchange.stop()
      // a folder that was given may be opened again
      if (config.data === undefined) await rm(data, { recursive: true, force: true })
    },
  }
}

/** With an empty database in it, unless another one is used. */
const dataFolder = ({ databaseUrl }: ExchangeConfig) =>
  databaseUrl === undefined ? freshFolder() : mkdtemp(join(tmpdir(), 'offhook-company-'))

async function send(url: string, line: string, { body, headers = {} }: Question): Promise<Answer> {
  const [method = 'GET', path = '/'] = line.split(' ')
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(url + path, {
    method,
    headers: { ...type, ...headers },
    ...(body !== undefined && { body: isRaw ? (body as string) : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return {
    ...{ status: response.status, headers: response.headers },
    body: isJson && text !== '' ? JSON.parse(text) : text,
  }
}
