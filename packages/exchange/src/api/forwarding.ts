import { type ForwardingDocument, type ForwardingPlan, problemsOf, scheduleProblems } from '@offhook/core'
import type { forwardingRoutes, officeRoutes } from '@offhook/rest/contract'
import { Refusal } from '../http/problem.ts'
import type { Forwardings } from '../store/forwarding.ts'
import { found, type Versioned } from '../store/world.ts'
import type { Handlers } from './handler.ts'
import { forwardingNews } from './news.ts'
import type { ApiWorld } from './world.ts'

/** The own forwarding. */
export const forwardingHandlers = ({ store }: ApiWorld): Handlers<keyof typeof forwardingRoutes> => ({
  forwarding: { run: ({ who }) => documentOf(store.forwarding, who.id) },
  saveForwarding: {
    async write({ forwarding, tell }, { who, body, match }) {
      mustBeSound(problemsOf(body))
      await forwarding.save(who.id, body, match)
      const document = await documentOf(forwarding, who.id)
      tell(forwardingNews(who.id, document))
      return document
    },
  },
})

/** The hours of the office. */
export const officeHandlers = ({ store }: ApiWorld): Handlers<keyof typeof officeRoutes> => ({
  officeHours: { run: () => store.forwarding.officeHours() },
  saveOfficeHours: {
    async write({ forwarding, people, tell }, { body, match }) {
      mustBeSound(scheduleProblems(body))
      const saved = await forwarding.saveOfficeHours(body, match)
      for (const { id } of await people.all()) tell(forwardingNews(id, await documentOf(forwarding, id)))
      return saved
    },
  },
})

function mustBeSound(problems: ReturnType<typeof problemsOf>): void {
  if (problems.length > 0) throw new Refusal('invalid', { errors: problems })
}

/** What a person planned, with the hours it counts by; its version is that of the plan. */
async function documentOf(forwarding: Forwardings, person: string): Promise<Versioned<ForwardingDocument>> {
  const { value: plan, etag }: Versioned<ForwardingPlan> = found(await forwarding.of(person), 'person')
  const { value: officeHours } = await forwarding.officeHours()
  return { value: { ...plan, officeHours }, etag }
}
