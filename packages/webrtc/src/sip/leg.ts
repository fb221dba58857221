import type { CallCommand, CallEnd } from '@offhook/core'
import { type Invitation, type Session, SessionState } from 'sip.js'
import { createDigits } from './digits.ts'
import { handedOver, hangUp, hold, mute, sendInfo, transfer } from './in-call.ts'
import { answer, decline, replaceWith } from './incoming.ts'
import { createLegLife, type LegLife, type LegWorld } from './leg-life.ts'
import { dial } from './outgoing.ts'
import { createResumption } from './resume.ts'
import type { DialogId, Ticket } from './tickets.ts'

export type { LegWorld } from './leg-life.ts'

/** One call over SIP: commands become requests, what comes back becomes signals. */
export interface Leg {
  send(command: CallCommand): Promise<void>
  session(): Session | undefined
  /** The dialog that carries the call, or did in the page before this one. */
  dialog(): DialogId | undefined
  /** Whether it comes in and nobody has answered it yet. */
  isRinging(): boolean
  /** Takes an INVITE with Replaces: another session carries on for this one, and the call goes on. */
  replaceWith(invitation: Invitation): Promise<void>
  /** A transfer connects this call's other side with somebody else: its end is not a hang-up. */
  handOver(stage: HandOver): void
  /** The socket is gone. */
  lost(): void
  /** Tells the exchange where we are, on a socket that was not there before; also our media, when those moved or broke. */
  refresh(hasMoved: boolean): void
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
  if (invitation !== undefined) life.carry(life.prepare(invitation, () => {}))
  const resumption = ticket && createResumption(world, life, ticket)
  const stateIs = (wanted: SessionState) => !life.isOver() && life.line()?.session.state === wanted

  return {
    async send(command) {
      await resumption?.done
      await commands(command)
    },
    dialog: () => dialogOf(life.line()?.session) ?? resumption?.dialog,
    session: () => life.line()?.session,
    isRinging: () => invitation !== undefined && stateIs(SessionState.Initial),
    replaceWith: (next) => replaceWith(world, life, next),
    handOver(stage) {
      life.leave(stage !== 'kept')
      if (stage === 'given') clock.after(longestHandOver, () => life.isOver() || life.hangUpAs(handedOver))
    },
    lost() {
      if (stateIs(SessionState.Established)) life.line()?.negotiation.lost()
      else if (life.line() !== undefined && !life.isOver()) life.giveUpAs(connectionLost)
    },
    refresh(hasMoved) {
      const line = life.line()
      if (line === undefined) return resumption?.attempt()
      if (!stateIs(SessionState.Established)) return
      const apply = () => {
        if (hasMoved || line.media.health() === 'interrupted') line.media.restartIce()
      }
      // a call that is gone on the other side ends by that; one that refuses is where it was
      line.negotiation.change(apply, () => {}).catch(() => {})
    },
    close() {
      if (life.line() === undefined) life.finish({ reason: 'hung-up', by: 'me' })
      else if (!life.isOver()) hangUp(life)
      life.line()?.media.close()
    },
  }
}

function dialogOf(session: Session | undefined): DialogId | undefined {
  if (session?.dialog === undefined || session.state !== SessionState.Established) return undefined
  const { callId, localTag, remoteTag } = session.dialog
  return { callId, localTag, remoteTag }
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
