import * as z from 'zod/mini'
import { route } from './route.ts'
import { list } from './wire.ts'

/** What this back end can do. What it cannot do is absent from the phone; words nobody knows are ignored. */
export const Capabilities = z.object({
  /** The server's own version. */
  version: z.string(),
  /** `'embedded'` or `'asterisk'`. */
  engine: z.string(),
  /** `account`, `presence`, `directory`, `history`, `forwarding`, `settings`, `callerIds`, … */
  parts: list(z.string(), 64),
})

/** What the back end can do. */
export const capabilityRoutes = {
  capabilities: route('GET /v1/capabilities', { auth: 'nobody', answer: Capabilities }),
} as const
