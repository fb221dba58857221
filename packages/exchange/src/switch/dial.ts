import type { IncomingInviteRequest, URI } from 'sip.js/lib/core/index.js'
import type { Person } from '../people/people.ts'
import { decodedUser, warning } from '../sip/headers.ts'
import type { Admitted } from '../sip/line.ts'
import { identityOf } from './attempt.ts'
import { type Board, devicesOf } from './board.ts'
import { chosenIdentity } from './caller-id.ts'
import { createFork } from './fork.ts'
import { createInbound } from './inbound.ts'
import { type Refusal, reasons } from './reasons.ts'

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
  if (refused || !callee) return void request.reject({ statusCode: refused ?? 404 })
  const devices = devicesOf(board, callee, line)
  // who calls themself is busy unless another device of theirs can ring
  if (devices.length === 0) return void request.reject({ statusCode: callee.user === person.user ? 486 : 480 })

  const shown = identityOf(callee)
  const inbound = createInbound(admitted, identity, {
    dialogs: board.dialogs,
    gone: (reason) => {
      settle()
      fork.cancel(reason)
    },
  })
  const settle = board.undertake({
    people: [person, callee],
    giveUp: () => give({ statusCode: 503, reason: reasons.stopping }),
  })
  const give = (refusal: Refusal) => {
    settle()
    fork.cancel(refusal.reason)
    inbound.refuse(refusal)
  }
  const fork = createFork(
    devices,
    {
      from: identity,
      body: inbound.offer,
      events: {
        ringing: (progress) => inbound.ringing(shown, progress),
        failed: give,
        answered: (leg, body) => {
          settle()
          const caller = inbound.answer(shown, body)
          if (caller) return void board.connect(caller, leg)
          leg.hangUp()
          inbound.refuse({ statusCode: 488 })
        },
      },
    },
    { clock: board.clock, dialogs: board.dialogs, noAnswerMs: board.settings.noAnswerSeconds * 1000 },
  )
}

/** The person that an address reaches, as long as its host is one that stands for this exchange. */
export function reached(board: Board, target: URI, hosts: readonly string[]): Person | undefined {
  const user = decodedUser(target.user)
  const known = [...hosts, board.settings.domain].some((host) => host?.toLowerCase() === target.host)
  return known && user !== undefined ? board.people.reachedBy(user) : undefined
}

/** Why a person may not ring another one just now, as a SIP status. */
export function refusal(board: Board, caller: Person, callee: Person | undefined): number | undefined {
  const { maxCalls, maxCallsPerPerson } = board.settings
  if (board.stopping || board.callCount >= maxCalls) return 503
  if (board.callsOf(caller) >= maxCallsPerPerson) return 403
  if (!callee) return 404
  return board.callsOf(callee) >= maxCallsPerPerson ? 486 : undefined
}
