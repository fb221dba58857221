import {
  type AccountCommand,
  type AccountSink,
  type AccountTransport,
  type Credentials,
  OffhookError,
  type Profile,
  type ProfileChanges,
} from '@offhook/core'
import type * as z from 'zod/mini'
import { accountRoutes } from '../contract/account.ts'
import { type SignInMethods, signInRoutes } from '../contract/sign-in.ts'
import { createDocument } from '../documents.ts'
import { backOff, pause } from '../http/pause.ts'
import type { Grant, IdentitySource } from '../session/token.ts'
import type { Wire } from '../wire.ts'

type Methods = z.output<typeof SignInMethods>

const routes = { ...accountRoutes, ...signInRoutes }

/** Who is signed in, and the own profile. */
export function accountTransport(wire: Wire, provider: IdentitySource | undefined): AccountTransport {
  const { http, session } = wire
  const profiles = createDocument(wire, 'profile.updated', (signal) => http.call(routes.profile, { signal }))

  let told: Methods | undefined
  const methods = () => told ?? http.call(routes.signInMethods, {}).then(({ value }) => value)

  const update = async ({ picture, ...rest }: ProfileChanges) => {
    if (picture === null) await profiles.change(() => http.call(routes.removePicture, {}))
    else if (picture !== undefined) {
      await profiles.change(() => http.call(routes.setPicture, { body: picture.bytes, type: picture.type }))
    }
    if (Object.keys(rest).length > 0) await profiles.change(() => http.call(routes.updateProfile, { body: rest }))
  }
  const signIn = async (credentials: Credentials) => {
    await session.begin(await grantOf(methods, provider, credentials))
    try {
      await profiles.refresh()
    } catch (thrown) {
      // after who asked was told why: they are not signed in
      wire.clock.after(0, () => session.end('none'))
      throw thrown
    }
  }
  const signOut = async (everywhere: boolean) => {
    try {
      await http.call(routes.signOut, { body: { everywhere } })
    } catch (thrown) {
      // the news that it is over may have been faster
      if (session.getSnapshot().status === 'signed-out') return
      // what only this page knows is forgotten anyway; what is kept elsewhere must really be gone
      if (everywhere || (wire.isRemembered && !isOver(thrown))) throw thrown
    }
    session.end('asked')
  }
  const carry = async (command: AccountCommand): Promise<unknown> => {
    switch (command.type) {
      case 'signIn':
        return signIn(command.with)
      case 'signOut':
        return signOut(command.everywhere)
      case 'update':
        return update(command.changes)
      case 'changePassword':
        return http.call(routes.changePassword, { body: { from: command.from, to: command.to } })
      case 'requestPasswordReset':
        return http.call(routes.requestPasswordReset, { body: { email: command.email } })
      case 'resetPassword':
        return http.call(routes.resetPassword, { body: { code: command.code, password: command.password } })
    }
  }

  return {
    open(sink) {
      const closed = new AbortController()
      const stops = [
        followSession(wire, sink, () => void profiles.refresh().catch(() => {})),
        profiles.open(tellProfile(wire, sink)),
        wire.feed.follow({ read: async () => {}, event: endedElsewhere(wire) }),
        () => closed.abort(),
      ]
      readMethods(wire, closed.signal).then(
        (now) => {
          told = now
          sink.signal({ type: 'methods', methods: now })
        },
        () => {},
      )
      return () => {
        for (const stop of stops) stop()
      }
    },
    send: async (command) => void (await carry(command)),
  }
}

const isOver = (thrown: unknown) => thrown instanceof OffhookError && thrown.code === 'signed-out'

/** Tells how the session stands; who is signed in is told with their profile, for which `begun` asks. */
function followSession({ session, feed }: Wire, sink: AccountSink, begun: () => void): () => void {
  const tell = () => {
    const now = session.getSnapshot()
    if (now.status === 'signed-out') sink.signal({ type: 'signed-out', reason: now.reason })
    if (now.status === 'expired') sink.signal({ type: 'expired', error: now.error })
    if (now.status === 'signed-in') begun()
  }
  const tellLive = () => sink.signal({ type: 'live', isLive: feed.isLive.getSnapshot() })
  const stops = [session.subscribe(tell), feed.isLive.subscribe(tellLive)]
  // like every news, after the app has subscribed
  Promise.resolve().then(() => {
    if (stops.length === 0) return
    tell()
    tellLive()
  })
  return () => {
    for (const stop of stops.splice(0)) stop()
  }
}

/** Tells the profile; a picture is where the server is, wherever the page is. */
const tellProfile =
  ({ session, url }: Wire, sink: AccountSink) =>
  (given: Profile) => {
    if (session.getSnapshot().status !== 'signed-in') return
    const profile = given.picture?.startsWith('/') ? { ...given, picture: url + given.picture } : given
    sink.signal({ type: 'signed-in', profile })
  }

/** Somebody ended this session, here in another window or from afar. */
const endedElsewhere =
  ({ session }: Wire): Parameters<Wire['feed']['follow']>[0]['event'] =>
  (event) => {
    if (event.type === 'session.ended') session.end(event.data.reason === 'revoked' ? 'revoked' : 'asked')
  }

/** How one can sign in, as soon as the server says so. */
async function readMethods({ http, clock }: Wire, signal: AbortSignal): Promise<Methods> {
  for (let turn = 0; ; turn++) {
    const answer = await http.call(routes.signInMethods, { signal }).catch(() => undefined)
    if (answer !== undefined) return answer.value
    await pause(clock, backOff(turn, 1_000, 30_000), signal)
  }
}

/** With what the server lets somebody in. */
async function grantOf(
  known: () => Promise<Methods> | Methods,
  provider: IdentitySource | undefined,
  given: Credentials,
): Promise<Grant> {
  if ('email' in given) return { grant: 'password', ...given }
  const methods = known()
  // a window can only be opened in the turn in which somebody clicked: what is known is not waited for
  const { providers } = methods instanceof Promise ? await methods : methods
  const wanted = providers.find(({ id }) => id === given.provider)
  if (provider === undefined || wanted === undefined) throw new OffhookError('unsupported')
  return { grant: 'provider', provider: wanted.id, ...(await provider.signIn(wanted)) }
}
