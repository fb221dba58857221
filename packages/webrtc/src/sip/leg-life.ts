import { type CallEnd, type CallId, type CallSignal, type DialTarget, OffhookError } from '@offhook/core'
import { Invitation, Inviter, type Session, type SessionDescriptionHandler, SessionState, type URI } from 'sip.js'
import type { OutgoingRequestMessage } from 'sip.js/lib/core/index.js'
import type { Agent } from './agent.ts'
import { forgetRequest, quietly } from './forget.ts'
import { assertedParty, type Headers } from './identity.ts'
import type { Leg } from './leg.ts'
import { createLegMedia, type LegMedia, type LegMediaWorld } from './leg-media.ts'
import { createLine, type Line } from './line.ts'
import type { Mendable, Mending } from './mending.ts'

/** What a leg needs of the phone around it. */
export interface LegWorld extends Omit<LegMediaWorld, 'interrupted'> {
  readonly agent: Agent
  /** Where sip.js finds the handler of a session. */
  readonly handlers: WeakMap<Session, SessionDescriptionHandler>
  signal(signal: CallSignal): void
  uri(target: DialTarget): URI
  /** Puts credentials in a request before they are asked for. */
  preempt(request: OutgoingRequestMessage): void
  /** Another call of this phone, to transfer to. */
  other(id: CallId): Leg | undefined
  /** What the exchange could not be told, to be told on the next socket; the function it returns takes that back. */
  owe(farewell: () => void): () => void
  /** Mends what broke. */
  readonly mending: Mending
  /** The leg is over and may be forgotten. */
  over(): void
}

/** The life of one call over SIP, whichever session carries it. */
export interface LegLife {
  /** The session that carries the call now, also when it is over. */
  line(): Line | undefined
  /** The same of a call that lives; throws `call-ended`. */
  current(): Line
  isOver(): boolean
  /** The call is carried by this session from now on. */
  carry(line: Line): void
  /** Makes the line of a session; `established` is called when both sides agree. */
  prepare(session: Session, established: (line: Line) => void, wishes?: ReturnType<LegMedia['wishes']>): Line
  /** Its other side is handed to somebody else: when that one hangs up, it was transferred. */
  leave(isLeaving: boolean): void
  /** Until this resolves or rejects, an end of the session is not news: who gave the command is told. */
  silently(work: () => Promise<void>): Promise<void>
  /** Ends it here: the app is told, the media are closed. */
  finish(how: CallEnd): void
  /** Ends it here without a word: whoever gave the command is told. */
  forget(): void
  /** Ends an answered call on both sides. */
  hangUpAs(how: CallEnd): void
  /** Ends a call that was not answered yet, on both sides. */
  giveUpAs(how: CallEnd): void
}

// a cancelled call whose end is never confirmed is over for us all the same
const longestCancel = 3_000
// and is forgotten when it cannot be confirmed any more (RFC 3261 9.1)
const longestTransaction = 32_000

/** Begins a life. */
export function createLegLife(world: LegWorld): LegLife {
  const { agent, clock, signal } = world
  let line: Line | undefined
  let isOver = false
  let isSilent = false
  let isLeaving = false

  const forget = () => {
    isOver = true
    line?.media.close()
    line?.negotiation.found()
    world.over()
  }
  const finish = (how: CallEnd) => {
    if (isOver) return
    forget()
    signal({ type: 'ended', ...how })
  }

  const hangUpAs = (how: CallEnd) => {
    const over = line
    finish(how)
    if (over !== undefined) sayBye(over.session)
  }

  /** Said again on the next socket unless somebody answers: this one may reach nobody. */
  const sayBye = (session: Session) => {
    const { dialog } = session
    const isSaid = agent.socket.isConnected()
    const forget = world.owe(() => quietly(() => (isSaid ? dialog?.bye() : session.bye())))
    if (!isSaid) return
    quietly(() => session.bye({ requestDelegate: { onAccept: forget, onRedirect: forget, onReject: forget } }))
  }

  const giveUpAs = (how: CallEnd) => {
    if (line === undefined) return finish(how)
    const { session, media, because } = line
    because(how)
    media.close()
    const wasSent = session.state !== SessionState.Initial || !(session instanceof Inviter)
    farewell(() => giveUp(session))
    if (wasSent && agent.socket.isConnected()) clock.after(longestCancel, () => finish(how))
    else finish(how)
  }

  /** Now when it can be heard, else when it can. */
  const farewell = (say: () => unknown) => {
    if (agent.socket.isConnected()) quietly(say)
    else world.owe(() => quietly(say))
  }

  const giveUp = (session: Session) => {
    if (session instanceof Invitation) return session.reject()
    if (!(session instanceof Inviter)) return
    clock.after(longestTransaction, () => forgetRequest(agent, session.request))
    return session.cancel()
  }

  /** The same for each break of one session, so that two are not mended side by side. */
  const mendable = (made: Line): Mendable => ({
    isOwner: made.session instanceof Inviter,
    health: () => (line === made && !isOver ? made.media.health() : 'none'),
    restart: () => made.negotiation.change(made.media.restartIce, () => {}),
  })

  const terminated = (made: Line) => {
    if (line !== made || isSilent) return
    const how = made.end()
    finish(isLeaving && how.by !== 'me' ? { reason: 'transferred', by: 'me' } : how)
  }

  return {
    ...{ finish, forget, hangUpAs, giveUpAs },
    line: () => line,
    isOver: () => isOver,
    current() {
      if (line === undefined || isOver) throw new OffhookError('call-ended')
      return line
    },
    carry(next) {
      line = next
    },
    prepare(session, established, wishes = line?.media.wishes()) {
      const media = createLegMedia({ ...world, interrupted: () => world.mending.broke(broken) }, wishes)
      const made: Line = createLine(
        {
          ...world,
          established: () => established(made),
          terminated: () => terminated(made),
          identified(headers: Headers) {
            const remote = line === made ? assertedParty(headers) : undefined
            if (remote !== undefined) signal({ type: 'remote', remote })
          },
          connection: (connection) => line === made && signal({ type: 'remote-connection', connection }),
          broken: (how) => line === made && hangUpAs(how),
        },
        session,
        media,
      )
      const broken = mendable(made)
      return made
    },
    leave(next) {
      isLeaving = next
    },
    async silently(work) {
      isSilent = true
      try {
        await work()
      } finally {
        isSilent = false
      }
    },
  }
}
