import type { EndReason } from '../../call/signal.ts'
import type { CallId } from '../../call/transport.ts'
import { OffhookError } from '../../errors.ts'
import type { DialTarget } from '../../kernel/number.ts'
import type { Floor } from './floor.ts'
import type { Leg } from './leg.ts'

/** Hands `peer` to a number: rejects when nobody there answers, and the call is as it was. */
export function transferBlind(floor: Floor, leg: Leg, peer: Leg, target: DialTarget): Promise<void> {
  const tell = (progress: 'trying' | 'ringing') => leg.handset.tell(leg.id, { type: 'transfer-progress', progress })
  return new Promise((resolve, reject) => {
    leg.isTransferring = true
    tell('trying')
    const reached = floor.reach(
      target,
      { party: peer.party, via: [leg.party], handset: peer.handset },
      {
        answered(callee) {
          floor.forget(leg, { type: 'transferred' })
          floor.join(peer, callee)
          resolve()
        },
        failed(end) {
          leg.isTransferring = false
          peer.ringing = undefined
          // whoever asked for it may have left meanwhile: then there is nobody to give the call back to
          if (leg.status === 'gone') floor.end(peer, end)
          reject(leg.status === 'gone' ? new OffhookError('call-ended') : failed(end.reason))
        },
      },
    )
    if (reached === undefined) return
    peer.ringing = reached.ringing
    tell('ringing')
  })
}

/** Joins the far sides of two calls of one person, and takes that person out of both. */
export function transferAttended(floor: Floor, leg: Leg, peer: Leg, id: CallId): void {
  const other = floor.legs.get(id)
  const colleague = other?.handset.person === leg.handset.person ? other.peer : undefined
  if (other === undefined || colleague === undefined || other === leg) throw failed('not-found')
  floor.forget(leg, { type: 'transferred' })
  floor.end(other, { reason: 'transferred', by: 'me' })
  floor.join(peer, colleague)
}

const failed = (reason: EndReason) =>
  new OffhookError('transfer-failed', {
    message: `The transfer did not succeed (${reason}); the call is back with you.`,
  })
