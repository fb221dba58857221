import { answers, type Extra, type Sip, tagOf, token, uriOf, writeSip } from './sip-text.ts'
import type { Wire } from './wire.ts'

/** One side of a dialog. */
export interface Dialog {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  readonly local: string
  readonly remote: string
  readonly target: string
  cseq: number
}

/** The value of the `Replaces` that names a dialog, written by the phone whose dialog it is. */
export const replacesOf = ({ callId, remoteTag, localTag }: Dialog): string =>
  `${callId};to-tag=${remoteTag};from-tag=${localTag}`

/** The dialog of who has received an INVITE and answers it with this tag. */
export function calledDialog(request: Sip, tag: string): Dialog {
  return {
    callId: request.header('Call-ID'),
    localTag: tag,
    remoteTag: tagOf(request.header('From')),
    local: `${request.header('To')};tag=${tag}`,
    remote: request.header('From'),
    target: uriOf(request.header('Contact')),
    cseq: 0,
  }
}

/** What a phone sends and answers inside a dialog. */
export function createDialogs(wire: Wire) {
  const { user, send, take } = wire

  const respond = (
    request: Sip,
    status: number,
    { headers = [], tag = token(), ...extra }: Extra & { tag?: string } = {},
  ) => {
    const to = request.header('To')
    const copied = [
      ...request.headers('Via').map((via) => `Via: ${via}`),
      `From: ${request.header('From')}`,
      `To: ${to}${tagOf(to) || status === 100 ? '' : `;tag=${tag}`}`,
      `Call-ID: ${request.header('Call-ID')}`,
      `CSeq: ${request.header('CSeq')}`,
    ]
    send(writeSip(`SIP/2.0 ${status} Whatever`, [...copied, ...headers], extra))
  }

  const compose = (
    dialog: Dialog,
    method: string,
    { cseq, branch, to }: { cseq: number; branch: string; to: string },
  ) => [
    `${method} ${dialog.target} SIP/2.0`,
    `Via: SIP/2.0/WS ${user}.invalid;branch=${branch}`,
    `From: ${dialog.local}`,
    `To: ${to}`,
    `Call-ID: ${dialog.callId}`,
    `CSeq: ${cseq} ${method}`,
    'Max-Forwards: 70',
    `Contact: ${wire.contact}`,
    `Supported: ${wire.supported}`,
  ]

  const acknowledge = (dialog: Dialog, cseq: number, { headers = [], ...extra }: Extra = {}) => {
    const [first = '', ...usual] = compose(dialog, 'ACK', { cseq, branch: `z9hG4bK${token()}`, to: dialog.remote })
    send(writeSip(first, [...usual, ...headers], extra))
  }

  /** Sends a request inside a dialog. */
  const inside = (dialog: Dialog, method: string, { headers = [], ...extra }: Extra & { cseq?: number } = {}) => {
    if (extra.cseq === undefined) dialog.cseq += 1
    const cseq = extra.cseq ?? dialog.cseq
    const branch = `z9hG4bK${token()}`
    const [first = '', ...usual] = compose(dialog, method, { cseq, branch, to: dialog.remote })
    send(writeSip(first, [...usual, ...headers], extra))
    const isMine = answers(dialog.callId, `${cseq} ${method}`)
    return {
      final: () => take((message) => isMine(message) && (message.status ?? 0) >= 200, `the answer to ${method}`),
      ack: (ackExtra: Extra = {}) => acknowledge(dialog, cseq, ackExtra),
      /** The ACK of a refusal belongs to the request itself. */
      ackFailure: (response: Sip) => {
        const [ackFirst = '', ...lines] = compose(dialog, 'ACK', { cseq, branch, to: response.header('To') })
        send(writeSip(ackFirst, lines))
      },
    }
  }

  /** Waits for a request of this method inside a dialog. */
  const asked = (method: string, dialog: Dialog, ms?: number) =>
    take(
      (message) => message.method === method && message.header('Call-ID') === dialog.callId,
      `${method} in a dialog`,
      ms,
    )

  /** Waits for the BYE of a dialog and answers it. */
  const hungUp = async (dialog: Dialog, ms?: number) => {
    const bye = await asked('BYE', dialog, ms)
    respond(bye, 200)
    return bye
  }

  return { respond, acknowledge, inside, asked, hungUp }
}
