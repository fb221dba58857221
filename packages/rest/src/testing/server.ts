import { type Clock, systemClock } from '@offhook/core'
import { demoPeople, type NetworkPerson, type Office } from '@offhook/core/testing'
import { http, type RequestHandler } from 'msw'
import { type RouteName, routes } from '../contract/index.ts'
import { officeAnswers } from './answers.ts'
import { createHandling } from './handling.ts'
import { createLog, type Log } from './log.ts'
import { openPerson, type Person } from './person.ts'
import { createSessions } from './sessions.ts'

/** A server of a simulated office, each with a default. */
export interface MockOptions {
  /** Where the server is; the same as `createBackend` has. Default `https://phone.example.nl`. */
  readonly url?: string
  /** Who can sign in; the same as the office has. */
  readonly people?: readonly NetworkPerson[]
  readonly clock?: Clock
  /** Milliseconds an access token lives; default five minutes. */
  readonly tokenLifetime?: number
}

/** A server that is not there: handlers for `setupServer` and `setupWorker` of MSW. */
export interface MockServer {
  readonly handlers: readonly RequestHandler[]
  /** Ends every event stream, as a server that starts anew does; who listened comes back and misses nothing. */
  cut(): void
  /** Forgets what was told, so that who listens reads everything anew. */
  forget(): void
}

/** Serves a simulated office by the whole contract: `setupServer(...mockServer(createOffice()).handlers)`. */
export function mockServer(office: Office, options: MockOptions = {}): MockServer {
  const {
    url = 'https://phone.example.nl',
    people = demoPeople,
    clock = systemClock,
    tokenLifetime = 300_000,
  } = options
  const logs = new Map<string, Log>()
  const persons = new Map<string, Promise<Person>>()
  const logOf = (person: string) => {
    const log = logs.get(person) ?? createLog(clock)
    logs.set(person, log)
    return log
  }
  const personOf = (id: string) => {
    const person = persons.get(id) ?? openPerson(office, id, logOf(id))
    persons.set(id, person)
    return person
  }
  const sessions = createSessions({ office, clock, people, lifetime: tokenLifetime / 1_000, logOf })
  const reception = () => personOf(people[0]?.id ?? '')
  const answers = officeAnswers({ office, sessions, people, reception })
  const handle = createHandling({ find: sessions.find, personOf, logOf, answers })
  return {
    handlers: Object.entries(routes).map(([name, route]) => {
      // both are what the table of routes says, which these functions forget
      const method = route.method.toLowerCase() as Lowercase<typeof route.method>
      return http[method](url + route.path.replace(/\{(\w+)\}/g, ':$1'), ({ request, params }) =>
        handle(name as RouteName, request, params),
      )
    }),
    cut: () => logs.forEach((log) => void log.cut()),
    forget: () => logs.forEach((log) => void log.forget()),
  }
}
