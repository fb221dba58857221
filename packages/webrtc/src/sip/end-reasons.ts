import type { CallEnd, EndReason } from '@offhook/core'

/** Why a call that was not answered ended, by the status of the final response (RFC 3261 section 21). */
const byStatus: Record<number, EndReason> = {
  400: 'failed',
  401: 'not-allowed',
  403: 'not-allowed',
  404: 'not-found',
  405: 'not-allowed',
  407: 'not-allowed',
  408: 'unanswered',
  410: 'not-found',
  415: 'incompatible',
  480: 'unreachable',
  481: 'connection-lost',
  484: 'not-found',
  485: 'not-found',
  486: 'busy',
  487: 'cancelled',
  488: 'incompatible',
  600: 'busy',
  603: 'declined',
  604: 'not-found',
  606: 'incompatible',
  607: 'declined',
}

/** Why a call ended, by its Q.850 cause (ITU-T Q.850 table 1), where that says more than the status. */
const byCause: Record<number, EndReason> = {
  1: 'not-found',
  3: 'not-found',
  16: 'hung-up',
  17: 'busy',
  18: 'unanswered',
  19: 'unanswered',
  20: 'unreachable',
  21: 'declined',
  22: 'not-found',
  26: 'answered-elsewhere',
  27: 'unreachable',
  28: 'not-found',
  31: 'hung-up',
  34: 'exchange-error',
  38: 'exchange-error',
  41: 'exchange-error',
  42: 'exchange-error',
  57: 'not-allowed',
  58: 'incompatible',
  65: 'incompatible',
  88: 'incompatible',
  102: 'connection-lost',
}

/** What a Reason header (RFC 3326) says; its words are for people who read English. */
interface Reason {
  readonly protocol: string
  readonly cause: number
}

/** Reads the Reason headers of a message; what cannot be read is passed over. */
export function readReasons(headers: readonly string[]): readonly Reason[] {
  return headers
    .flatMap((header) => header.replace(/"(?:[^"\\]|\\.)*"?/g, '').split(','))
    .flatMap((value) => {
      const [protocol = '', ...params] = value.split(';').map((part) => part.trim())
      const cause = params
        .map((param) => /^cause\s*=\s*(\d{1,3})$/i.exec(param)?.[1])
        .find((read) => read !== undefined)
      return cause === undefined ? [] : [{ protocol: protocol.toUpperCase(), cause: Number(cause) }]
    })
}

/** How an outgoing call ended that was refused with a final response. */
export function endOfRefused(status: number, phrase: string, reasons: readonly string[]): CallEnd {
  const cause = q850(readReasons(reasons))
  // 480 and 403 are given for everything; the cause knows whether it rang or was declined
  const fine = [403, 480, 503].includes(status) ? byCause[cause ?? 0] : undefined
  // normal clearing is no end of a call that was never answered
  const reason =
    (fine === 'hung-up' ? undefined : fine) ??
    byStatus[status] ??
    (status >= 500 && status < 600 ? 'exchange-error' : 'failed')
  const by = ['busy', 'declined', 'unanswered'].includes(reason) ? 'them' : 'network'
  return { reason, by, detail: { code: status, text: phrase, ...(cause === undefined ? {} : { cause }) } }
}

/** How an answered call ended that the other side or the exchange hung up. */
export function endOfBye(reasons: readonly string[]): CallEnd {
  const read = readReasons(reasons)
  const cause = q850(read)
  const sip = read.find(({ protocol }) => protocol === 'SIP')
  const reason = byCause[cause ?? 16] ?? 'hung-up'
  const detail = { ...(cause === undefined ? {} : { cause }), ...(sip === undefined ? {} : { code: sip.cause }) }
  const isPlain = reason === 'hung-up'
  return {
    reason: sip !== undefined && sip.cause >= 400 && isPlain ? (byStatus[sip.cause] ?? 'exchange-error') : reason,
    by: isPlain && (sip === undefined || sip.cause < 400) ? 'them' : 'network',
    ...(Object.keys(detail).length === 0 ? {} : { detail }),
  }
}

/** How a ringing call ended that was cancelled: by the caller, or because another device of ours took it. */
export function endOfCancel(reasons: readonly string[]): CallEnd {
  const read = readReasons(reasons)
  const sip = read.find(({ protocol }) => protocol === 'SIP')?.cause
  if (sip === 200 || q850(read) === 26) return { reason: 'answered-elsewhere', by: 'network' }
  if (sip === 600 || sip === 603) return { reason: 'declined-elsewhere', by: 'network' }
  if (sip === 408 || q850(read) === 19) return { reason: 'unanswered', by: 'network' }
  return { reason: 'cancelled', by: 'them' }
}

const q850 = (reasons: readonly Reason[]) => reasons.find(({ protocol }) => protocol === 'Q.850')?.cause
