import type { presenceRoutes } from '@offhook/rest/contract'
import { wrongField } from '../http/problem.ts'
import type { Said, StoredPresence } from '../store/presence.ts'
import { found } from '../store/world.ts'
import type { Handlers } from './handler.ts'
import { presenceNews } from './news.ts'
import { pagingOf } from './paging.ts'
import { withFacets } from './telephones.ts'
import type { ApiWorld } from './world.ts'

const dayMs = 24 * 3_600_000
const longestMs = 400 * dayMs

/** What presence needs beside what every route has. */
export interface PresenceWorld extends Pick<ApiWorld, 'store' | 'clock' | 'telephones'> {
  /** Somebody's status may end at another moment than was thought. */
  statusChanged(): void
}

/** The own presence, and that of the team. */
export const presenceHandlers = (world: PresenceWorld): Handlers<keyof typeof presenceRoutes> => {
  const { store, clock, telephones, statusChanged } = world
  const whole = (presence: StoredPresence) => withFacets(presence, telephones)
  const of = async (id: string) => whole(found(await store.presence.of(id), 'person'))
  const say = async (person: string, said: Said) => {
    const presence = await store.transaction(async (tx) => {
      const now = whole(await tx.presence.set(person, said))
      tx.tell(presenceNews(now))
      return now
    })
    statusChanged()
    return presence
  }
  return {
    team: {
      async run({ query }) {
        const { items, ...next } = await store.presence.page(pagingOf(query))
        return { items: items.map(whole), ...next }
      },
    },
    presenceOf: { run: ({ params }) => of(params.id) },
    myPresence: { run: ({ who }) => of(who.id) },
    setPresence: {
      async run({ who, body }) {
        const { until } = body
        const now = clock.now()
        if (until !== undefined && (until <= now || until > now + longestMs)) {
          throw wrongField('/until', 'bad-value', 'A status ends in the future, within 400 days.')
        }
        return say(who.id, body)
      },
    },
    clearPresence: { run: ({ who }) => say(who.id, { status: 'available' }) },
  }
}
