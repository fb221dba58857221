import type { Body, URI } from 'sip.js/lib/core/index.js'
import type { Person } from '../people/people.ts'
import type { Board } from './board.ts'
import type { Call } from './call.ts'
import { reached } from './dial.ts'
import type { Fork } from './fork.ts'
import { createHunt } from './hunt.ts'
import { handOver, type Leg } from './leg.ts'
import { canBePulled, pull } from './pull.ts'
import { type Refusal, reasons } from './reasons.ts'
import type { TransferReport } from './report.ts'

/** A transfer that somebody asked for. */
export interface AskedTransfer {
  readonly call: Call
  readonly transferor: Leg
  readonly report: TransferReport
}

/** Where a blind transfer goes, as its REFER says it. */
export interface BlindTarget {
  readonly uri: URI
  /** The `Referred-By` header that the target is to see (RFC 3892). */
  readonly referredBy: string
}

/** Rings the target for an offer, then moves the one who stays to it; until that has worked the call stays as it is. */
export function transferBlind(board: Board, asked: AskedTransfer, target: BlindTarget): void {
  const { call, transferor, report } = asked
  if (!canBePulled(call.other(transferor))) return void report.final(420)
  const callee = reached(board, target.uri, [transferor.line.domain, transferor.session.remoteURI.host])
  if (callee) ringTarget(board, asked, { callee, referredBy: target.referredBy })
  else report.final(404)
}

function ringTarget(
  board: Board,
  { call, transferor, report }: AskedTransfer,
  { callee, referredBy }: { callee: Person; referredBy: string },
): void {
  const stay = call.other(transferor)
  let answered: Leg | undefined
  let pulling: Fork | undefined
  let why: string | undefined
  const done = () => {
    settle()
    restore()
  }
  const fail = ({ statusCode, reason }: Refusal) => {
    hunt.cancel(reason, { statusCode, reason })
    pulling?.cancel(reason)
    answered?.hangUp(reason)
    done()
    report.final(statusCode)
    if (call.legs.some(({ ended }) => ended)) call.end(why ?? reason)
  }
  const restore = call.intercept((leg, reason) => {
    why = reason
    // the transferor may leave as soon as the transfer is under way
    if (leg === stay) fail({ statusCode: 487, reason })
  })
  const bring = (leg: Leg, offer: Body): Fork => {
    answered = leg
    leg.attend({ ended: (reason) => fail({ statusCode: 480, reason }) })
    return pull(board, stay, {
      from: leg.identity,
      body: offer,
      events: {
        failed: fail,
        answered: (moved, answer) => {
          if (!answer) {
            moved.hangUp()
            return fail({ statusCode: 488 })
          }
          moved.acknowledge()
          leg.acknowledge(answer)
          done()
          handOver(stay, moved)
          transferor.entry?.end({ reason: 'transferred' })
          call.dissolve()
          report.final(200)
          for (const old of [stay, transferor]) board.seeOff(old)
          board.connect(moved, leg)
        },
      },
    })
  }
  const hunt = createHunt(board, {
    caller: stay,
    callee,
    headers: [referredBy],
    transferor: transferor.person,
    events: {
      ringing: (_, { statusCode }) => report.progress(statusCode),
      failed: fail,
      answered: (leg, offer) => {
        if (offer) pulling = bring(leg, offer)
        else {
          leg.hangUp()
          fail({ statusCode: 488 })
        }
      },
    },
  })
  const settle = board.undertake({
    get people() {
      return answered ? [answered.person] : hunt.rung
    },
    get rung() {
      return hunt.rung
    },
    join: hunt.join,
    giveUp: () => fail({ statusCode: 503, reason: reasons.stopping }),
  })
  hunt.begin()
}
