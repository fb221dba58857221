import type { CallEnd, IncomingCall, Party } from '../../call/signal.ts'
import type { CallId } from '../../call/transport.ts'
import type { Clock } from '../../kernel/clock.ts'
import { type Handset, type Leg, newLeg } from './leg.ts'

/** Every telephone of one person ringing for one call. */
export interface Ringing {
  answer(leg: Leg): void
  decline(leg: Leg): void
  /** A telephone that rang is not there any more. */
  drop(leg: Leg): void
  /** The caller gave up. */
  cancel(): void
}

/** What ringing needs of the exchange, and what it reports; exactly one of `answered` and `failed`, once. */
export interface RingingWorld {
  readonly clock: Clock
  readonly ringFor: number
  createId(): CallId
  begin(leg: Leg): void
  end(leg: Leg, end: CallEnd): void
  answered(leg: Leg): void
  failed(end: CallEnd): void
}

/** Rings handsets until one answers, one declines, the caller gives up or the time is over. */
export function ring(
  handsets: readonly Handset[],
  call: IncomingCall & { party: Party },
  world: RingingWorld,
): Ringing {
  const { party, ...incoming } = call
  const legs = new Set<Leg>()
  const stopAll = (reason: CallEnd) => {
    stopWaiting()
    for (const leg of legs) world.end(leg, reason)
    legs.clear()
  }
  const fail = (told: CallEnd, end: CallEnd) => {
    stopAll(told)
    world.failed(end)
  }
  const stopWaiting = world.clock.after(world.ringFor, () =>
    fail({ reason: 'unanswered', by: 'network' }, { reason: 'unanswered', by: 'them' }),
  )
  const ringing: Ringing = {
    answer(leg) {
      legs.delete(leg)
      stopAll({ reason: 'answered-elsewhere', by: 'network' })
      world.answered(leg)
    },
    decline(leg) {
      legs.delete(leg)
      world.end(leg, { reason: 'declined', by: 'me' })
      fail({ reason: 'declined-elsewhere', by: 'network' }, { reason: 'declined', by: 'them' })
    },
    drop(leg) {
      legs.delete(leg)
      world.end(leg, { reason: 'connection-lost', by: 'network' })
      if (legs.size === 0) fail(unreachable, unreachable)
    },
    cancel() {
      if (legs.size > 0) fail({ reason: 'cancelled', by: 'them' }, { reason: 'cancelled', by: 'me' })
    },
  }
  for (const handset of handsets) {
    const leg: Leg = { ...newLeg({ id: world.createId(), handset, party, status: 'ringing' }), ringing }
    legs.add(leg)
    world.begin(leg)
    handset.ring(leg.id, incoming)
  }
  return ringing
}

export const unreachable: CallEnd = { reason: 'unreachable', by: 'network' }
