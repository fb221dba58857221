import { OffhookError } from '@offhook/core'
import type { NetworkPerson, Office } from '@offhook/core/testing'
import type { RouteName, routes } from '../contract/index.ts'
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, Route } from '../contract/route.ts'
import { directoryAnswers } from './directory.ts'
import { historyAnswers } from './history.ts'
import { pageAt } from './paging.ts'
import type { Person, Versioned } from './person.ts'
import type { Sessions, SignedIn } from './sessions.ts'

/** A request, read by the contract. */
export interface Ask<R extends Route> {
  readonly params: ParamsOf<R>
  readonly query: QueryOf<R>
  readonly body: BodyOf<R>
  /** The media type of a body that is not JSON. */
  readonly type: string
  readonly ifMatch: string | undefined
  /** Who asks; throws `signed-out` where nobody does. */
  readonly person: Person
  readonly session: SignedIn
}

/** An answer, as the program has it. */
export interface Reply<Value> {
  readonly value: Value
  readonly etag?: string
}

/** What answers each route; a route without an answer is not supported. */
export type Answers = {
  readonly [Name in RouteName]?: (ask: Ask<(typeof routes)[Name]>) => Promise<Reply<AnswerOf<(typeof routes)[Name]>>>
}

/** What the answers need. */
export interface AnswersWorld {
  readonly office: Office
  readonly sessions: Sessions
  readonly people: readonly NetworkPerson[]
  /** The window of somebody who is nobody yet. */
  reception(): Promise<Person>
}

const done = { value: undefined }
const parts = ['account', 'presence', 'directory', 'history', 'forwarding', 'settings', 'callerIds']

/** Answers out of a simulated office. */
export const officeAnswers = (world: AnswersWorld): Answers => ({
  capabilities: async () => ({ value: { version: '0.0.0', engine: 'simulated', parts } }),
  ...signInAnswers(world),
  ...accountAnswers,
  ...presenceAnswers,
  ...directoryAnswers,
  ...historyAnswers,
  ...ownAnswers,
})

const signInAnswers = ({ sessions, people, reception }: AnswersWorld): Answers => ({
  signInMethods: async () => ({ value: { password: true, reset: true, providers: [] } }),
  async signIn({ body }) {
    if (body.grant === 'refresh') return { value: sessions.renew(body.refreshToken) }
    if (body.grant === 'provider') throw new OffhookError('not-found')
    return { value: await sessions.signIn({ email: body.email, password: body.password }) }
  },
  async signOut({ body, session }) {
    await session.account.send({ type: 'signOut', everywhere: body.everywhere })
    sessions.end(session)
    return done
  },
  async requestPasswordReset({ body }) {
    await (await reception()).transports.account.send({ type: 'requestPasswordReset', email: body.email })
    return done
  },
  async resetPassword({ body }) {
    await (await reception()).transports.account.send({ type: 'resetPassword', ...body })
    return done
  },
  async changePassword({ body, session }) {
    await session.account.send({ type: 'changePassword', ...body })
    return done
  },
  async sipAccess({ person: { id } }) {
    const password = people.find((one) => one.id === id)?.password ?? id
    const seconds = 3_600
    return {
      value: {
        ...{ uri: `sip:${id}@example.nl`, user: id, password, servers: ['wss://phone.example.nl/ws'], iceServers: [] },
        ...{ expiresAt: Date.now() + seconds * 1_000, expiresIn: seconds },
      },
    }
  },
})

const versioned = <Value>({ value, etag }: Versioned<Value>): Reply<Value> => ({ value: value(), etag: etag() })

/** Refuses what is based on another version. */
function based({ etag }: Pick<Versioned<unknown>, 'etag'>, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch !== etag()) throw new OffhookError('conflict')
}

const accountAnswers: Answers = {
  profile: async ({ person }) => versioned(person.profiles),
  async updateProfile({ body, person, ifMatch }) {
    based(person.profiles, ifMatch)
    await person.transports.account.send({ type: 'update', changes: body })
    return versioned(person.profiles)
  },
  async setPicture({ body, type, person }) {
    // the handler let through only the media types of the route
    const picture = { type: type as 'image/png', bytes: body }
    await person.transports.account.send({ type: 'update', changes: { picture } })
    return versioned(person.profiles)
  },
  async removePicture({ person }) {
    await person.transports.account.send({ type: 'update', changes: { picture: null } })
    return versioned(person.profiles)
  },
}

const own = ({ id, team }: Person) => seen(team, id)

function seen(team: Person['team'], id: string) {
  const presence = team.get(id)
  if (presence === undefined) throw new OffhookError('not-found')
  return presence
}

const presenceAnswers: Answers = {
  async team({ query, person }) {
    return { value: pageAt([...person.team.values()], query, ({ id }) => id) }
  },
  presenceOf: async ({ params, person }) => ({ value: seen(person.team, params.id) }),
  myPresence: async ({ person }) => ({ value: own(person) }),
  async setPresence({ body, person }) {
    await person.transports.presence.send({ type: 'set', ...body })
    return { value: own(person) }
  },
  async clearPresence({ person }) {
    await person.transports.presence.send({ type: 'clear' })
    return { value: own(person) }
  },
}

const ownAnswers: Answers = {
  forwarding: async ({ person }) => versioned(person.forwarding),
  async saveForwarding({ body, person, ifMatch }) {
    based(person.forwarding, ifMatch)
    await person.transports.forwarding.send({ type: 'save', plan: body })
    return versioned(person.forwarding)
  },
  officeHours: async ({ person }) => ({ value: person.forwarding.value().officeHours }),
  settings: async ({ person }) => versioned(person.settings),
  async updateSettings({ body, person, ifMatch }) {
    based(person.settings, ifMatch)
    await person.transports.settings.send({ type: 'update', changes: body })
    return versioned(person.settings)
  },
  async ringDevice({ params, body, person }) {
    await person.transports.settings.send({ type: 'ring', device: params.id, rings: body.rings })
    return versioned(person.settings)
  },
  callerIds: async ({ person }) => ({ value: person.callerIds.value() }),
  async chooseCallerId({ body, person }) {
    await person.transports.callerIds.send({ type: 'choose', number: body.number })
    return { value: person.callerIds.value() }
  },
}
