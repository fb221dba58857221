import { type CallCommand, type CallEnd, OffhookError } from '@offhook/core'
import { Invitation, Inviter, type Session, SessionState } from 'sip.js'
import { createDigits } from './digits.ts'
import { forgetRequest, quietly } from './forget.ts'
import { handedOver, hangUp, hold, mute, sendInfo, transfer } from './in-call.ts'
import { answer, decline, replaceWith } from './incoming.ts'
import type { Kept } from './kept.ts'
import { createLegLife, type LegLife, type LegWorld } from './leg-life.ts'
import type { Line } from './line.ts'
import { dial } from './outgoing.ts'
import { createResumption, type Resumption } from './resume.ts'
import type { Ticket } from './tickets.ts'

export type { LegWorld } from './leg-life.ts'

/** One call over SIP: commands become requests, what comes back becomes signals. */
export interface Leg {
  send(command: CallCommand): Promise<void>
  session(): Session | undefined
  /** What the exchange keeps of it. */
  kept(): Kept
  /** Whether it comes in and nobody has answered it yet. */
  isRinging(): boolean
  /** Takes an INVITE for the same call, which rings anew after the socket went. */
  ringAgain(invitation: Invitation): void
  /** Takes an INVITE with Replaces: another session carries on for this one, and the call goes on. */
  replaceWith(invitation: Invitation): Promise<void>
  /** A transfer connects this call's other side with somebody else: its end is not a hang-up. */
  handOver(stage: HandOver): void
  /** The socket is gone. */
  lost(): void
  /** Tells the exchange where we are, on a socket that was not there before; also our media, when those moved or broke. */
  refresh(hasMoved: boolean): void
  /** Another tab carries it on: it ends here, and nobody is told; one that no tab can take up is given up. */
  leave(): void
  /** Ends without waiting for anybody. */
  close(): void
}

/** How far a call is handed over: asked for, refused, or done. */
export type HandOver = 'asked' | 'kept' | 'given'

// the exchange ends a call that was handed over; we do, when it takes its time
const longestHandOver = 3_000
const connectionLost: CallEnd = { reason: 'connection-lost', by: 'network' }

/** What a call begins with: an invitation that came in, the ticket of a call that is taken up again, or nothing to dial. */
export interface Beginning {
  readonly invitation?: Invitation
  readonly ticket?: Ticket
}

/** Makes a leg. */
export function createLeg(world: LegWorld, { invitation, ticket }: Beginning = {}): Leg {
  const { clock } = world
  const life = createLegLife(world)
  const commands = createCommands(world, life)
  const ring = (next: Invitation) => life.carry(life.prepare(next, () => {}))
  if (invitation !== undefined) ring(invitation)
  let resumption = ticket && resumptionOf(world, life, ticket)
  // rung on a socket that is gone: until it rings on another one there is nothing to answer
  let isStale = false
  const stateIs = (wanted: SessionState) => !life.isOver() && life.line()?.session.state === wanted

  return {
    async send(command) {
      await resumption?.done
      if (isStale && command.type === 'answer') throw new OffhookError('offline')
      await commands(command)
    },
    kept: () => resumption?.kept() ?? life.line()?.keeping.kept() ?? {},
    session: () => life.line()?.session,
    isRinging: () => invitation !== undefined && stateIs(SessionState.Initial),
    ringAgain(next) {
      const before = life.line()
      isStale = false
      ring(next)
      before?.media.close()
      quietly(() => before?.session.dispose())
    },
    replaceWith: (next) => replaceWith(world, life, next),
    handOver(stage) {
      life.leave(stage !== 'kept')
      if (stage === 'given') clock.after(longestHandOver, () => life.isOver() || life.hangUpAs(handedOver))
    },
    lost() {
      const line = life.line()
      if (line === undefined || life.isOver()) return
      if (stateIs(SessionState.Established)) return line.negotiation.lost()
      const { keptFor, dialog } = line.keeping.kept()
      if (keptFor !== undefined && line.session instanceof Invitation && stateIs(SessionState.Initial)) {
        isStale = true
        clock.after(keptFor, () => isStale && life.line() === line && life.giveUpAs(connectionLost))
      } else if (keptFor !== undefined && line.session instanceof Inviter && dialog !== undefined) {
        resumption = ringOnLater(world, life, { ...line, session: line.session, dialog, keptFor })
      } else life.giveUpAs(connectionLost)
    },
    refresh(hasMoved) {
      const line = life.line()
      if (resumption?.kept() !== undefined) return resumption.attempt()
      if (line === undefined || !stateIs(SessionState.Established)) return
      const apply = () => {
        if (hasMoved || line.media.health() === 'interrupted') line.media.restartIce()
      }
      line.negotiation.found()
      // a call that is gone on the other side ends by that; one that refuses is where it was
      line.negotiation.change(apply, () => {}).catch(() => {})
    },
    leave() {
      const { session, keeping } = life.line() ?? {}
      if (session instanceof Inviter && session.state !== SessionState.Established) {
        if (keeping?.kept().keptFor === undefined) quietly(() => session.cancel())
        else forgetRequest(world.agent, session.request)
      }
      quietly(() => session?.dialog?.dispose())
      life.finish({ reason: 'moved', by: 'network' })
    },
    close() {
      if (life.line() === undefined) life.finish({ reason: 'hung-up', by: 'me' })
      else if (!life.isOver()) hangUp(life)
      life.line()?.media.close()
    },
  }
}

function resumptionOf(world: LegWorld, life: LegLife, { call, dialog, ...kept }: Ticket): Resumption | undefined {
  if (call.status === 'ringing' || dialog === undefined) return undefined
  return createResumption(world, life, { ...kept, dialog, status: call.status, muted: call.muted })
}

type Ringing = Pick<Line, 'media'> & Required<Kept> & { readonly session: Inviter }

/** The other side rings on while our socket is gone: the answers come to a session that is made when there is another one. */
function ringOnLater(world: LegWorld, life: LegLife, { session, media, dialog, keptFor }: Ringing): Resumption {
  forgetRequest(world.agent, session.request)
  media.close()
  return createResumption(world, life, { dialog, keptFor, status: 'alerting', muted: media.wishes().isMuted })
}

function createCommands(world: LegWorld, life: LegLife): Leg['send'] {
  const digits = createDigits({
    clock: world.clock,
    sender: () => life.line()?.media.digits() ?? null,
    isSecuring: () => life.line()?.media.isSecuring() ?? false,
    info: (content) => sendInfo(life.current().session, content),
  })
  return async (command) => {
    switch (command.type) {
      case 'dial':
        return dial(world, life, { ...command, sendDigits: digits.send })
      case 'answer':
        return answer(world, life)
      case 'decline':
        return decline(life)
      case 'hangUp':
        return hangUp(life)
      case 'hold':
      case 'resume':
        return hold(world, life, command.type === 'hold')
      case 'mute':
      case 'unmute':
        return mute(world, life, command.type === 'mute')
      case 'sendDigits':
        return digits.send(command.digits)
      case 'transfer':
        return transfer(world, life, command.to)
    }
  }
}
