import type { SettingsTransport } from '@offhook/core'
import { settingsRoutes as routes } from '../contract/settings.ts'
import { createDocument } from '../documents.ts'
import type { Wire } from '../wire.ts'

/** The settings, as the server keeps them; each switch for itself, so that no change is based on another. */
export function settingsTransport(wire: Wire): SettingsTransport {
  const { http } = wire
  const document = createDocument(wire, 'settings.updated', (signal) => http.call(routes.settings, { signal }))
  return {
    open: ({ value }) => document.open(value, () => value(undefined)),
    send: (command) =>
      document.change(() =>
        command.type === 'update'
          ? http.call(routes.updateSettings, { body: command.changes })
          : http.call(routes.ringDevice, { params: { id: command.device }, body: { rings: command.rings } }),
      ),
  }
}
