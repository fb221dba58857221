import type { ForwardingDocument, ForwardingTransport } from '@offhook/core'
import { forwardingRoutes as routes } from '../contract/forwarding.ts'
import { createDocument } from '../documents.ts'
import type { Wire } from '../wire.ts'

/** Forwarding, as the server keeps it. */
export function forwardingTransport(wire: Wire): ForwardingTransport {
  const { http } = wire
  const document = createDocument<ForwardingDocument>(wire, {
    read: (signal) => http.call(routes.forwarding, { signal }),
    valueIn: (event) => (event.type === 'forwarding.updated' ? event.data : undefined),
  })
  return {
    open: ({ value }) => document.open(value),
    send: ({ plan }) => document.change((ifMatch) => http.call(routes.saveForwarding, { body: plan, ifMatch })),
  }
}
