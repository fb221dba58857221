import type { Body, IncomingInviteRequest, URI } from 'sip.js/lib/core/index.js'
import type { Identity, Person } from '../people/people.ts'
import { decoded, oneLine, warning } from '../sip/headers.ts'
import type { Admitted } from '../sip/receiver.ts'
import { identityOf } from './attempt.ts'
import type { Board } from './board.ts'
import { createCaller } from './caller.ts'
import { chosenIdentity } from './caller-id.ts'
import { createHunt } from './hunt.ts'
import { callerOf, type Entry, partyOf } from './journal.ts'
import type { Leg } from './leg.ts'
import { pickUp } from './pick-up.ts'
import { type Refusal, reasons, refusalReasonOf } from './reasons.ts'

const retryAfter = 'Retry-After: 10'

/** Rings the person who was dialled, or whom their rules name, and connects the caller with the device that answers first. */
export function dial(board: Board, admitted: Admitted<IncomingInviteRequest>): void {
  const { request, person, line } = admitted
  const identity = chosenIdentity(person, request.message)
  const callee = reached(board, admitted.target, [line.domain, request.message.from.uri.host])
  const entry = beginCall(board, admitted, { identity, callee })
  const refuse = (statusCode: number, extra: { reasonPhrase?: string; extraHeaders?: string[] } = {}) => {
    request.reject({ statusCode, ...extra })
    entry?.end({ reason: refusalReasonOf({ statusCode }) })
  }
  if (!identity) {
    const extraHeaders = [warning('This caller id is not one of yours')]
    return void refuse(403, { reasonPhrase: 'Caller Id Not Allowed', extraHeaders })
  }
  const refused = refusal(board, person, callee)
  if (refused || !callee) return void refuse(refused ?? 404, { extraHeaders: refused === 503 ? [retryAfter] : [] })
  ring(board, { admitted, identity, callee, entry })
}

const longestNumber = 128

/** What is written of the call for its caller; a gateway has no history. */
function beginCall(
  board: Board,
  { person, target }: Admitted<IncomingInviteRequest>,
  { identity, callee }: { identity: Identity | undefined; callee: Person | undefined },
): Entry | undefined {
  if (person.isGateway) return undefined
  const shown = identity ?? identityOf(person)
  const dialled = oneLine(decoded(target.user) ?? '').slice(0, longestNumber)
  return board.journal.begin(person, {
    direction: 'outgoing',
    from: callerOf(person, shown),
    to: callee ? partyOf(callee) : { number: dialled },
    callerId: shown.number,
  })
}

interface Ring {
  readonly admitted: Admitted<IncomingInviteRequest>
  readonly identity: Identity
  readonly callee: Person
  readonly entry: Entry | undefined
}

function ring(board: Board, { admitted, identity, callee, entry }: Ring): void {
  const { person, line } = admitted
  const listeners = new Set<(refusal: Refusal) => void>()
  // whose device has picked the call up and is being connected
  let taker: Person | undefined
  const over = (refusal: Refusal) => {
    settle()
    for (const listener of [...listeners]) listener(refusal)
  }
  const give = (refusal: Refusal) => {
    hunt.cancel(refusal.reason, refusal)
    over(refusal)
    caller.refuse(refusal)
    entry?.end({ ...(refusal.statusCode === 603 && { kind: 'declined' }), reason: refusalReasonOf(refusal) })
  }
  const caller = createCaller(board, admitted, {
    identity,
    gone: (reason) => {
      const refusal = { statusCode: 487, reason }
      hunt.cancel(reason, refusal)
      over(refusal)
      entry?.end({ kind: 'cancelled', reason: 'cancelled' })
    },
  })
  const answered = (leg: Leg, body: Body | undefined) => {
    taker = leg.person
    caller.meet(leg, body, {
      connected(callerLeg, calleeLeg) {
        over({ statusCode: 486, reason: reasons.elsewhere })
        callerLeg.entry = entry
        board.connect(callerLeg, calleeLeg)
      },
      failed(refusal) {
        over(refusal)
        caller.refuse(refusal)
        entry?.end({ reason: refusalReasonOf(refusal) })
      },
    })
  }
  const hunt = createHunt(board, {
    caller: { person, identity, line },
    callee,
    body: caller.inbound.offer,
    events: { ringing: caller.ringing, failed: give, answered },
  })
  const settle = board.undertake({
    get people() {
      return [person, ...(taker ? [taker] : hunt.rung)]
    },
    get rung() {
      return hunt.rung
    },
    giveUp: () => give({ statusCode: 503, reason: reasons.stopping }),
    join: hunt.join,
    rings: hunt.has,
    pickUp: (by) =>
      pickUp(board, by, {
        caller: caller.inbound,
        callee: identityOf(by.person),
        entry,
        claim() {
          taker = by.person
          return hunt.claim()
        },
        settle: () => settle(),
        onOver: (listener) => {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      }),
  })
  hunt.begin()
}

/** The person that an address reaches, as long as its host is one that stands for this exchange. */
export function reached(board: Board, target: URI, hosts: readonly string[]): Person | undefined {
  const user = decoded(target.user)
  const known = [...hosts, board.settings.domain].some((host) => host?.toLowerCase() === target.host)
  return known && user !== undefined ? board.office.people.reachedBy(user) : undefined
}

/** Why a person may not ring another one just now, as a SIP status. */
function refusal(board: Board, caller: Person, callee: Person | undefined): number | undefined {
  const { maxCalls, maxCallsPerPerson } = board.settings
  if (board.stopping || board.callCount >= maxCalls) return 503
  if (!caller.isGateway && board.callsOf(caller) >= maxCallsPerPerson) return 403
  return callee ? undefined : 404
}
