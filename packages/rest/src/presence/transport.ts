import type { PersonPresence, PresenceCommand, PresenceSink, PresenceTransport } from '@offhook/core'
import { presenceRoutes as routes } from '../contract/presence.ts'
import type { Answer } from '../http/http.ts'
import { allPages } from '../pages.ts'
import type { Wire } from '../wire.ts'

/** Presence, as the server tells it. */
export function presenceTransport(wire: Wire): PresenceTransport {
  const { http, feed, echoes } = wire
  const sinks = new Set<PresenceSink>()

  const read = async (sink: PresenceSink, signal: AbortSignal) => {
    const [me, team] = await Promise.all([
      http.call(routes.myPresence, { signal }),
      allPages((query) => http.call(routes.team, { query: { limit: '1000', ...query }, signal })),
    ])
    // both were read at about the same time, and oneself may not be in one's own team
    sink.team([...team.filter(({ id }) => id !== me.value.id), me.value], me.value.id)
  }
  const say = (command: PresenceCommand): Promise<Answer<PersonPresence>> => {
    if (command.type === 'clear') return http.call(routes.clearPresence, {})
    const { type: _, until, ...said } = command
    const end = until === undefined ? {} : { until: new Date(until).toISOString() }
    return http.call(routes.setPresence, { body: { ...said, ...end } })
  }

  return {
    open(sink) {
      return wire.follow(sinks, sink, {
        read: (signal) => read(sink, signal),
        forget: () => sink.team([], undefined),
        event(event) {
          if (event.type === 'presence.removed') sink.gone(event.data.id)
          if (event.type !== 'presence.updated') return
          sink.changed(event.data)
          echoes.told(toldAs(event.data))
        },
      })
    },
    async send(command) {
      await echoes.carry({
        send: () => say(command),
        toldAs: ({ value }) => toldAs(value),
        async otherwise(answer) {
          const ask = () => http.call(routes.myPresence, {}).catch(() => answer)
          const now = feed.isLive.getSnapshot() ? await echoes.asked(answer.value.id, ask) : answer
          if (now !== undefined) for (const sink of sinks) sink.changed(now.value)
        },
      })
    },
  }
}

/** As what news of somebody are known. */
const toldAs = (presence: PersonPresence) => presence.id + JSON.stringify(presence)
