import type { Body, Session } from 'sip.js/lib/core/index.js'
import type { Identity, Person } from '../people/people.ts'
import type { Line } from '../sip/line.ts'
import type { Board } from './board.ts'
import { createFork, type Fork, type ForkEvents } from './fork.ts'
import type { Leg } from './leg.ts'

/** A party that is to be moved to another one: its dialog, and the device that holds it. */
export interface Pulled {
  readonly session: Session
  readonly line: Line
  readonly person: Person
}

/** Who a pulled party is to talk to. */
export interface Towards {
  readonly from: Identity
  readonly body: Body | undefined
  readonly events: Omit<ForkEvents, 'ringing'>
}

/**
 * Moves a party to another one by an INVITE with `Replaces` (RFC 3891), which its client takes without ringing.
 * A re-INVITE would have to turn one peer connection towards another peer, which browsers do not manage.
 */
export function pull(board: Board, party: Pulled, { from, body, events }: Towards): Fork {
  const { session, line, person } = party
  const replaces = `Replaces: ${session.callId};to-tag=${session.remoteTag};from-tag=${session.localTag}`
  return createFork(
    [{ line, person, uri: session.remoteTarget }],
    { from, body, headers: [replaces, 'Require: replaces'], events: { ...events, ringing: () => {} } },
    { clock: board.clock, dialogs: board.dialogs, noAnswerMs: board.settings.transferSeconds * 1000 },
  )
}

/** Whether a leg can be pulled now. */
export const canBePulled = (leg: Leg): boolean => leg.takesReplaces && !leg.ended
