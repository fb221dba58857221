import type { Body } from 'sip.js/lib/core/index.js'
import type { ReplacedDialog } from '../sip/headers.ts'
import type { AskedTransfer } from './blind.ts'
import type { Board } from './board.ts'
import type { Call } from './call.ts'
import type { Fork } from './fork.ts'
import { handOver, type Leg } from './leg.ts'
import { canBePulled, pull } from './pull.ts'
import { type Refusal, reasons } from './reasons.ts'

interface SecondCall {
  readonly call: Call
  /** The transferor's side of it. */
  readonly own: Leg
}

/** Connects the far parties of two calls of the same person; when it fails both calls go on. */
export function transferAttended(board: Board, asked: AskedTransfer, dialog: ReplacedDialog | undefined): void {
  const second = dialog ? secondCall(board, asked, dialog) : 481
  if (typeof second === 'number') asked.report.final(second)
  else join(board, asked, second)
}

/** The transferor's other call, or the SIP status that says why it cannot be used. */
function secondCall(board: Board, asked: AskedTransfer, dialog: ReplacedDialog): SecondCall | number {
  const owner = board.dialogs.find(dialog)
  if (owner?.kind !== 'leg') return 481
  // who does not own the other call must not learn more about it
  if (owner.person.user !== asked.transferor.person.user) return 403
  const call = board.callOf(owner.leg)
  if (!call || call === asked.call) return 481
  if (call.inTransfer) return 491
  const far = [asked.call.other(asked.transferor), call.other(owner.leg)]
  return far.every(canBePulled) ? { call, own: owner.leg } : 420
}

function join(board: Board, asked: AskedTransfer, second: SecondCall): void {
  const { call, transferor, report } = asked
  const stay = call.other(transferor)
  const other = second.call.other(second.own)
  let moved: { leg: Leg; offer: Body | undefined } | undefined

  const done = () => {
    settle()
    for (const restore of restores) restore()
  }
  const fail = ({ statusCode, reason }: Refusal) => {
    fork.cancel(reason)
    done()
    report.final(statusCode)
    endIfTorn(second.call, reason)
    if (moved) giveBack(board, asked, moved)
    else endIfTorn(call, reason)
  }
  const watch = (watched: Call, far: Leg) =>
    watched.intercept((leg, reason) => {
      // its own client hangs the old side up as soon as the new one is answered
      if (leg === far && !(far === stay && moved)) fail({ statusCode: 480, reason })
    })
  const restores = [watch(call, stay), watch(second.call, other)]
  const settle = board.undertake({ people: [], giveUp: () => fail({ statusCode: 503, reason: reasons.stopping }) })

  const connected = (leg: Leg, movedOther: Leg) => {
    done()
    handOver(other, movedOther)
    for (const own of [transferor, second.own]) own.entry?.end({ reason: 'transferred' })
    for (const old of [call, second.call]) old.dissolve()
    report.final(200)
    second.own.hangUp(reasons.transferred)
    for (const old of [transferor, stay, other]) board.seeOff(old)
    board.connect(leg, movedOther)
  }
  const bringOther = (leg: Leg, offer: Body | undefined): Fork => {
    moved = { leg, offer }
    handOver(stay, leg)
    leg.attend({
      ended: (reason) => {
        moved = undefined
        fail({ statusCode: 480, reason })
      },
    })
    return pull(board, other, {
      from: stay.identity,
      body: offer,
      events: {
        failed: fail,
        answered: (movedOther, answer) => {
          movedOther.acknowledge()
          leg.acknowledge(answer)
          connected(leg, movedOther)
        },
      },
    })
  }
  let fork: Fork = pull(board, stay, {
    from: other.identity,
    body: undefined,
    events: {
      failed: fail,
      answered: (leg, offer) => {
        fork = bringOther(leg, offer)
      },
    },
  })
}

function endIfTorn(call: Call, reason: string | undefined): void {
  if (call.legs.some(({ ended }) => ended)) call.end(reason)
}

/** Moves the transferor to the party that was moved already, so that the two talk as before. */
function giveBack(
  board: Board,
  { call, transferor }: AskedTransfer,
  { leg, offer }: { leg: Leg; offer: Body | undefined },
): void {
  const end = (reason: string | undefined) => {
    leg.hangUp(reason)
    call.end(reason)
  }
  if (!offer || board.stopping || !canBePulled(transferor)) return void end(reasons.stopping)
  const done = () => {
    settle()
    restore()
  }
  const fail = (reason: string | undefined) => {
    fork.cancel(reason)
    done()
    end(reason)
  }
  const restore = call.intercept((ended, reason) => {
    if (ended === transferor) fail(reason)
  })
  const settle = board.undertake({ people: [], giveUp: () => fail(reasons.stopping) })
  leg.attend({ ended: fail })
  const fork = pull(board, transferor, {
    from: leg.identity,
    body: offer,
    events: {
      failed: ({ reason }) => fail(reason),
      answered: (back, answer) => {
        back.acknowledge()
        leg.acknowledge(answer)
        done()
        handOver(transferor, back)
        call.dissolve()
        for (const old of call.legs) board.seeOff(old)
        board.connect(back, leg)
      },
    },
  })
}
