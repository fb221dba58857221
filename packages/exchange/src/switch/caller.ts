import type { Body, IncomingInviteRequest } from 'sip.js/lib/core/index.js'
import type { Identity } from '../people/people.ts'
import type { Admitted } from '../sip/receiver.ts'
import { identityOf } from './attempt.ts'
import { type Board, ringGraceMs } from './board.ts'
import type { HuntEvents } from './hunt.ts'
import { createInbound, type Inbound } from './inbound.ts'
import { handOver, type Leg } from './leg.ts'
import { canBePulled, pull } from './pull.ts'
import { type Refusal, reasons } from './reasons.ts'

/** Somebody who calls and waits for an answer, whose page may be loaded anew meanwhile. */
export interface Caller {
  /** The INVITE that waits now. */
  readonly inbound: Inbound
  ringing: HuntEvents['ringing']
  refuse(refusal: Refusal): void
  /** Connects the caller with the device that answered. */
  meet(leg: Leg, body: Body | undefined, events: Meeting): void
}

/** What comes of connecting a caller with who answered; one of both is told, once, unless the caller is gone before. */
export interface Meeting {
  connected(caller: Leg, callee: Leg): void
  failed(refusal: Refusal): void
}

/** Takes the INVITE of a caller on; `gone` is told when they gave up, or did not come back in time. */
export function createCaller(
  board: Board,
  first: Admitted<IncomingInviteRequest>,
  { identity, gone }: { identity: Identity; gone(reason: string | undefined): void },
): Caller {
  const { dialogs, clock } = board
  let told: Identity | undefined
  let hasMoved = false
  let stopMeeting: ((reason: string | undefined) => void) | undefined

  const take = (admitted: Admitted<IncomingInviteRequest>) =>
    createInbound(admitted, identity, {
      dialogs,
      gone(reason) {
        stopMeeting?.(reason)
        gone(reason)
      },
      patience: { clock, ms: ringGraceMs(board), comeBack },
    })

  const comeBack = (admitted: Admitted<IncomingInviteRequest>) => {
    // it may be tried again when the two are connected, and then it takes the call over
    if (stopMeeting) return void admitted.request.reject({ statusCode: 491 })
    if (admitted.request.message.body === '') return void admitted.request.reject({ statusCode: 488 })
    const before = inbound
    hasMoved = true
    inbound = take(admitted)
    before.refuse({ statusCode: 487, reason: reasons.replaced })
    if (told) inbound.ringing(told, { statusCode: 180, body: undefined })
  }

  /** The answer was meant for the page before: who gave it is moved to the one there is now. */
  const move = (leg: Leg, { connected, failed }: Meeting) => {
    leg.acknowledge()
    const fail = (refusal: Refusal) => {
      stopMeeting = undefined
      leg.hangUp(refusal.reason)
      failed(refusal)
    }
    if (!canBePulled(leg)) return fail({ statusCode: 488 })
    const fork = pull(board, leg, {
      from: identity,
      body: inbound.offer,
      events: {
        failed: fail,
        answered(moved, answer) {
          stopMeeting = undefined
          moved.acknowledge()
          handOver(leg, moved)
          board.seeOff(leg)
          meetWith(moved, answer, { connected, failed })
        },
      },
    })
    stopMeeting = (reason) => {
      fork.cancel(reason)
      leg.hangUp(reason)
    }
    leg.attend({
      ended(reason) {
        // its own client hangs the old side up as soon as the new one is answered
        if (!stopMeeting) return
        fork.cancel(reason)
        fail({ statusCode: 480, reason })
      },
    })
  }

  const meetWith = (leg: Leg, body: Body | undefined, { connected, failed }: Meeting) => {
    const callerLeg = inbound.answer(identityOf(leg.person), body)
    // the ACK of a page that is away will not come, and who answered must not wait for it
    if (callerLeg && inbound.offer && !inbound.line.isConnected) leg.acknowledge()
    if (callerLeg) return connected(callerLeg, leg)
    leg.hangUp()
    failed({ statusCode: 488 })
  }

  let inbound = take(first)
  return {
    get inbound() {
      return inbound
    },
    ringing(party, { statusCode, body }) {
      told = party
      inbound.ringing(party, { statusCode, body: hasMoved ? undefined : body })
    },
    refuse: (refusal) => inbound.refuse(refusal),
    meet(leg, body, events) {
      if (hasMoved) move(leg, events)
      else meetWith(leg, body, events)
    },
  }
}
