import type { Body, IncomingInviteRequest, URI } from 'sip.js/lib/core/index.js'
import type { Identity, Person } from '../people/people.ts'
import { decoded, warning } from '../sip/headers.ts'
import type { Admitted } from '../sip/receiver.ts'
import { type Destination, identityOf } from './attempt.ts'
import { type Board, devicesOf } from './board.ts'
import { chosenIdentity } from './caller-id.ts'
import { createFork } from './fork.ts'
import { createInbound } from './inbound.ts'
import type { Leg } from './leg.ts'
import { pickUp } from './pick-up.ts'
import { type Refusal, reasons } from './reasons.ts'

const retryAfter = 'Retry-After: 10'

/** Rings the person who was dialled and connects the caller with the device that answers first. */
export function dial(board: Board, admitted: Admitted<IncomingInviteRequest>): void {
  const { request, person, line } = admitted
  const identity = chosenIdentity(person, request.message)
  if (!identity) {
    const extraHeaders = [warning('This caller id is not one of yours')]
    return void request.reject({ statusCode: 403, reasonPhrase: 'Caller Id Not Allowed', extraHeaders })
  }
  const callee = reached(board, admitted.target, [line.domain, request.message.from.uri.host])
  const refused = refusal(board, person, callee)
  if (refused || !callee) {
    const extraHeaders = refused === 503 ? [retryAfter] : []
    return void request.reject({ statusCode: refused ?? 404, extraHeaders })
  }
  const devices = devicesOf(board, callee, line)
  // who calls themself is busy unless another device of theirs can ring
  if (devices.length === 0) return void request.reject({ statusCode: callee.user === person.user ? 486 : 480 })

  ring(board, { admitted, identity, callee, devices })
}

interface Ring {
  readonly admitted: Admitted<IncomingInviteRequest>
  readonly identity: Identity
  readonly callee: Person
  readonly devices: readonly Destination[]
}

function ring(board: Board, { admitted, identity, callee, devices }: Ring): void {
  const shown = identityOf(callee)
  const listeners = new Set<(refusal: Refusal) => void>()
  const over = (refusal: Refusal) => {
    settle()
    fork.cancel(refusal.reason)
    for (const listener of [...listeners]) listener(refusal)
  }
  const give = (refusal: Refusal) => {
    over(refusal)
    caller.refuse(refusal)
  }
  const caller = createInbound(admitted, identity, {
    dialogs: board.dialogs,
    gone: (reason) => over({ statusCode: 487, reason }),
  })
  const settle = board.undertake({
    people: [admitted.person, callee],
    giveUp: () => give({ statusCode: 503, reason: reasons.stopping }),
    rings: (attempt) => fork.has(attempt),
    pickUp: (by) =>
      pickUp(board, by, {
        caller,
        callee: shown,
        claim: () => fork.cancel(reasons.elsewhere),
        settle: () => settle(),
        onOver: (listener) => {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      }),
  })
  const answered = (leg: Leg, body: Body | undefined) => {
    over({ statusCode: 486, reason: reasons.elsewhere })
    const callerLeg = caller.answer(shown, body)
    if (callerLeg) return void board.connect(callerLeg, leg)
    leg.hangUp()
    caller.refuse({ statusCode: 488 })
  }
  const fork = createFork(
    devices,
    {
      from: identity,
      body: caller.offer,
      events: { ringing: (progress) => caller.ringing(shown, progress), failed: give, answered },
    },
    { clock: board.clock, dialogs: board.dialogs, noAnswerMs: board.settings.noAnswerSeconds * 1000 },
  )
}

/** The person that an address reaches, as long as its host is one that stands for this exchange. */
export function reached(board: Board, target: URI, hosts: readonly string[]): Person | undefined {
  const user = decoded(target.user)
  const known = [...hosts, board.settings.domain].some((host) => host?.toLowerCase() === target.host)
  return known && user !== undefined ? board.people.reachedBy(user) : undefined
}

/** Why a person may not ring another one just now, as a SIP status. */
function refusal(board: Board, caller: Person, callee: Person | undefined): number | undefined {
  const { maxCalls, maxCallsPerPerson } = board.settings
  if (board.stopping || board.callCount >= maxCalls) return 503
  if (board.callsOf(caller) >= maxCallsPerPerson) return 403
  if (!callee) return 404
  return board.callsOf(callee) >= maxCallsPerPerson ? 486 : undefined
}
