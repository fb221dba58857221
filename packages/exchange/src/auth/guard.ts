import type { Who } from '../api/handler.ts'
import { Refusal } from '../http/problem.ts'
import type { Store } from '../store/store.ts'
import type { Tokens } from './tokens.ts'

/** Who somebody with this Authorization header is; throws `signed-out` unless they are signed in at this moment. */
export type WhoIs = (authorization: string | undefined) => Promise<Who>

/** Looks every time whether the session still stands: who signs out everywhere is out at once. */
export function createGuard({ store, tokens }: { readonly store: Store; readonly tokens: Tokens }): WhoIs {
  return async (authorization) => {
    const [, token] = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization ?? '') ?? []
    if (token === undefined) throw new Refusal('signed-out')
    const { person, session } = await tokens.read(token)
    const [live, known] = await Promise.all([store.sessions.get(session), store.people.get(person)])
    if (!known || live?.personId !== person) throw new Refusal('signed-out', { detail: 'This session is over.' })
    return { id: person, role: known.role, user: known.user, session }
  }
}
