import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js'
import { parseReplaces, type ReplacedDialog, warning } from '../sip/headers.ts'
import type { Admitted } from '../sip/receiver.ts'
import type { Board } from './board.ts'
import { dial } from './dial.ts'
import { takeOver } from './take-over.ts'

const offerType = /^application\/sdp\s*(;|$)/i

/** Takes an INVITE that belongs to no call yet to where it is handled. */
export function receiveInvite(board: Board, admitted: Admitted<IncomingInviteRequest>): void {
  const { request } = admitted
  const type = request.message.getHeader('content-type')
  if (request.message.body !== '' && !offerType.test(type ?? '')) {
    return void request.reject({ statusCode: 415, extraHeaders: ['Accept: application/sdp'] })
  }
  const replaces = request.message.getHeader('replaces')
  if (replaces === undefined) dial(board, admitted)
  else replace(board, admitted, parseReplaces(replaces))
}

/** Lets a person take a call of their own over, and nobody else (RFC 3891, section 5). */
function replace(board: Board, admitted: Admitted<IncomingInviteRequest>, dialog: ReplacedDialog | undefined): void {
  const { request, person } = admitted
  const owner = dialog && board.dialogs.find(dialog)
  if (!dialog) return void request.reject({ statusCode: 400 })
  if (!owner) return void request.reject({ statusCode: 481 })
  if (owner.person.user !== person.user) {
    return void request.reject({ statusCode: 403, extraHeaders: [warning('This call is not one of yours')] })
  }
  if (owner.kind === 'ringing') {
    const pickUp = board.undertakingOf(owner.attempt)?.pickUp
    if (pickUp) pickUp(admitted)
    else request.reject({ statusCode: 481 })
  } else if (owner.kind === 'dialling') owner.comeBack(admitted)
  else if (dialog.earlyOnly) request.reject({ statusCode: 486 })
  else takeOver(board, admitted, owner.leg)
}
