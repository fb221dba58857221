import type { DialTarget } from '../kernel/number.ts'
import type { CallSignal, IncomingCall, ResumedCall } from './signal.ts'
import type { CallSnapshot } from './snapshot.ts'

/** A call's id: made where the call is born, unique for ever. */
export type CallId = string

/** What one may choose for a call that is dialled. */
export interface DialOptions {
  /** The caller id to show, one of those the exchange allows; default: the account's own. */
  readonly callerId?: string
}

/** What an app asks of the network for one call. */
export type CallCommand =
  | { readonly type: 'dial'; readonly target: DialTarget; readonly options: DialOptions }
  | { readonly type: 'answer' }
  | { readonly type: 'decline' }
  | { readonly type: 'hangUp' }
  | { readonly type: 'hold' }
  | { readonly type: 'resume' }
  | { readonly type: 'mute' }
  | { readonly type: 'unmute' }
  | { readonly type: 'sendDigits'; readonly digits: string }
  | { readonly type: 'transfer'; readonly to: TransferTarget }

/** Where a transfer goes: to a number (blind), or to another call of yours (attended). */
export type TransferTarget =
  | { readonly kind: 'number'; readonly target: DialTarget }
  | { readonly kind: 'call'; readonly id: CallId }

/** Where a transport brings its news. */
export interface CallSink {
  /** Somebody calls. */
  incoming(id: CallId, call: IncomingCall): void
  /** A call of before goes on: the page was loaded anew, or another tab had it. */
  resumed(id: CallId, call: ResumedCall): void
  /** Something became true of a call; news about a call nobody knows is dropped. */
  signal(id: CallId, signal: CallSignal): void
  /**
   * A call is carried elsewhere, by a phone that gives the sound to one call at a time, and this is how it is there. A
   * command under way here is waited for, and then the call is what it is there.
   */
  mirrored?(call: CallSnapshot): void
}

/**
 * Carries calls. Whoever writes one keeps the contract in `@offhook/core/testing`: every command ends in the signal
 * that makes it true, in a rejection, or in `ended`; never in silence.
 */
export interface CallTransport {
  /** Starts bringing news; the function it returns stops that and ends what is left. */
  open(sink: CallSink): () => void
  /** Carries out a command: resolves when it is handed over, rejects with an `OffhookError` when it is refused. */
  send(id: CallId, command: CallCommand): Promise<void>
}
