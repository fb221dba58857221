import type { CallSignal, IncomingCall, Party } from '../../call/signal.ts'
import type { CallId } from '../../call/transport.ts'
import type { Ringing } from './ringing.ts'

/** A telephone as the exchange sees it. */
export interface Handset {
  readonly person: string
  isOnline(): boolean
  /** Its network is gone: it hears and says nothing. */
  isCut(): boolean
  /** Its microphone is silent for that call. */
  isMuted(id: CallId): boolean
  ring(id: CallId, call: IncomingCall): void
  /** Brings news over the network. */
  tell(id: CallId, signal: CallSignal): void
  /** Brings news of the handset itself, which needs no network. */
  notice(id: CallId, signal: CallSignal): void
}

/** One handset's part in a call. */
export interface Leg {
  readonly id: CallId
  readonly handset: Handset
  /** How this side is shown to the other. */
  readonly party: Party
  status: 'dialing' | 'ringing' | 'up' | 'gone'
  /** The other side, once they talk. */
  peer: Leg | undefined
  /** What rings for this leg: the one it called, the one it is transferred to, or itself. */
  ringing: Ringing | undefined
  isHolding: boolean
  /** It hands its peer to somebody else; the two do not hear each other meanwhile. */
  isTransferring: boolean
}

export const newLeg = (leg: Pick<Leg, 'id' | 'handset' | 'party' | 'status'>): Leg => ({
  ...leg,
  ...{ peer: undefined, ringing: undefined, isHolding: false, isTransferring: false },
})

/** Whose microphone reaches this leg now. */
export function heardBy(leg: Leg): string | undefined {
  const { peer } = leg
  if (peer === undefined || peer.handset.isMuted(peer.id)) return undefined
  const isBroken = [leg, peer].some(
    ({ status, isHolding, isTransferring, handset }) =>
      status !== 'up' || isHolding || isTransferring || handset.isCut(),
  )
  return isBroken ? undefined : peer.handset.person
}
