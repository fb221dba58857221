import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js'
import { warning } from '../sip/headers.ts'
import type { Admitted } from '../sip/receiver.ts'
import type { Board } from './board.ts'
import { createInbound } from './inbound.ts'
import { handOver, type Leg } from './leg.ts'
import { canBePulled, pull } from './pull.ts'
import { type Refusal, reasons } from './reasons.ts'

/** Gives a leg of a person to another device of the same person; the far party is moved to it. */
export function takeOver(board: Board, admitted: Admitted<IncomingInviteRequest>, leg: Leg): void {
  const { request } = admitted
  const call = board.callOf(leg)
  if (!call) return void request.reject({ statusCode: 481 })
  if (call.inTransfer) return void request.reject({ statusCode: 491 })
  const far = call.other(leg)
  if (!canBePulled(far)) {
    const extraHeaders = [warning('The client of the other party does not support Replaces')]
    return void request.reject({ statusCode: 488, extraHeaders })
  }

  let why: string | undefined
  const done = () => {
    settle()
    restore()
  }
  const fail = (refusal: Refusal) => {
    fork.cancel(refusal.reason)
    device.refuse(refusal)
    done()
    if (call.legs.some(({ ended }) => ended)) call.end(why ?? refusal.reason)
  }
  const restore = call.intercept((ended, reason) => {
    why = reason
    // the old device may well be gone already, that is why it is being replaced
    if (ended === far) fail({ statusCode: 480, reason })
  })
  const settle = board.undertake({
    people: [],
    giveUp: () => fail({ statusCode: 503, reason: reasons.stopping }),
  })
  const device = createInbound(admitted, leg.identity, {
    dialogs: board.dialogs,
    gone: (reason) => fail({ statusCode: 487, reason }),
  })
  const fork = pull(board, far, {
    from: leg.identity,
    body: device.offer,
    events: {
      failed: fail,
      answered: (moved, body) => {
        const taken = device.answer(far.identity, body)
        if (!taken) {
          moved.hangUp()
          return fail({ statusCode: 488 })
        }
        done()
        handOver(leg, taken)
        handOver(far, moved)
        call.dissolve()
        leg.hangUp(reasons.replaced)
        board.seeOff(far)
        board.connect(taken, moved)
      },
    },
  })
}
