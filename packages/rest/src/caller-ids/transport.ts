import type { CallerIdsTransport } from '@offhook/core'
import { callerIdRoutes as routes } from '../contract/caller-ids.ts'
import { createDocument } from '../documents.ts'
import type { Wire } from '../wire.ts'

/** The numbers one may show, as the server keeps them. */
export function callerIdsTransport(wire: Wire): CallerIdsTransport {
  const { http } = wire
  const document = createDocument(wire, 'caller-ids.updated', (signal) => http.call(routes.callerIds, { signal }))
  return {
    open: ({ value }) => document.open(value, () => value(undefined)),
    send: ({ number }) => document.change(() => http.call(routes.chooseCallerId, { body: { number } })),
  }
}
