import type { ForwardingTransport } from '@offhook/core'
import { forwardingRoutes as routes } from '../contract/forwarding.ts'
import { createDocument } from '../documents.ts'
import type { Wire } from '../wire.ts'

/** Forwarding, as the server keeps it. */
export function forwardingTransport(wire: Wire): ForwardingTransport {
  const { http } = wire
  const document = createDocument(wire, 'forwarding.updated', (signal) => http.call(routes.forwarding, { signal }))
  return {
    open: ({ value }) => document.open(value, () => value(undefined)),
    send: ({ plan }) => document.change((ifMatch) => http.call(routes.saveForwarding, { body: plan, ifMatch })),
  }
}
