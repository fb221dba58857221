import * as z from 'zod/mini'
import { route } from './route.ts'
import { list, maybe } from './wire.ts'

/** What this back end can do. What it cannot do is absent from the phone; words nobody knows are ignored. */
export const Capabilities = z.object({
  /** The server's own version. */
  version: z.string(),
  /** `'embedded'` or `'asterisk'`. */
  engine: z.string(),
  /** `account`, `presence`, `directory`, `history`, `forwarding`, `settings`, `callerIds`, … */
  parts: list(z.string(), 64),
  /** Whether there are people to try it with, whose passwords are their names. */
  demo: maybe(z.boolean()),
})

/** What the back end can do. */
export const capabilityRoutes = {
  capabilities: route('GET /v1/capabilities', { auth: 'nobody', answer: Capabilities }),
} as const
