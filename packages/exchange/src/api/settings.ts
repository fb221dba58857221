import type { settingsRoutes } from '@offhook/rest/contract'
import type { StoredSettings } from '../store/settings.ts'
import type { Writing } from '../store/store.ts'
import { found, type Versioned } from '../store/world.ts'
import type { Handlers } from './handler.ts'
import { settingsNews } from './news.ts'
import { withDevices } from './telephones.ts'
import type { ApiWorld } from './world.ts'

/** How the own calls ring. */
export const settingsHandlers = ({ store, telephones }: ApiWorld): Handlers<keyof typeof settingsRoutes> => {
  const told = ({ tell }: Writing, person: string, stored: Versioned<StoredSettings>) => {
    const settings = withDevices(stored, { person, telephones })
    tell(settingsNews(person, settings))
    return settings
  }
  return {
    settings: {
      run: async ({ who }) =>
        withDevices(found(await store.settings.of(who.id), 'person'), { person: who.id, telephones }),
    },
    updateSettings: {
      write: async (tx, { who, body, match }) => told(tx, who.id, await tx.settings.update(who.id, body, match)),
    },
    ringDevice: {
      write: async (tx, { who, params, body }) =>
        told(tx, who.id, await tx.settings.ring(who.id, params.id, body.rings)).value,
    },
  }
}
