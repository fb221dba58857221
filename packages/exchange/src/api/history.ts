import type { RecordKind } from '@offhook/core'
import type { historyRoutes, recordRoutes } from '@offhook/rest/contract'
import type { Figures } from '../store/history.ts'
import type { Handlers } from './handler.ts'
import { historyClearedNews, missedNews, recordsGoneNews } from './news.ts'
import { pagingOf } from './paging.ts'
import type { ApiWorld } from './world.ts'

/** The own calls. */
export const historyHandlers = ({ store }: ApiWorld): Handlers<keyof typeof historyRoutes> => ({
  history: {
    run: ({ who, query: { cursor: _, limit: __, ...filter }, query }) =>
      store.history.page(who.id, toFilter(filter), pagingOf(query)),
  },
  removeRecord: {
    async write({ history, tell }, { who, params }) {
      const before = await history.unseen(who.id)
      await history.remove(who.id, params.id)
      const unseen = await history.unseen(who.id)
      tell(recordsGoneNews(who.id, [params.id]))
      if (unseen !== before) tell(missedNews(who.id, unseen))
    },
  },
  clearHistory: {
    async write({ history, tell }, { who }) {
      await history.clear(who.id)
      tell(historyClearedNews(who.id))
      tell(missedNews(who.id, 0))
    },
  },
  missed: { run: async ({ who }) => ({ unseen: await store.history.unseen(who.id) }) },
  seeHistory: {
    async write({ history, tell }, { who, body }) {
      await history.see(who.id, body.until)
      tell(missedNews(who.id, await history.unseen(who.id), body.until))
    },
  },
  historyFigures: { run: async ({ who, query }) => complete(await store.history.figures(who.id, stretch(query))) },
})

/** The calls of the company. */
export const recordHandlers = ({ store }: ApiWorld): Handlers<keyof typeof recordRoutes> => ({
  records: {
    run: ({ query: { cursor: _, limit: __, person, ...filter }, query }) =>
      store.history.companyPage({ ...toFilter(filter), person }, pagingOf(query)),
  },
  recordFigures: {
    run: async ({ query }) => complete(await store.history.companyFigures({ ...stretch(query), person: query.person })),
  },
})

interface AskedFilter {
  readonly direction?: 'incoming' | 'outgoing'
  readonly kind?: readonly RecordKind[]
  readonly from?: number
  readonly to?: number
  readonly text?: string
}

const toFilter = ({ direction, kind, from, to, text }: AskedFilter) => ({ direction, kinds: kind, from, to, text })

const stretch = ({ from, to }: { readonly from?: number; readonly to?: number }) => ({ from, to })

const none: Readonly<Record<RecordKind, number>> = {
  ...{ answered: 0, missed: 0, declined: 0, cancelled: 0, failed: 0, elsewhere: 0, voicemail: 0 },
}

/** With every kind of call, also those of which there were none. */
const complete = (figures: Figures) => ({ ...figures, byKind: { ...none, ...figures.byKind } })
