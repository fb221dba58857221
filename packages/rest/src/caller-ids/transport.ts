import type { CallerIdList, CallerIdsTransport } from '@offhook/core'
import { callerIdRoutes as routes } from '../contract/caller-ids.ts'
import { createDocument } from '../documents.ts'
import type { Wire } from '../wire.ts'

/** The numbers one may show, as the server keeps them. */
export function callerIdsTransport(wire: Wire): CallerIdsTransport {
  const { http } = wire
  const document = createDocument<CallerIdList>(wire, {
    read: (signal) => http.call(routes.callerIds, { signal }),
    valueIn: (event) => (event.type === 'caller-ids.updated' ? event.data : undefined),
  })
  return {
    open: ({ value }) => document.open(value),
    send: ({ number }) => document.change(() => http.call(routes.chooseCallerId, { body: { number } })),
  }
}
