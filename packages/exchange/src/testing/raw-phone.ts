// A telephone that speaks SIP over WebSocket as plain text, with nothing of the exchange's own stack in it:
// what it can do, any third party's client can do.
import { createExchange, type Exchange, type ExchangeConfig, type ExchangeOptions } from '../index.ts'
import { calledDialog, createDialogs, type Dialog } from './dialog.ts'
import { createRequests, type Outside, type Sent } from './requests.ts'
import { answers, type Extra, type Sip, sdp, tagOf, token, uriOf } from './sip-text.ts'
import { openWire, type PhoneOptions, type Wire } from './wire.ts'

export { type Dialog, replacesOf } from './dialog.ts'
export { sdp } from './sip-text.ts'

/** Starts an exchange for a test on a free port, and gives the address of its SIP socket. */
export async function startExchange(
  config: ExchangeConfig = {},
  options: ExchangeOptions = {},
): Promise<Exchange & { sip: string; url: string }> {
  const exchange = createExchange({ port: 0, demo: true, graceSeconds: 0, ...config }, options)
  const { url } = await exchange.start()
  return { ...exchange, url, sip: `${url.replace('http', 'ws')}/sip` }
}

/** A telephone that a test plays by hand. */
export type Phone = Awaited<ReturnType<typeof openPhone>>

type Requests = ReturnType<typeof createRequests>
type Dialogs = ReturnType<typeof createDialogs>

/** Opens a socket for a person; nothing is sent yet. */
export async function openPhone(address: string, user: string, options: PhoneOptions = {}) {
  const wire = await openWire(address, user, options)
  const requests = createRequests(wire)
  const dialogs = createDialogs(wire)
  return {
    ...wire,
    ...requests,
    ...dialogs,
    call: (target: string, outside: Outside = {}) => call(wire, { requests, dialogs }, { target, ...outside }),
    incoming: (what = 'INVITE', ms?: number) => incoming(wire, dialogs, { what, ...(ms === undefined ? {} : { ms }) }),
  }
}

/** Sends an INVITE that answers the challenge; what comes back is waited for by status. */
async function call(
  { user, domain, inbox, take }: Wire,
  { requests, dialogs }: { requests: Requests; dialogs: Dialogs },
  { target, ...options }: Outside & { target: string },
) {
  const uri = target.includes(':') ? target : `sip:${target}@${domain}`
  const { sent, response: first } = await requests.ask('INVITE', uri, { body: sdp(`${user}-offer`), ...options })
  const acknowledge = (response: Sip) => requests.follow('ACK', sent, { to: response.header('To') })
  if ((first.status ?? 0) >= 300) acknowledge(first)
  if (first.status !== 100) inbox.unshift(first)
  let dialog: Dialog | undefined
  const isMine = answers(sent.callId, `${sent.cseq} INVITE`)
  return {
    sent,
    dialogOf: (response: Sip) => callingDialog(sent, response),
    get dialog(): Dialog {
      if (!dialog) throw new Error('The call is not answered')
      return dialog
    },
    /** The response of this status. */
    response: async (status: number) => {
      const response = await take((it) => isMine(it) && it.status === status, `${status} to INVITE`)
      if (status >= 300 && response !== first) acknowledge(response)
      if (status >= 200 && status < 300) dialog = callingDialog(sent, response)
      return response
    },
    ack: (extra: Extra = {}) => {
      if (dialog) dialogs.acknowledge(dialog, sent.cseq, extra)
    },
    cancel: (headers: readonly string[] = []) => requests.follow('CANCEL', sent, { to: `<${uri}>`, headers }),
  }
}

function callingDialog(sent: Sent, response: Sip): Dialog {
  return {
    callId: sent.callId,
    localTag: sent.fromTag,
    remoteTag: tagOf(response.header('To')),
    local: `${sent.from};tag=${sent.fromTag}`,
    remote: response.header('To'),
    target: uriOf(response.header('Contact')),
    cseq: sent.cseq,
  }
}

/** Waits for an INVITE that starts a call (or takes one over). */
async function incoming(
  { user, contact, supported, says, take }: Wire,
  { respond }: Dialogs,
  { what, ms }: { what: string; ms?: number },
) {
  const request = await take((message) => message.method === 'INVITE' && !tagOf(message.header('To')), what, ms)
  const tag = token()
  const dialog = calledDialog(request, tag)
  const isMine = (method: string) => (message: Sip) =>
    message.method === method && message.header('Call-ID') === dialog.callId
  const say = (status: number, { headers = [], ...extra }: Extra) =>
    respond(request, status, {
      ...extra,
      headers: [`Contact: ${contact}`, `Supported: ${supported}`, ...says, ...headers],
      tag,
    })
  return {
    request,
    dialog,
    ring: (status = 180, extra: Extra = {}) => say(status, extra),
    answer: (extra: Extra = { body: sdp(`${user}-answer`) }) => say(200, extra),
    reject: (status: number, extra: Extra = {}) => respond(request, status, { ...extra, tag }),
    ack: () => take(isMine('ACK'), 'ACK'),
    /** Waits for the CANCEL, answers it and ends the INVITE with 487. */
    cancelled: async () => {
      const cancel = await take(isMine('CANCEL'), 'CANCEL')
      respond(cancel, 200, { tag })
      respond(request, 487, { tag })
      return cancel
    },
  }
}

/** Opens a phone and registers it. */
export async function signIn(address: string, user: string, options: PhoneOptions = {}): Promise<Phone> {
  const phone = await openPhone(address, user, options)
  const response = await phone.register()
  if (response.status !== 200) throw new Error(`${user} could not register: ${response.first}`)
  return phone
}

/** A call that both sides have answered. */
export async function connected(caller: Phone, callee: Phone, number: string) {
  const out = await caller.call(number)
  const inc = await callee.incoming()
  inc.ring()
  await out.response(180)
  inc.answer()
  const answer = await out.response(200)
  out.ack()
  await inc.ack()
  return { out, inc, answer, callerSide: out.dialog, calleeSide: inc.dialog }
}
