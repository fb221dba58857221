import type { CallCommand, CallId } from '../../call/transport.ts'
import { OffhookError } from '../../errors.ts'
import type { Floor } from './floor.ts'
import { type Handset, type Leg, newLeg } from './leg.ts'
import { shownAs } from './people.ts'
import { transferAttended, transferBlind } from './transfer.ts'

/** A command that needs the exchange; a microphone is silenced where it is. */
export type Routed = Exclude<CallCommand, { readonly type: 'mute' | 'unmute' }>

type CommandOf<Type extends Routed['type']> = Routed & { readonly type: Type }

/** How each command is carried out; what it throws or rejects with is a refusal. */
type Carry = {
  readonly [Type in Exclude<Routed['type'], 'dial'>]: (leg: Leg, command: CommandOf<Type>) => unknown
}

/** Carries out the commands of calls on the floor; what takes longer gives a promise, what is refused throws or rejects. */
export function createCommands(floor: Floor) {
  const carry: Carry = {
    answer: (leg) => leg.ringing?.answer(leg),
    decline: (leg) => leg.ringing?.decline(leg),
    hangUp: (leg) => leave(floor, leg),
    hold: (leg) => setHold(leg, true),
    resume: (leg) => setHold(leg, false),
    sendDigits: (leg, { digits }) => floor.hear(peerOf(leg), digits),
    transfer: (leg, { to }) =>
      to.kind === 'number'
        ? transferBlind(floor, leg, peerOf(leg), to.target)
        : transferAttended(floor, leg, peerOf(leg), to.id),
  }
  return (handset: Handset, id: CallId, command: Routed): unknown => {
    if (command.type === 'dial') return dial(floor, newCaller(floor, { handset, id, command }), command)
    const leg = floor.legs.get(id)
    if (leg?.handset !== handset) throw new OffhookError('call-ended')
    // the row of the table takes exactly this command, which the compiler cannot see through the lookup
    const row = carry[command.type] as (leg: Leg, command: Routed) => unknown
    return row(leg, command)
  }
}

interface Dialled {
  readonly handset: Handset
  readonly id: CallId
  readonly command: CommandOf<'dial'>
}

function newCaller(floor: Floor, { handset, id, command }: Dialled): Leg {
  const party = shownAs(floor.people.get(handset.person), command.options.callerId)
  const caller = newLeg({ id, handset, party: party ?? {}, status: 'dialing' })
  floor.begin(caller)
  if (party === undefined) floor.end(caller, { reason: 'not-allowed', by: 'network' })
  return caller
}

function dial(floor: Floor, caller: Leg, { target }: CommandOf<'dial'>): void {
  if (caller.status === 'gone') return
  const { id, handset } = caller
  const reached = floor.reach(target, caller, {
    answered(callee) {
      floor.join(caller, callee)
      floor.hear(callee, target.extension ?? '')
    },
    failed: (end) => floor.end(caller, end),
  })
  if (reached === undefined) return
  caller.ringing = reached.ringing
  handset.tell(id, { type: 'remote', remote: reached.party })
  handset.tell(id, { type: 'alerting', earlyMedia: false })
}

/** Takes a leg out of its call: hangs up, gives up what rings, or declines. */
export function leave(floor: Floor, leg: Leg): void {
  const { peer, ringing, status } = leg
  if (status === 'ringing') {
    ringing?.decline(leg)
    return
  }
  floor.end(leg, { reason: status === 'dialing' ? 'cancelled' : 'hung-up', by: 'me' })
  if (peer !== undefined) {
    peer.peer = undefined
    // a transfer goes on without the one who asked for it
    if (!leg.isTransferring) floor.end(peer, { reason: 'hung-up', by: 'them' })
  }
  ringing?.cancel()
}

function setHold(leg: Leg, isHolding: boolean): void {
  const peer = peerOf(leg)
  leg.isHolding = isHolding
  leg.handset.tell(leg.id, { type: isHolding ? 'held' : 'resumed' })
  peer.handset.tell(peer.id, { type: 'remote-hold', held: isHolding })
}

function peerOf(leg: Leg): Leg {
  if (leg.status !== 'up' || leg.peer === undefined) throw new OffhookError('refused')
  return leg.peer
}
