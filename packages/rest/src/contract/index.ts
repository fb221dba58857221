import { accountRoutes } from './account.ts'
import { callerIdRoutes } from './caller-ids.ts'
import { capabilityRoutes } from './capabilities.ts'
import { directoryRoutes } from './directory.ts'
import { eventRoutes } from './events.ts'
import { forwardingRoutes } from './forwarding.ts'
import { historyRoutes } from './history.ts'
import { officeRoutes } from './office.ts'
import { presenceRoutes } from './presence.ts'
import { recordRoutes } from './records.ts'
import { settingsRoutes } from './settings.ts'
import { signInRoutes } from './sign-in.ts'

export * from './account.ts'
export * from './caller-ids.ts'
export * from './capabilities.ts'
export * from './directory.ts'
export * from './events.ts'
export * from './forwarding.ts'
export * from './history.ts'
export * from './office.ts'
export * from './paging.ts'
export * from './presence.ts'
export * from './problem.ts'
export * from './records.ts'
export * from './route.ts'
export * from './settings.ts'
export * from './sign-in.ts'
export * from './validation.ts'
export { time } from './wire.ts'

const all = {
  ...capabilityRoutes,
  ...signInRoutes,
  ...accountRoutes,
  ...presenceRoutes,
  ...directoryRoutes,
  ...historyRoutes,
  ...recordRoutes,
  ...forwardingRoutes,
  ...officeRoutes,
  ...settingsRoutes,
  ...callerIdRoutes,
  ...eventRoutes,
}

/** Every route there is, by name; its type refers to those of the groups, so that it is not written out twice. */
export const routes: typeof capabilityRoutes &
  typeof signInRoutes &
  typeof accountRoutes &
  typeof presenceRoutes &
  typeof directoryRoutes &
  typeof historyRoutes &
  typeof recordRoutes &
  typeof forwardingRoutes &
  typeof officeRoutes &
  typeof settingsRoutes &
  typeof callerIdRoutes &
  typeof eventRoutes = all

/** The name of a route. */
export type RouteName = keyof typeof routes
