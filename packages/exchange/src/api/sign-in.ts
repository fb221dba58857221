import type { signInRoutes, TokenRequest } from '@offhook/rest/contract'
import type { Limits } from '../auth/limits.ts'
import { changePassword, resetPassword, signInWithPassword } from '../auth/passwords.ts'
import type { Providers } from '../auth/providers.ts'
import type { Resets } from '../auth/reset.ts'
import { noCookie, type SessionDesk } from '../auth/sessions.ts'
import type { Handlers, RequestFacts } from './handler.ts'
import type { ApiWorld } from './world.ts'

/** What signing in needs beside what every route has. */
export interface SignInWorld extends Pick<ApiWorld, 'store' | 'settings'> {
  readonly limits: Limits
  readonly sessions: SessionDesk
  readonly providers: Providers
  /** Absent when letters can go nowhere. */
  readonly resets: Resets | undefined
}

type SignInHandlers = Handlers<Exclude<keyof typeof signInRoutes, 'sipAccess'>>

/** Signing in and out, and passwords. */
export const signInHandlers = (world: SignInWorld): SignInHandlers => {
  const { settings, limits, sessions, resets } = world
  const methods = {
    password: true,
    reset: resets !== undefined,
    providers: settings.providers.map(({ id, name, issuer, clientId, scopes }) => ({
      id,
      name,
      issuer,
      clientId,
      scopes,
    })),
  }
  return {
    signInMethods: { run: async () => methods },
    signIn: {
      async run({ body, request }) {
        // nobody guesses a refresh token, and behind a proxy everybody has one address
        if (body.grant !== 'refresh') await limits.pass(request.address)
        return grant(world, body, request)
      },
    },
    signOut: {
      async run({ who, body, request }) {
        await sessions.end(who, body.everywhere)
        request.setHeader('Set-Cookie', noCookie)
      },
    },
    requestPasswordReset: {
      async run({ body, request }) {
        await limits.pass(request.address)
        resets?.request(body.email, settings.publicUrl ?? request.origin)
      },
    },
    resetPassword: {
      async run({ body, request }) {
        await limits.pass(request.address)
        await resetPassword(world, body)
      },
    },
    changePassword: { run: ({ who, body }) => changePassword(world, who, body) },
  }
}

async function grant({ store, limits, sessions, providers }: SignInWorld, body: TokenRequest, request: RequestFacts) {
  switch (body.grant) {
    case 'password':
      return sessions.open(await signInWithPassword({ store, limits }, body), request, body.cookie ?? false)
    case 'provider':
      return sessions.open(await providers.personWith(body), request, body.cookie ?? false)
    case 'refresh':
      return sessions.renew(body.refreshToken, request)
  }
}
