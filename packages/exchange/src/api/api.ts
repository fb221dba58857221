import type { RouteName } from '@offhook/rest/contract'
import { createGuard, type WhoIs } from '../auth/guard.ts'
import { createLimits } from '../auth/limits.ts'
import { createProviders } from '../auth/providers.ts'
import { createResets } from '../auth/reset.ts'
import { createSessionDesk } from '../auth/sessions.ts'
import { createTokens } from '../auth/tokens.ts'
import { createStreams } from '../events-stream/stream.ts'
import { createMail } from '../mail/mail.ts'
import type { CredentialsDesk } from '../office/credentials.ts'
import { accountHandlers } from './account.ts'
import { callerIdHandlers } from './caller-ids.ts'
import { capabilityHandlers } from './capabilities.ts'
import { directoryHandlers } from './directory.ts'
import { forwardingHandlers, officeHandlers } from './forwarding.ts'
import type { Handlers } from './handler.ts'
import { historyHandlers, recordHandlers } from './history.ts'
import { watchLapses } from './lapses.ts'
import { presenceHandlers } from './presence.ts'
import { settingsHandlers } from './settings.ts'
import { signInHandlers } from './sign-in.ts'
import { sipAccessHandlers } from './sip-access.ts'
import type { ApiWorld } from './world.ts'

/** Everything the contract asks for. */
export interface Api {
  readonly handlers: Handlers<RouteName>
  readonly whoIs: WhoIs
  /** Ends every stream and finishes what is under way. */
  stop(): Promise<void>
}

/** Opens everything the contract asks for on a store. */
export async function openApi(world: ApiWorld & { readonly desk: CredentialsDesk }): Promise<Api> {
  const { store, settings, clock, logger, desk } = world
  const tokens = createTokens({ clock, secret: await store.secret('tokens'), issuer: settings.realm })
  const limits = createLimits({ clock, attempts: store.attempts }, settings)
  const sessions = createSessionDesk({ store, tokens, clock, ended: desk.revoke })
  const providers = createProviders(settings.providers, { store, clock, logger })
  const mail = createMail(settings)
  const resets = mail && createResets({ store, clock, logger, mail })
  const streams = createStreams({ store, clock })
  const lapses = watchLapses(world)
  const handlers: Handlers<RouteName> = {
    ...capabilityHandlers(world),
    ...signInHandlers({ store, settings, limits, sessions, providers, resets }),
    ...sipAccessHandlers({ desk, clock, settings }),
    ...accountHandlers(world),
    ...presenceHandlers({ ...world, statusChanged: lapses.wake }),
    ...directoryHandlers(world),
    ...historyHandlers(world),
    ...recordHandlers(world),
    ...forwardingHandlers(world),
    ...officeHandlers(world),
    ...settingsHandlers(world),
    ...callerIdHandlers(world),
    events: {
      stream: ({ who, request }, response, headers) =>
        streams.open(response, { who, lastId: request.header('last-event-id'), headers }),
    },
  }
  return {
    handlers,
    whoIs: createGuard({ store, tokens }),
    async stop() {
      streams.close()
      await Promise.all([lapses.stop(), resets?.idle()])
    },
  }
}
