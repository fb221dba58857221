import type { callerIdRoutes } from '@offhook/rest/contract'
import { found } from '../store/world.ts'
import type { Handlers } from './handler.ts'
import { callerIdsNews, profileNews } from './news.ts'
import type { ApiWorld } from './world.ts'

/** The numbers one may show. */
export const callerIdHandlers = ({ store }: ApiWorld): Handlers<keyof typeof callerIdRoutes> => ({
  callerIds: { run: ({ who }) => store.callerIds.of(who.id) },
  chooseCallerId: {
    async write({ callerIds, people, tell }, { who, body }) {
      const list = await callerIds.choose(who.id, body.number)
      tell(callerIdsNews(who.id, list))
      // it stands in the profile too
      tell(profileNews(found(await people.profile(who.id), 'person')))
      return list
    },
  },
})
