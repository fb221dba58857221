import { type IncomingReferRequest, type IncomingRequestMessage, NameAddrHeader } from 'sip.js/lib/core/index.js'
import { decoded, oneLine, parseReplaces } from '../sip/headers.ts'
import { transferAttended } from './attended.ts'
import { transferBlind } from './blind.ts'
import type { Board } from './board.ts'
import type { Call } from './call.ts'
import type { Leg } from './leg.ts'
import { acceptTransfer } from './report.ts'

/** Carries out a REFER: to a number (blind), or to the other call of the one who asks (attended, RFC 5589). */
export function transfer(
  board: Board,
  call: Call,
  { transferor, request }: { transferor: Leg; request: IncomingReferRequest },
): void {
  const referTo = readReferTo(request.message)
  if (!referTo) return void request.reject({ statusCode: 400 })
  if (call.inTransfer) return void request.reject({ statusCode: 491 })
  const asked = { call, transferor, report: acceptTransfer(transferor, request) }
  const [replaces] = referTo.uri.getHeader('Replaces') ?? []
  if (replaces === undefined) {
    transferBlind(board, asked, { uri: referTo.uri, referredBy: referredByOf(request.message, transferor) })
  } else {
    transferAttended(board, asked, parseReplaces(decoded(replaces) ?? ''))
  }
}

function readReferTo(message: IncomingRequestMessage): NameAddrHeader | undefined {
  const header: unknown = message.getHeaders('refer-to').length === 1 ? message.parseHeader('refer-to') : undefined
  return header instanceof NameAddrHeader && header.uri.scheme === 'sip' ? header : undefined
}

/** Who transferred (RFC 3892), in the client's own words or else by extension. */
function referredByOf(message: IncomingRequestMessage, { person, line }: Leg): string {
  const given = message.getHeader('referred-by')
  return `Referred-By: ${given === undefined ? `<sip:${person.extension}@${line.domain}>` : oneLine(given)}`
}
