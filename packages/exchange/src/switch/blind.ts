import type { Body, URI } from 'sip.js/lib/core/index.js'
import type { Destination } from './attempt.ts'
import { type Board, devicesOf } from './board.ts'
import type { Call } from './call.ts'
import { reached } from './dial.ts'
import { createFork, type Fork } from './fork.ts'
import type { Leg } from './leg.ts'
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
  const devices = devicesAt(board, asked, target)
  if (typeof devices === 'number') asked.report.final(devices)
  else ringTarget(board, asked, { devices, referredBy: target.referredBy })
}

/** The devices to ring, or the SIP status that says why there are none. */
function devicesAt(board: Board, { call, transferor }: AskedTransfer, { uri }: BlindTarget): Destination[] | number {
  const stay = call.other(transferor)
  if (!canBePulled(stay)) return 420
  const target = reached(board, uri, [transferor.line.domain, transferor.session.remoteURI.host])
  if (!target) return 404
  if (board.callsOf(target) >= board.settings.maxCallsPerPerson) return 486
  const devices = devicesOf(board, target, stay.line)
  return devices.length === 0 ? 480 : devices
}

function ringTarget(
  board: Board,
  { call, transferor, report }: AskedTransfer,
  { devices, referredBy }: { devices: readonly Destination[]; referredBy: string },
): void {
  const stay = call.other(transferor)
  let answered: Leg | undefined
  let why: string | undefined
  const done = () => {
    settle()
    restore()
  }
  const fail = ({ statusCode, reason }: Refusal) => {
    fork.cancel(reason)
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
  const settle = board.undertake({
    people: devices.slice(0, 1).map(({ person }) => person),
    giveUp: () => fail({ statusCode: 503, reason: reasons.stopping }),
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
          call.dissolve()
          report.final(200)
          for (const old of [stay, transferor]) board.seeOff(old)
          board.connect(moved, leg)
        },
      },
    })
  }
  let fork: Fork = createFork(
    devices,
    {
      from: stay.identity,
      headers: [referredBy],
      events: {
        ringing: ({ statusCode }) => report.progress(statusCode),
        failed: fail,
        answered: (leg, offer) => {
          if (offer) fork = bring(leg, offer)
          else {
            leg.hangUp()
            fail({ statusCode: 488 })
          }
        },
      },
    },
    { clock: board.clock, dialogs: board.dialogs, noAnswerMs: board.settings.noAnswerSeconds * 1000 },
  )
}
