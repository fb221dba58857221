import type { EndReason } from '../../call/signal.ts'
import type { CallId } from '../../call/transport.ts'
import { createCommands, leave, type Routed } from './commands.ts'
import { createFloor, type FloorWorld } from './floor.ts'
import { type Handset, heardBy } from './leg.ts'

/** The exchange in the middle: who talks with whom, and what each command makes true. */
export interface Switchboard {
  /** A telephone is there; the function it returns takes it away and hangs up its calls. */
  attach(handset: Handset): () => void
  /** Carries out a command; what takes longer gives a promise, what is refused throws or rejects. */
  carryOut(handset: Handset, id: CallId, command: Routed): unknown
  /** Hangs up one call of a handset, if it is still there. */
  hangUp(handset: Handset, id: CallId): void
  /** Hangs up everything of a handset. */
  release(handset: Handset): void
  /** Tells everybody in a call with a handset how their sound is doing. */
  tellMedia(handset: Handset): void
  /** Lets a person's telephones answer busy until the function it returns is called. */
  occupy(person: string): () => void
  endAll(reason: EndReason): void
  hears(person: string): readonly string[]
  digitsHeardBy(person: string): string
  callsInProgress(): number
}

export function createSwitchboard(world: FloorWorld): Switchboard {
  const floor = createFloor(world)
  const { legs, handsets, occupied } = floor

  const release = (handset: Handset) => {
    for (const leg of [...legs.values()]) {
      if (leg.handset !== handset) continue
      if (leg.status === 'ringing') leg.ringing?.drop(leg)
      else leave(floor, leg)
    }
  }

  return {
    attach(handset) {
      handsets.add(handset)
      return () => {
        release(handset)
        handsets.delete(handset)
      }
    },
    carryOut: createCommands(floor),
    hangUp(handset, id) {
      const leg = legs.get(id)
      if (leg?.handset === handset) leave(floor, leg)
    },
    release,
    tellMedia(handset) {
      for (const leg of legs.values()) {
        if (leg.handset === handset || leg.peer?.handset === handset) floor.tellMedia(leg)
      }
    },
    occupy(person) {
      occupied.add(person)
      return () => void occupied.delete(person)
    },
    endAll(reason) {
      const ringing = [...legs.values()].map((leg) => leg.ringing)
      for (const leg of [...legs.values()]) floor.end(leg, { reason, by: 'network' })
      for (const one of ringing) one?.cancel()
    },
    hears(person) {
      const ears = [...legs.values()].filter((leg) => leg.handset.person === person)
      return [...new Set(ears.flatMap((leg) => heardBy(leg) ?? []))].sort()
    },
    digitsHeardBy: (person) => floor.digits.get(person) ?? '',
    callsInProgress: () => legs.size,
  }
}
