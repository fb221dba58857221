import type { IncomingReferRequest } from 'sip.js/lib/core/index.js'
import type { Board } from './board.ts'
import type { Call } from './call.ts'
import type { Leg } from './leg.ts'

export function transfer(
  _board: Board,
  { request }: { call: Call; transferor: Leg; request: IncomingReferRequest },
): void {
  request.reject({ statusCode: 501 })
}
