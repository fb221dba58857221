import type { HistoryFilter } from '@offhook/core'
import type { Answers } from './answers.ts'
import { cursorTo, idIn } from './paging.ts'

const done = { value: undefined }

/** The history, out of the simulated office. */
export const historyAnswers: Answers = {
  async history({ query, person }) {
    const { cursor, limit = 25, kind, ...rest } = query
    const filter: HistoryFilter = { ...rest, ...(kind === undefined ? {} : { kinds: kind }) }
    const options = { limit, ...(cursor === undefined ? {} : { cursor: idIn(cursor) }) }
    const { records, next } = await person.transports.history.page(filter, options)
    return { value: { items: records, ...(next === undefined ? {} : { next: cursorTo(next) }) } }
  },
  async removeRecord({ params, person }) {
    await person.transports.history.send({ type: 'remove', id: params.id })
    return done
  },
  async clearHistory({ person }) {
    await person.transports.history.send({ type: 'clear' })
    person.log.tell('history.cleared', {}, {})
    return done
  },
  historyFigures: async ({ query, person }) => ({ value: await person.transports.history.figures(query) }),
  missed: async ({ person }) => ({ value: { unseen: person.missed() } }),
  async seeHistory({ body, person }) {
    await person.transports.history.send({ type: 'seen', until: body.until })
    return done
  },
}
