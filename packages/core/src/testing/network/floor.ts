import type { CallEnd, CallSignal, Party } from '../../call/signal.ts'
import type { CallId } from '../../call/transport.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { DialTarget } from '../../kernel/number.ts'
import type { Handset, Leg } from './leg.ts'
import { type NetworkPerson, type People, shownAs } from './people.ts'
import { type Ringing, type RingingWorld, ring, unreachable } from './ringing.ts'

/** What the simulated exchange lives by. */
export interface FloorWorld {
  readonly clock: Clock
  readonly people: People
  /** How long a telephone rings, milliseconds. */
  readonly ringFor: number
}

/** Who asks for somebody: how they are shown, who passes them on, and the handset that is not to ring. */
export interface Asker {
  readonly party: Party
  readonly via?: readonly Party[]
  readonly handset: Handset
}

/** The floor of the exchange: the handsets there are, the legs of their calls, and the few moves that make a call. */
export interface Floor {
  readonly people: People
  readonly handsets: Set<Handset>
  readonly legs: ReadonlyMap<CallId, Leg>
  /** The people whose telephones answer busy. */
  readonly occupied: Set<string>
  /** The digits each person heard. */
  readonly digits: ReadonlyMap<string, string>
  begin(leg: Leg): void
  end(leg: Leg, end: CallEnd): void
  /** Takes a leg away with the news that says so. */
  forget(leg: Leg, news: CallSignal): void
  /** Rings whom a number reaches; tells `hopes` at once, and gives nothing, when nobody can ring. */
  reach(target: DialTarget, asker: Asker, hopes: Pick<RingingWorld, 'answered' | 'failed'>): Reached | undefined
  /** Lets two legs talk and tells each who the other is. */
  join(one: Leg, other: Leg): void
  /** Digits arrive at a leg; a comma is a pause. */
  hear(leg: Leg, digits: string): void
  /** Tells a leg how its sound is doing. */
  tellMedia(leg: Leg): void
}

interface Reached {
  readonly ringing: Ringing
  readonly party: Party
}

export function createFloor({ clock, people, ringFor }: FloorWorld): Floor {
  const handsets = new Set<Handset>()
  const legs = new Map<CallId, Leg>()
  const occupied = new Set<string>()
  const digits = new Map<string, string>()
  let born = 0
  const createId = () => `call-${++born}`

  const begin = (leg: Leg) => void legs.set(leg.id, leg)
  const end = (leg: Leg, reason: CallEnd) => forget(leg, { type: 'ended', ...reason })
  const forget = (leg: Leg, news: CallSignal) => {
    if (!legs.delete(leg.id)) return
    Object.assign(leg, { status: 'gone', peer: undefined })
    leg.handset.tell(leg.id, news)
  }

  const handsetsOf = (person: NetworkPerson) =>
    [...handsets].filter((handset) => handset.person === person.id && handset.isOnline())

  const reach: Floor['reach'] = (target, { party, via, handset }, hopes) => {
    const person = people.reachedBy(target.dial)
    if (person === undefined) return void hopes.failed({ reason: 'not-found', by: 'network' })
    const online = handsetsOf(person)
    if (online.length === 0) return void hopes.failed(unreachable)
    const free = occupied.has(person.id) ? [] : online.filter((other) => other !== handset)
    if (free.length === 0) return void hopes.failed({ reason: 'busy', by: 'them' })
    const shown = shownAs(person) ?? {}
    const call = { party: shown, remote: party, dialled: target.dial, ...(via === undefined ? {} : { via }) }
    return { party: shown, ringing: ring(free, call, { ...hopes, clock, ringFor, createId, begin, end }) }
  }

  const join = (one: Leg, other: Leg) => {
    meet(one, other)
    meet(other, one)
    tellMedia(one)
    tellMedia(other)
  }

  const hear = ({ handset: { person } }: Leg, heard: string) =>
    void digits.set(person, (digits.get(person) ?? '') + heard.replaceAll(',', ''))

  return { people, handsets, legs, occupied, digits, hear, begin, end, forget, reach, join, tellMedia }
}

function meet(leg: Leg, peer: Leg): void {
  const isNew = leg.status !== 'up'
  Object.assign(leg, { status: 'up', peer, ringing: undefined })
  const tell = (news: CallSignal) => leg.handset.tell(leg.id, news)
  tell({ type: 'remote', remote: peer.party })
  if (isNew) tell({ type: 'connected' })
  tell({ type: 'remote-hold', held: peer.isHolding })
}

function tellMedia(leg: Leg): void {
  const { peer, handset } = leg
  if (peer === undefined) return
  const media = handset.isCut() ? 'interrupted' : peer.handset.isCut() ? 'silent' : 'flowing'
  handset.notice(leg.id, { type: 'media', media })
  handset.tell(leg.id, { type: 'remote-connection', connection: peer.handset.isCut() ? 'reconnecting' : 'steady' })
}
