import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js'
import type { Admitted } from '../sip/line.ts'
import type { Board } from './board.ts'
import { dial } from './dial.ts'

const offerType = /^application\/sdp\s*(;|$)/i

/** Takes an INVITE that belongs to no call yet to where it is handled. */
export function receiveInvite(board: Board, admitted: Admitted<IncomingInviteRequest>): void {
  const { request } = admitted
  const type = request.message.getHeader('content-type')
  if (request.message.body !== '' && !offerType.test(type ?? '')) {
    return void request.reject({ statusCode: 415, extraHeaders: ['Accept: application/sdp'] })
  }
  dial(board, admitted)
}
