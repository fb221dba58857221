import type { capabilityRoutes } from '@offhook/rest/contract'
import { version } from '../version.ts'
import type { Handlers } from './handler.ts'
import type { ApiWorld } from './world.ts'

const parts = ['account', 'presence', 'directory', 'history', 'forwarding', 'settings', 'callerIds']

/** What the back end can do. */
export const capabilityHandlers = ({
  settings: { demo },
}: Pick<ApiWorld, 'settings'>): Handlers<keyof typeof capabilityRoutes> => ({
  capabilities: { run: async () => ({ version, engine: 'embedded', parts, demo }) },
})
