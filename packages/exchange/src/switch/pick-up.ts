import type { IncomingInviteRequest, Session } from 'sip.js/lib/core/index.js'
import type { Identity } from '../people/people.ts'
import { reason } from '../sip/headers.ts'
import type { Admitted } from '../sip/receiver.ts'
import { identityOf } from './attempt.ts'
import type { Board } from './board.ts'
import { createInbound, type Inbound } from './inbound.ts'
import type { Entry } from './journal.ts'
import type { Leg } from './leg.ts'
import { pull } from './pull.ts'
import { endReasonOf, type Refusal, reasons } from './reasons.ts'

/** A call that rings, as far as another device of the callee may take it. */
export interface Ringing {
  readonly caller: Inbound
  readonly callee: Identity
  /** What is written of the call for its caller. */
  readonly entry: Entry | undefined
  /** The other devices stop ringing, since one of them has the call; what is written of it for the callee. */
  claim(): Entry | undefined
  /** The call is connected, or is over for another reason. */
  settle(): void
  /** Calls back when the caller is gone or another device answered; returns how to stop listening. */
  onOver(listener: (refusal: Refusal) => void): () => void
}

/**
 * Gives a ringing call to the device that asks for it. One of caller and device must have left the offer to the other;
 * when both made one, the caller's client is moved by an INVITE with `Replaces` (RFC 3891, section 1).
 */
export function pickUp(board: Board, admitted: Admitted<IncomingInviteRequest>, ringing: Ringing): void {
  const device = createInbound(admitted, identityOf(admitted.person), {
    dialogs: board.dialogs,
    gone: () => stop(),
  })
  const stop = start(board, device, ringing)
}

function start(board: Board, device: Inbound, ringing: Ringing): () => void {
  const { caller } = ringing
  if (caller.offer && !device.offer) return join(board, ringing, { first: device, second: caller })
  if (device.offer && !caller.offer) return join(board, ringing, { first: caller, second: device })
  if (device.offer && caller.takesReplaces && caller.session) {
    return pullCaller(board, ringing, { device, session: caller.session })
  }
  device.refuse({ statusCode: 488, reason: reason('SIP', 488, 'Send the INVITE without an offer') })
  return () => {}
}

/** Answers the one who left the offer to the other with that offer, and the other with the answer in the ACK. */
function join(board: Board, ringing: Ringing, { first, second }: { first: Inbound; second: Inbound }): () => void {
  const shownTo = (side: Inbound) => (side === ringing.caller ? ringing.callee : ringing.caller.identity)
  const leg = first.answer(shownTo(first), second.offer)
  if (!leg) return () => {}
  const parts = { caller: ringing.entry, device: ringing.claim() }
  leg.entry = first === ringing.caller ? parts.caller : parts.device
  const stop = (reason?: string) => {
    stopListening()
    ringing.settle()
    leg.hangUp(reason)
    for (const part of [parts.caller, parts.device]) part?.end({ reason: endReasonOf(reason) })
  }
  const stopListening = ringing.onOver(({ reason }) => stop(reason))
  leg.attend({
    acknowledged: (answer) => {
      const other = second.answer(shownTo(second), answer)
      if (!other) {
        second.refuse({ statusCode: 488 })
        return stop()
      }
      stopListening()
      ringing.settle()
      other.entry = second === ringing.caller ? parts.caller : parts.device
      board.connect(leg, other)
    },
    ended: (reason) => {
      stop()
      second.refuse({ statusCode: 480, reason })
    },
  })
  return stop
}

/** Moves the caller's client to the device that picks up; the devices ring on until that has worked. */
function pullCaller(board: Board, ringing: Ringing, { device, session }: { device: Inbound; session: Session }) {
  const { caller, callee } = ringing
  const { line, person } = caller
  const connect = ({ leg, moved, part }: { leg: Leg; moved: Leg; part: Entry | undefined }) => {
    leg.entry = part
    board.connect(leg, moved)
  }
  const fork = pull(
    board,
    { session, line, person },
    {
      from: callee,
      body: device.offer,
      events: {
        failed: (refusal) => {
          stopListening()
          device.refuse(refusal)
        },
        answered: (moved, body) => {
          stopListening()
          moved.entry = ringing.entry
          const part = ringing.claim()
          ringing.settle()
          const leg = device.answer(caller.identity, body)
          if (leg) connect({ leg, moved, part })
          else {
            moved.hangUp()
            part?.end({ reason: 'failed' })
          }
          caller.refuse({ statusCode: 487, reason: reasons.elsewhere })
        },
      },
    },
  )
  const stopListening = ringing.onOver((refusal) => {
    fork.cancel()
    device.refuse(refusal)
  })
  return () => {
    stopListening()
    fork.cancel()
  }
}
