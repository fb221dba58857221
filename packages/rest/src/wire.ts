import type { Clock } from '@offhook/core'
import type { Echoes } from './events/echoes.ts'
import type { Feed, Follower } from './events/feed.ts'
import type { Http } from './http/http.ts'
import type { Session } from './session/session.ts'

/** What every transport is made of. */
export interface Wire {
  readonly http: Http
  readonly session: Session
  readonly feed: Feed
  readonly echoes: Echoes
  readonly clock: Clock
  /** Whether the session outlives a reload. */
  readonly isRemembered: boolean
  /** Where the server is, without a slash at the end. */
  readonly url: string
  /**
   * Somebody wants to know: looks for a session, and reads and tells while there is one; meanwhile the sink is among the
   * sinks. The function it returns ends that.
   */
  follow<Sink>(sinks: Set<Sink>, sink: Sink, follower: Follower): () => void
}
