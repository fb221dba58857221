import type { HistoryCommand, HistoryFilter, HistorySink, HistoryTransport } from '@offhook/core'
import type { ContractEvent } from '../contract/events.ts'
import { historyRoutes as routes } from '../contract/history.ts'
import type { Wire } from '../wire.ts'

/** The calls there were, as the server keeps them. */
export function historyTransport(wire: Wire): HistoryTransport {
  const { http, feed, echoes } = wire
  const sinks = new Set<HistorySink>()
  // which records somebody may have on the screen: that all are gone is told without saying which
  const known = new Set<string>()
  let isAsked = false

  const tellAll = (news: (sink: HistorySink) => void) => {
    for (const sink of [...sinks]) news(sink)
  }
  const gone = (sink: HistorySink, ids: readonly string[]) => sink.removed(ids)
  const missed = async (signal?: AbortSignal) => (await http.call(routes.missed, { signal })).value.unseen

  const tell = (sink: HistorySink, event: ContractEvent) => {
    switch (event.type) {
      case 'record.added':
        known.add(event.data.id)
        return sink.added(event.data)
      case 'records.removed':
        gone(sink, event.data.ids)
        return event.data.ids.forEach((id) => void echoes.told(`removed ${id}`))
      case 'history.cleared':
        gone(sink, [...known])
        return echoes.told('cleared')
      case 'missed.updated':
        sink.missed(event.data.unseen, event.data.seenUntil)
        return echoes.told(`seen ${event.data.seenUntil}`)
    }
  }

  const send = (command: HistoryCommand) => {
    switch (command.type) {
      case 'remove':
        return http.call(routes.removeRecord, { params: { id: command.id } })
      case 'clear':
        return http.call(routes.clearHistory, {})
      case 'seen':
        return http.call(routes.seeHistory, { body: { until: new Date(command.until).toISOString() } })
    }
  }
  /** What a command did, where no news says so. */
  const tellCarried = async (command: HistoryCommand) => {
    const unseen = await missed().catch(() => undefined)
    tellAll((sink) => {
      if (command.type !== 'seen') gone(sink, command.type === 'remove' ? [command.id] : [...known])
      if (unseen !== undefined) sink.missed(unseen, command.type === 'seen' ? command.until : undefined)
    })
  }

  return {
    open(sink) {
      return wire.follow(sinks, sink, {
        async read(signal) {
          const unseen = await missed(signal)
          // a list that was asked for before may be old, or was refused because nobody was signed in
          if (isAsked) sink.reset()
          sink.missed(unseen)
        },
        event: (event) => tell(sink, event),
        forget() {
          gone(sink, [...known])
          sink.missed(undefined)
        },
      })
    },
    async page(filter, { limit, cursor, signal }) {
      isAsked = true
      const query = { ...queryOf(filter), limit: String(limit), ...(cursor === undefined ? {} : { cursor }) }
      const { value } = await http.call(routes.history, { query, signal })
      for (const { id } of value.items) known.add(id)
      return { records: value.items, ...(value.next === undefined ? {} : { next: value.next }) }
    },
    figures: async (range) =>
      (await http.call(routes.historyFigures, { query: { ...moment(range.from, 'from'), ...moment(range.to, 'to') } }))
        .value,
    async send(asked) {
      // up to now is meant, by the clock that wrote the records
      const command = asked.type === 'seen' ? { ...asked, until: asked.until + feed.ahead() } : asked
      await echoes.carry({
        send: () => send(command),
        toldAs: () => toldAs[command.type](command),
        otherwise: () => tellCarried(command),
      })
    },
  }
}

/** As what the news of a command is known. */
const toldAs = {
  remove: (command: HistoryCommand) => `removed ${'id' in command ? command.id : ''}`,
  clear: () => 'cleared',
  seen: (command: HistoryCommand) => `seen ${'until' in command ? command.until : ''}`,
}

const moment = (ms: number | undefined, name: string) =>
  ms === undefined ? {} : { [name]: new Date(ms).toISOString() }

const queryOf = ({ direction, kinds, from, to, text }: HistoryFilter) => ({
  ...(direction && { direction }),
  ...(kinds && { kind: kinds.join() }),
  ...moment(from, 'from'),
  ...moment(to, 'to'),
  ...(text && { text }),
})
